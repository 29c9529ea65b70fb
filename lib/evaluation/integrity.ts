import { at } from '@/lib/at';
import jstat from 'jstat';
import { Mt19937 } from '@/lib/random/mt19937';
import type { ArenaVote } from './arena-votes';
import {
  gradeOf,
  histories,
  LEAST_HISTORY,
  minus,
  placeOf,
  surpriseOf,
  totalOf,
  type History,
  type Surprise,
} from './surprise';
import { weightsOf } from './weights';

/** An honest voter is caught by a test with this probability at most. */
const FALSE_ALARM = 0.0025;

const CHECKPOINTS = 5;

/** Fewer votes on a model than this are too few for a normal approximation. */
const LEAST_VOTES = 8;

/** Setting some voters aside shows what the others think, and so may show more; this often at most. */
const MOST_ROUNDS = 10;

/** With so many answers, half of them within this time of the one before, nobody has looked. */
const BURST = { votes: 20, medianMs: 700 };

/** How often an honest voter gets gold pairs right, at the least. */
const HONEST_GOLD = 0.75;

/** Why a voter's answers are not believed. */
export interface Reason {
  readonly test: 'FAVOURS' | 'POSITION' | 'GOLD' | 'BURST' | 'CHOICE' | 'GROUP';
  /** In words, for people. */
  readonly detail: string;
  /** How likely an honest voter looks like this; null where it is no probability. */
  readonly p: number | null;
}

export interface Suspicion {
  readonly voter: string;
  readonly votes: number;
  readonly reasons: readonly Reason[];
}

/** What is thought of the models, and how much each voter has said of that; nothing whoever does not count. */
interface Known {
  readonly known: ReadonlyMap<string, History>;
  readonly weights: ReadonlyMap<string, number>;
}

/** A random source that is the same for a voter wherever and whenever it is computed. */
function randomOf(voter: string): () => number {
  let hash = 0n;
  for (const character of voter) {
    hash = (hash * 31n + BigInt(character.codePointAt(0) ?? 0)) % 2n ** 32n;
  }
  const rng = new Mt19937(hash);
  return () => (rng.uint32() + 0.5) / 2 ** 32;
}

/**
 * The two-sided p-value of the summed surprise, taken at a few random places of the sequence and corrected
 * for the number of looks (as Chatbot Arena does, Chiang et al. 2024, §5.3): looking at the end only would
 * let a voter behave at first, or at last. The sign says which way.
 */
function atCheckpoints(surprises: readonly Surprise[], random: () => number) {
  const places = new Set<number>([surprises.length]);
  const first = LEAST_VOTES;
  while (places.size < Math.min(CHECKPOINTS, surprises.length - first + 1)) {
    places.add(first + Math.floor(random() * (surprises.length - first + 1)));
  }
  let sum = 0;
  let variance = 0;
  let largest = 0;
  surprises.forEach((one, i) => {
    sum += one.excess;
    variance += one.variance;
    const z = sum / Math.sqrt(variance);
    if (places.has(i + 1) && Math.abs(z) > Math.abs(largest)) largest = z;
  });
  const p = 2 * (1 - jstat.normal.cdf(Math.abs(largest), 0, 1)) * places.size;
  return { p: Math.min(1, p), up: largest > 0 };
}

/** Whether the voter pushes some model up or down more than the others' votes on its pairs explain. */
function favours(
  own: readonly ArenaVote[],
  { known, weights }: Known,
  random: () => number,
): Reason | undefined {
  const mine = histories(own, weights);
  const models = [...new Set(own.flatMap(({ first, second }) => [first, second]))].sort();
  let found: Reason | undefined;
  for (const model of models) {
    const surprises: Surprise[] = [];
    const met = new Map<string, number>();
    for (const vote of own) {
      const other = vote.first === model ? vote.second : vote.first;
      const grade = gradeOf(vote, model);
      if (grade === undefined || (vote.first !== model && vote.second !== model)) continue;
      const key = placeOf(vote.base, model, other);
      const rest = minus(known.get(key), mine.get(key));
      if (totalOf(rest) < LEAST_HISTORY) continue;
      const { excess, variance } = surpriseOf(rest, grade);
      const before = met.get(key) ?? 0;
      met.set(key, before + 1);
      // What the others think is known only so well, with one error for all of the voter's answers on the pair.
      surprises.push({ excess, variance: variance * (1 + (1 + 2 * before) / totalOf(rest)) });
    }
    if (surprises.length < LEAST_VOTES) continue;
    const { p: alone, up } = atCheckpoints(surprises, random);
    const p = Math.min(1, alone * models.length);
    if (p >= (found?.p ?? FALSE_ALARM)) continue;
    const way = up ? 'for' : 'against';
    const detail = `votes ${way} ${model} more than others do (${surprises.length} votes)`;
    found = { test: 'FAVOURS', detail, p };
  }
  return found;
}

