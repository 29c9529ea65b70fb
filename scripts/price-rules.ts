import { effortFor } from '@/lib/arena/proof-of-work';
import { at } from '@/lib/at';
import type { ArenaVote } from '@/lib/evaluation/arena-votes';
import { isCounted, withStandings } from '@/lib/evaluation/held';
import { suspiciousVoters } from '@/lib/evaluation/integrity';
import type { Shown } from '@/lib/evaluation/integrity-choice';
import { rankSlice } from '@/lib/evaluation/leaderboard';
import { suspicions, type Circumstances } from '@/lib/evaluation/suspicions';

const SLICE = {
  base: 'base',
  category: 'ALL',
  question: 'ALIGNMENT',
  form: 'ALL',
  voters: 'ALL',
} as const;
const HOUR_MS = 3_600_000;
/** One answer after the other, as quickly as one may without being seen for it. */
const GAP_MS = 5000;
/** Milliseconds of a processor for one try of a proof of work (docs/limits.md). */
const TRY_MS = 2.7;
const FIRST_LOOK = 24;
/** How much further each look goes. */
const STEP = 1.6;

/** What one identity was shown over HTTP, and the votes that it cast. */
export interface Identity {
  readonly votes: readonly ArenaVote[];
  readonly shown: readonly Shown[];
}

/** How somebody attacks with what was drawn for them. */
export interface Attack {
  readonly name: string;
  /** Whose draws they use, again and again under new names beyond what was cast over HTTP. */
  readonly drawn: readonly Identity[];
  readonly target: string;
  /** How often they push the target where they see it; else they answer as everybody does. */
  readonly push: number;
  /** How often they see it on the right side. */
  readonly sight: number;
  readonly networks: 'one' | 'many';
  /** When the last one begins, after the first. */
  readonly hours: (identities: number) => number;
}

/** Which votes make the ranking. */
export interface Rule {
  readonly name: string;
  readonly counted: (votes: readonly ArenaVote[], beside: Circumstances) => ArenaVote[];
}

/** The votes without those of whoever is suspected. */
function without(votes: readonly ArenaVote[], suspected: readonly { readonly voter: string }[]) {
  const out = new Set(suspected.map(({ voter }) => voter));
  return votes.map((vote) => ({ ...vote, quarantined: out.has(vote.voter) }));
}

/** Before: every vote counts at once, and each voter is tested alone. Now: as `npm run rank` has it. */
export const RULES: readonly Rule[] = [
  {
    name: 'before',
    counted: (votes) => {
      // Nobody is seasoned where nobody was told apart, and all votes weigh alike.
      const all = votes.map((vote) => ({ ...vote, held: false, seasoned: false }));
      return without(all, suspiciousVoters(all)).filter(isCounted);
    },
  },
  {
    name: 'now',
    counted: (votes, beside) => {
      const all = withStandings(votes);
      return without(all, suspicions(all, beside)).filter(isCounted);
    },
  },
];

/** Where the target stands; undefined while it has no rank. */
function placeOf(votes: readonly ArenaVote[], target: string) {
  const { models } = rankSlice(votes, SLICE).ranking;
  const place = models.findIndex(({ model }) => model.startsWith(`${target}@`));
  const model = models[place];
  return model && { rank: place + 1, best: model.bestRank, worst: model.worstRank };
}

/** How an honest voter answers, as scripts/fill-votes.ts has it. */
function honestly(vote: ArenaVote): ArenaVote['outcome'] {
  const strength = (label: string) => Number(/^model (\d+)@/.exec(label)?.[1]);
  const chance = Math.random();
  if (chance < 0.15) return 'TIE';
  if (chance < 0.25) return 'BOTH_BAD';
  const gap = strength(vote.second) - strength(vote.first);
  return Math.random() < 1 / (1 + Math.exp(0.2 * gap)) ? 'FIRST' : 'SECOND';
}

function answer(vote: ArenaVote, { target, push, sight }: Attack): ArenaVote['outcome'] {
  const side = [vote.first, vote.second].findIndex((label) => label.startsWith(`${target}@`));
  if (side < 0 || Math.random() >= push) return honestly(vote);
  return (side === 0) === Math.random() < sight ? 'FIRST' : 'SECOND';
}

