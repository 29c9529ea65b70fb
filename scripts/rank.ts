// `npm run rank -- votes.jsonl`: the leaderboard from an export of votes, on any machine.
import { createReadStream } from 'node:fs';
import { leaderboard, leaderboardJson } from '@/lib/evaluation/leaderboard';
import { VOTER_GROUPS, type VoterGroup } from '@/lib/evaluation/slices';
import { readVoteFile } from './vote-file';
import { commandLine } from './command-line.mjs';

const HELP = `npm run --silent rank -- votes.jsonl   print the leaderboard of an export as JSON

It is the same, byte for byte, as /leaderboard.json of the server that the votes are from. Battles of other arenas
(model_a, model_b, winner) are ranked, too: a list in JSON, one a line, or CSV. Gzip is unpacked; - reads what is piped in.

  --voters all|seasoned|verified   only the rankings by those voters: everybody, those who have decided at least
                                   20 matchups, or those who have signed in`;

/** The group of voters of that name. Throws Error that says which there are. */
function groupNamed(name: string): VoterGroup {
  const found = VOTER_GROUPS.find((group) => group.toLowerCase() === name);
  if (found) return found;
  throw new Error(`There are no “${name}” voters; there are all, seasoned and verified ones.`);
}

try {
  const { values, positionals } = commandLine(HELP, {
    allowPositionals: true,
    options: { voters: { type: 'string' } },
  });
  const [file] = positionals;
  if (!file || positionals.length > 1) {
    throw new Error(`Name one file of votes.\n${HELP}`);
  } else {
    const group = values.voters === undefined ? undefined : groupNamed(values.voters);
    const input = file === '-' ? process.stdin : createReadStream(file);
    const { votes, notes } = await readVoteFile(input);
    for (const note of notes) console.error(note);
    const rankings = leaderboard(votes);
    process.stdout.write(
      leaderboardJson(group ? rankings.filter(({ voters }) => voters === group) : rankings),
    );
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
