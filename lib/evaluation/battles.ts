import { z } from 'zod';
import type { ArenaVote } from './arena-votes';

const text = z.union([z.string(), z.number()]).transform(String).pipe(z.string().min(1));
const flag = z
  .union([z.boolean(), z.enum(['true', 'false', 'True', 'False', '0', '1']), z.literal([0, 1])])
  .transform((value) => ['true', 'True', '1'].includes(String(value)));

/** A battle as other arenas publish it: LMArena's names. */
const battleSchema = z.looseObject({
  model_a: text,
  model_b: text,
  winner: text.optional(),
  // Tables for machine learning have a column for each outcome instead.
  winner_model_a: flag.optional(),
  winner_model_b: flag.optional(),
  winner_tie: flag.optional(),
  question_id: text.optional().catch(undefined),
  id: text.optional().catch(undefined),
  judge: text.optional().catch(undefined),
  turn: text.optional().catch(undefined),
  category: text.optional().catch(undefined),
  /** In seconds. */
  tstamp: z.coerce.number().optional().catch(undefined),
  /** Whether the names of the models were hidden. */
  anony: flag.optional().catch(undefined),
});

const OUTCOMES: Readonly<Record<string, ArenaVote['outcome']>> = {
  model_a: 'FIRST',
  a: 'FIRST',
  model_b: 'SECOND',
  b: 'SECOND',
  tie: 'TIE',
  'tie (bothbad)': 'BOTH_BAD',
  bothbad: 'BOTH_BAD',
  both_bad: 'BOTH_BAD',
};

type Battle = z.output<typeof battleSchema>;

function outcomeOf(battle: Battle): ArenaVote['outcome'] | undefined {
  const { winner } = battle;
  if (winner === undefined) {
    if (battle.winner_model_a) return 'FIRST';
    if (battle.winner_model_b) return 'SECOND';
    return battle.winner_tie ? 'TIE' : undefined;
  }
  if (winner === battle.model_a) return 'FIRST';
  if (winner === battle.model_b) return 'SECOND';
  return OUTCOMES[winner.trim().toLowerCase()];
}

/** Whether `data` is a battle of another arena, rather than a vote of an export of ours. */
export function isBattle(data: unknown): boolean {
  return typeof data === 'object' && data !== null && 'model_a' in data;
}

/**
 * The vote that a battle is, at that `place` of its file; undefined for one that was not blind. Throws Error that names
 * the place. A battle that does not say whose it is counts as somebody else's than all others.
 */
export function voteOfBattle(data: unknown, place: string): ArenaVote | undefined {
  const parsed = battleSchema.safeParse(data);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new Error(`${place}: ${issue?.path.join('.') ?? 'battle'}: ${issue?.message ?? ''}`);
  }
  const battle = parsed.data;
  if (battle.anony === false) return undefined;
  const outcome = outcomeOf(battle);
  if (outcome === undefined) {
    throw new Error(
      `${place}: winner: must be model_a, model_b, tie or tie (bothbad), not “${battle.winner ?? ''}”.`,
    );
  }
  const { model_a: first, model_b: second, judge, tstamp } = battle;
  const question = battle.question_id ?? battle.id;
  const own = [question, first, second, judge, battle.turn].filter((part) => part !== undefined);
  const id = question === undefined ? place : own.join('/');
  return {
    id,
    matchup: id,
    at: tstamp === undefined ? '' : new Date(1000 * tstamp).toISOString(),
    question: 'OVERALL',
    base: 'battles',
    category: battle.category ?? 'ANY',
    form: 'SIMPLE',
    prompt: question ?? id,
    set: id,
    first,
    second,
    outcome,
    voter: judge ?? `the voter of ${place}`,
    kind: 'SAMPLED',
    propensity: null,
    gold: null,
    repeats: null,
    quarantined: false,
    held: false,
    seasoned: false,
    verified: false,
  };
}
