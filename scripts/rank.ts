// `npm run rank -- votes.jsonl`: the leaderboard from an export of votes, on any machine.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { parseVoteLine, type ArenaVote } from '@/lib/evaluation/arena-votes';
import { leaderboard, leaderboardJson } from '@/lib/evaluation/leaderboard';

const HELP = `npm run --silent rank -- votes.jsonl   print the leaderboard of an export as JSON

It is the same, byte for byte, as /leaderboard.json of the server that the votes are from.`;

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { help: { type: 'boolean', short: 'h' } },
  });
  const [file] = positionals;
  if (values.help) {
    console.log(HELP);
  } else if (!file || positionals.length > 1) {
    throw new Error(`Name one file of votes.\n${HELP}`);
  } else {
    const votes: ArenaVote[] = [];
    let number = 0;
    for await (const line of createInterface({ input: createReadStream(file, 'utf8') })) {
      number += 1;
      if (line.trim() !== '') votes.push(parseVoteLine(line, number));
    }
    process.stdout.write(leaderboardJson(leaderboard(votes)));
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
