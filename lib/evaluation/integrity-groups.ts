import type { ArenaVote } from './arena-votes';
import { byVoter, gatherings, type Origins } from './gatherings';
import { Known } from './group-answers';
import type { Suspicion } from './integrity';
import { alike, STRENGTHS } from './integrity-alike';
import { distant } from './integrity-distant';

/** All groups of honest newcomers that are ever looked at look like this with this probability at most, by each test. */
const FALSE_ALARM = 0.0005;

/** So many groups at most are set aside at once; the next look sees the rest. */
const MOST_ROUNDS = 20;

const WAYS = ['for', 'against'] as const;

/** Voters who stand out together, and by how much. */
interface Finding {
  readonly kind: string;
  readonly voters: () => readonly string[];
  readonly detail: string;
  readonly p: number;
  /** The larger the less likely by chance, where `p` cannot be told from 0. */
  readonly strength: number;
  /** How many voters the gathering has. */
  readonly among: number;
}

/** The group that stands out most, of those who are left. */
function strongest(left: readonly ArenaVote[], origins: Origins) {
  const known = new Known(left.filter(({ held }) => !held));
  const far: Finding[] = [];
  const same: Finding[] = [];
  const looks = new Map<string, number>();
  for (const gathering of gatherings(byVoter(left), origins)) {
    const { who, kind, voters: all } = gathering;
    const among = all.length;
    for (const [model, answers] of known.answersOf(gathering)) {
      looks.set(kind, (looks.get(kind) ?? 0) + 1);
      const off = distant(answers, known);
      if (off) {
        const detail = `one of some ${who} who vote ${off.way} ${model} more than others do`;
        far.push({ ...off, kind, among, detail });
      }
      for (const way of WAYS) {
        const found = alike(answers, known, way === 'for');
        if (!found) continue;
        const { voters, p } = found;
        const detail = `one of ${voters.length} among ${among} ${who} who vote ${way} ${model} as if by agreement`;
        const strength = -Math.log(Math.max(p, Number.MIN_VALUE));
        same.push({
          voters: () => voters,
          kind,
          among,
          detail,
          p: p * WAYS.length * STRENGTHS.length,
          strength,
        });
      }
    }
  }
  let found: Finding | undefined;
  for (const one of [...far, ...same]) {
    // As many chances for each kind of gathering, of which there are few that are large.
    const p = one.p * looks.size * (looks.get(one.kind) ?? 1);
    if (p >= FALSE_ALARM) continue;
    // Of two as striking the smaller one: in the larger there are more who only look like it.
    const ahead = one.strength - (found?.strength ?? 0);
    if (ahead > 0 || (ahead === 0 && one.among < (found?.among ?? 0))) found = { ...one, p };
  }
  return found && { ...found, voters: found.voters() };
}

/**
 * Newcomers who together push a model, within some time or from one origin, where none of them has said enough to be suspected
 * alone. A pure function of the exported votes, in any order, and
 * of where their voters came from as far as that is known.
 */
export function suspiciousGroups(
  votes: readonly ArenaVote[],
  origins: Origins = new Map(),
): Suspicion[] {
  let left = votes
    .filter(({ question, kind }) => question === 'ALIGNMENT' && kind === 'SAMPLED')
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const given = new Map<string, number>();
  for (const { voter } of left) given.set(voter, (given.get(voter) ?? 0) + 1);
  const caught: Suspicion[] = [];
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    // One after the other: beside a large group that is still counted, everybody else looks like one that opposes it.
    const found = strongest(left, origins);
    if (!found || found.voters.length === 0) break;
    const { detail, p } = found;
    for (const voter of found.voters) {
      caught.push({ voter, votes: given.get(voter) ?? 0, reasons: [{ test: 'GROUP', detail, p }] });
    }
    const gone = new Set(found.voters);
    left = left.filter(({ voter }) => !gone.has(voter));
  }
  return caught.sort((a, b) => (a.voter < b.voter ? -1 : 1));
}