/** What so many identities of an attack send until `end`, with where they come from. */
function sent(attack: Attack, identities: number, end: number) {
  const span = attack.hours(identities) * HOUR_MS;
  const votes: ArenaVote[] = [];
  const shown: Shown[] = [];
  const origins = new Map<string, string[]>();
  for (let i = 0; i < identities; i += 1) {
    const drawn = at(attack.drawn, i % attack.drawn.length);
    const voter = `forged ${i}`;
    const begin = end - span + (i / identities) * span;
    origins.set(voter, attack.networks === 'one' ? ['one'] : []);
    for (const one of drawn.shown) shown.push({ ...one, voter });
    const places = new Map(
      [...new Set(drawn.votes.map(({ matchup }) => matchup))].map((m, n) => [m, n]),
    );
    const outcomes = new Map<string, ArenaVote['outcome']>();
    for (const vote of drawn.votes) {
      const outcome =
        outcomes.get(vote.matchup) ?? (vote.kind === 'GOLD' ? vote.outcome : answer(vote, attack));
      outcomes.set(vote.matchup, outcome);
      const time = begin + (places.get(vote.matchup) ?? 0) * GAP_MS;
      const id = `${vote.id} ${i}`;
      const matchup = `${vote.matchup} ${i}`;
      votes.push({ ...vote, id, matchup, voter, outcome, at: new Date(time).toISOString() });
    }
  }
  return { votes, shown, origins };
}

/** What is seen of an attack by so many identities. */
function look(attack: Attack, honest: readonly ArenaVote[], rule: Rule, identities: number) {
  const end = Math.max(...honest.map(({ at }) => Date.parse(at)));
  const { votes, ...beside } = sent(attack, identities, end);
  const counted = rule.counted([...honest, ...votes], beside);
  const left = new Set(counted.map(({ voter }) => voter));
  const honestVoters = new Set(rule.counted(honest, {}).map(({ voter }) => voter));
  return {
    place: placeOf(counted, attack.target),
    honestLost: [...honestVoters].filter((voter) => !left.has(voter)).length,
  };
}

/**
 * What moving the target in the order costs under a rule, and what it costs until the published interval of its rank
 * leaves the true one out; null where so many matchups were not enough.
 */
export function priceOf(attack: Attack, honest: readonly ArenaVote[], rule: Rule, most: number) {
  const first = placeOf(rule.counted(honest, {}), attack.target);
  const each =
    attack.drawn.reduce((sum, { votes }) => sum + votes.length / 2, 0) / attack.drawn.length;
  const moved = (place: typeof first) =>
    first !== undefined && place !== undefined && place.rank < first.rank;
  const wrong = (place: typeof first) =>
    first !== undefined && place !== undefined && place.worst < first.rank;
  let order: number | undefined;
  let interval: number | undefined;
  let lost = 0;
  for (let matchups = FIRST_LOOK; matchups <= most && interval === undefined; matchups *= STEP) {
    const identities = Math.max(1, Math.round(matchups / each));
    const { place, honestLost } = look(attack, honest, rule, identities);
    lost = Math.max(lost, honestLost);
    if (moved(place)) order ??= identities;
    if (wrong(place)) interval = identities;
  }
  const priced = (identities: number | undefined) => {
    if (identities === undefined) return null;
    const efforts = Array.from({ length: identities }, (_, i) =>
      effortFor({ ofNetwork: attack.networks === 'one' ? (i % 300) + 1 : 1, ofAll: 1 }),
    );
    const tries = efforts.reduce((sum, effort) => sum + effort / 2, 0);
    return {
      matchups: Math.round(identities * each),
      identities,
      networks: attack.networks === 'one' ? 1 : identities,
      cpuSeconds: rule.name === 'before' ? 0 : Math.round((tries * TRY_MS) / 100) / 10,
      hours: Number(attack.hours(identities).toFixed(1)),
    };
  };
  return {
    attack: attack.name,
    rule: rule.name,
    order: priced(order),
    interval: priced(interval),
    honestLost: lost,
  };
}

/** Which honest voters are set aside without any attack, and how many merely wait. */
export function honestLosses(honest: readonly ArenaVote[]) {
  const all = withStandings(honest);
  const voters = new Set(all.map(({ voter }) => voter));
  const waiting = new Set(all.filter((vote) => vote.held).map(({ voter }) => voter));
  const seasoned = new Set(all.filter((vote) => vote.seasoned).map(({ voter }) => voter));
  return {
    voters: voters.size,
    notCountedYet: waiting.size,
    votesNotCountedYet: all.filter((vote) => vote.held).length / all.length,
    seasoned: seasoned.size,
    setAside: suspicions(all).map(({ reasons }) => at(reasons, 0).detail),
  };
}