/** Whether one side is chosen more than chance explains: the sides are drawn at random. */
function position(own: readonly ArenaVote[]): Reason | undefined {
  const left = own.filter(({ outcome }) => outcome === 'FIRST').length;
  const right = own.filter(({ outcome }) => outcome === 'SECOND').length;
  const fewer = Math.min(left, right);
  const p = Math.min(1, 2 * jstat.binomial.cdf(fewer, left + right, 0.5));
  if (left + right === 0 || p >= FALSE_ALARM) return undefined;
  return { test: 'POSITION', detail: `${left} times left, ${right} times right`, p };
}

function gold(own: readonly ArenaVote[]): Reason | undefined {
  const asked = own.filter(({ kind }) => kind === 'GOLD');
  const right = asked.filter((vote) => vote.outcome === vote.gold).length;
  const p = asked.length > 0 ? jstat.binomial.cdf(right, asked.length, HONEST_GOLD) : 1;
  if (p >= FALSE_ALARM) return undefined;
  return { test: 'GOLD', detail: `${right} of ${asked.length} gold pairs right`, p };
}

function burst(own: readonly ArenaVote[]): Reason | undefined {
  if (own.length < BURST.votes) return undefined;
  const times = own.map(({ at }) => Date.parse(at)).sort((a, b) => a - b);
  const gaps = times
    .slice(1)
    .map((time, i) => time - at(times, i))
    .sort((a, b) => a - b);
  const median = at(gaps, Math.floor(gaps.length / 2));
  if (median >= BURST.medianMs) return undefined;
  const detail = `half of ${own.length} answers within ${median} ms of the one before`;
  return { test: 'BURST', detail, p: null };
}

/**
 * Voters whose answers to ALIGNMENT no honest voter would plausibly give, with the reasons. A pure
 * function: the same votes give the same list, so that anybody can check a quarantine.
 */
export function suspiciousVoters(votes: readonly ArenaVote[]): Suspicion[] {
  const asked = votes
    .filter(({ question }) => question === 'ALIGNMENT')
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const byVoter = new Map<string, ArenaVote[]>();
  for (const vote of asked) {
    const own = byVoter.get(vote.voter);
    if (own) own.push(vote);
    else byVoter.set(vote.voter, [vote]);
  }
  const sampled = asked.filter(({ kind }) => kind === 'SAMPLED');
  let caught = new Map<string, Suspicion>();
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    // Many who favour one model together look like the crowd, until the first of them is out of it.
    // Whose votes are held back shows nobody what the others think.
    const counted = sampled.filter(({ voter, held }) => !held && !caught.has(voter));
    const weights = weightsOf(counted);
    const known = { known: histories(counted, weights), weights };
    const now = new Map<string, Suspicion>();
    for (const [voter, own] of byVoter) {
      const mine = own.filter(({ kind }) => kind === 'SAMPLED');
      const reasons = [
        favours(mine, known, randomOf(voter)),
        position(own),
        gold(own),
        burst(own),
      ].filter((reason) => reason !== undefined);
      if (reasons.length > 0) now.set(voter, { voter, votes: own.length, reasons });
    }
    const settled = now.size === caught.size && [...now.keys()].every((voter) => caught.has(voter));
    caught = now;
    if (settled) break;
  }
  return [...caught.values()].sort((a, b) => (a.voter < b.voter ? -1 : 1));
}
