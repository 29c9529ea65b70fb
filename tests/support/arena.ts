import { at } from '@/lib/at';
import { randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { VoterSession } from '@/graphql/voter-session';
import { encodePng } from '@/lib/jobs/png';
import { ringOf } from '@/lib/arena/pairs';
import { refreshArenaPool } from '@/lib/arena/pool';
import { leaveArena } from '@/lib/arena/rotation';
import { refreshStandings } from '@/lib/arena/standings';
import { blobs } from '@/lib/store/blobs';
import { prisma } from '@/lib/store/database';
import type { Category } from '@/lib/store/generated/client';
import { run } from './execute';
import { solve } from './proof';
import { registerUsual, usualModels } from './painting';

/** Stores a finished picture file of noise, with a recipe in it as the worker writes one. */
async function storePicture(model: string): Promise<string> {
  const side = 64;
  // No style of its own, but the size of the file gives its painter away, if it is served as it is.
  const tiles = randomBytes(3 * 16 * 16);
  const rgb = new Uint8Array(side * side * 3).map((_, i) => {
    const [channel, x, y] = [i % 3, Math.floor(i / 3) % side, Math.floor(i / 3 / side)];
    return at(tiles, 3 * (16 * (y >> 2) + (x >> 2)) + channel);
  });
  const known = { sarovar: JSON.stringify({ model, filler: model.repeat(50) }) };
  return blobs().put(await encodePng({ rgb, width: side, height: side }, known));
}

/** So many pairs has a set by all committed models, and lets it leave the arena once they are judged. */
export const SET = 6;

/**
 * Registers the committed models and fills the arena with `prompts` prompts of a category, painted in pairs as the arena
 * paints them, whose sets leave it after so many judgements, or when each picture was shown once.
 */
export async function fillArena(
  prompts: number,
  category: Category = 'COUNTING',
  judgements?: number,
) {
  await registerUsual();
  const models = await usualModels();
  for (let index = 0; index < prompts; index += 1) {
    const text = `${randomUUID()} cats`;
    const prompt = await prisma().prompt.create({
      data: { text, normalizedText: text, category, licence: 'CC0-1.0' },
    });
    const pairs = ringOf(models);
    const painted = pairs.flatMap((pair, i) => pair.map((model) => ({ model, seed: BigInt(i) })));
    const pictures = await Promise.all(
      painted.map(async ({ model: { id: modelId, name }, seed }) => ({
        promptId: prompt.id,
        modelId,
        seed,
        steps: 1,
        guidanceScale: 4,
        scheduler: 'ddim',
        width: 64,
        height: 64,
        status: 'SUCCEEDED' as const,
        blind: true,
        imageSha256: await storePicture(name),
        finishedAt: new Date(),
      })),
    );
    await prisma().comparison.create({
      data: {
        promptId: prompt.id,
        arena: 'OPEN',
        openedAt: new Date(),
        judgements: judgements ?? pairs.length,
        generations: { create: pictures },
      },
    });
  }
  refreshArenaPool();
  return models;
}

const MATCHUP_FIELDS = /* GraphQL */ `
  __typename
  ... on Matchup {
    key
    prompt
    category
    state
    left {
      url
    }
    right {
      url
    }
    answers {
      question
      outcome
    }
    untilRevealed
    ofSameSet {
      key
    }
    reveal {
      comparison {
        key
      }
      left {
        key
        model {
          name
        }
      }
      right {
        key
        model {
          name
        }
      }
      answers {
        left
        right
        tie
        bothBad
      }
    }
  }
  ... on Problem {
    message
  }
`;

const FIELD = '... on InvalidInput { field }';

const picture = z.object({ key: z.string(), model: z.object({ name: z.string() }) });
const shown = z.object({
  __typename: z.string(),
  message: z.string().optional(),
  field: z.string().optional(),
  key: z.string().default(''),
  prompt: z.string().optional(),
  state: z.string().optional(),
  challenge: z.unknown().optional(),
  left: z.object({ url: z.string() }).default({ url: '' }),
  right: z.object({ url: z.string() }).default({ url: '' }),
  answers: z.array(z.object({ question: z.string(), outcome: z.string() })).default([]),
  untilRevealed: z.number().optional(),
  ofSameSet: z.array(z.object({ key: z.string() })).default([]),
  reveal: z
    .object({
      comparison: z.object({ key: z.string() }).nullable(),
      left: picture,
      right: picture,
      answers: z.object({
        left: z.number(),
        right: z.number(),
        tie: z.number(),
        bothBad: z.number(),
      }),
    })
    .nullish(),
});
export type Shown = z.infer<typeof shown>;

const answer = (name: string) => z.object({ [name]: shown }).transform((data) => data[name]);

/** Somebody with a browser that keeps its cookie. */
export class Visitor {
  cookie: string | undefined;
  #challenge: unknown;
  #proof: Promise<string> | undefined;

  async ask(name: string, document: string, variables: Record<string, unknown>): Promise<Shown> {
    const session = new VoterSession(this.cookie ?? null, 'test');
    const shape = answer(name);
    const result = await run(document, shape, variables, { session });
    if (session.setCookie) this.cookie = session.setCookie.split(';')[0];
    return shown.parse(result);
  }

  /**
   * The next matchup; none that is to be repeated by chance, and as if no set had left lately, so that tests know when one
   * leaves the arena.
   */
  async draw(except: readonly string[] = []): Promise<Shown> {
    const shown = await this.ask(
      'drawMatchup',
      `mutation ($except: [String!]) {
        drawMatchup(except: $except) { ${MATCHUP_FIELDS} ... on Matchup { challenge } ${FIELD} }
      }`,
      { except },
    );
    await prisma().matchup.updateMany({ where: { id: shown.key }, data: { toRepeat: false } });
    const leftAt = new Date(Date.now() - 3_600_000);
    await prisma().comparison.updateMany({ where: { leftAt: { gt: leftAt } }, data: { leftAt } });
    this.#challenge = shown.challenge;
    if (!shown.challenge) this.#proof = undefined;
    return shown;
  }

  /** The proof of work that this voter needs, if any. */
  #proven(): Promise<string> | undefined {
    if (this.#challenge) this.#proof ??= solve(this.#challenge);
    return this.#proof;
  }

  /** Says that a picture of a matchup is broken, or for another reason should not be shown. */
  async report(matchup: string, side: string, reason = 'broken'): Promise<Shown> {
    return this.ask(
      'reportPicture',
      `mutation ($matchup: String!, $side: Side!, $reason: String!, $proof: String) {
        reportPicture(matchup: $matchup, side: $side, reason: $reason, proof: $proof) { __typename ${FIELD} }
      }`,
      { matchup, side, reason, proof: await this.#proven() },
    );
  }

  async vote(
    matchup: string,
    question: string,
    outcome: string,
    idempotencyKey: string = randomUUID(),
  ) {
    const proof = await this.#proven();
    return this.ask(
      'vote',
      `mutation ($input: VoteInput!) { vote(input: $input) { ${MATCHUP_FIELDS} ${FIELD} } }`,
      { input: { matchup, question, outcome, idempotencyKey, proof } },
    );
  }

  undo(matchup: string): Promise<Shown> {
    return this.ask(
      'undoVote',
      `mutation ($matchup: String!) { undoVote(matchup: $matchup) { ${MATCHUP_FIELDS} } }`,
      { matchup },
    );
  }

  skip(matchup: string): Promise<Shown> {
    return this.ask(
      'skipMatchup',
      `mutation ($matchup: String!) { skipMatchup(matchup: $matchup) { ${MATCHUP_FIELDS} } }`,
      { matchup },
    );
  }

  /** Draws a matchup and answers both questions alike. */
  async decide(outcome: string): Promise<Shown> {
    const { key } = await this.draw();
    await this.vote(key, 'ALIGNMENT', outcome);
    return this.vote(key, 'OVERALL', outcome);
  }

  /** Decides pairs until the painters of one are named: its set has left the arena. */
  async decideSet(outcome: string): Promise<Shown> {
    for (let turn = 0; turn < 100; turn += 1) {
      const decided = await this.decide(outcome);
      if (decided.reveal) return decided;
    }
    throw new Error('No set has left the arena.');
  }
}

const NEVER = 1_000_000;

/** Publishes all that has been judged. */
export async function publishArena(): Promise<void> {
  await prisma().comparison.updateMany({ data: { judgements: 1 } });
  await prisma().matchup.updateMany({ where: { state: 'OPEN' }, data: { state: 'SKIPPED' } });
  await leaveArena();
}

/**
 * Fills the arena with prompts of two categories, on which six voters answer in several ways; then it is published and
 * ranked.
 */
export async function fillWithVotes(): Promise<void> {
  await fillArena(10, 'COUNTING', NEVER);
  await fillArena(4, 'COLOR', NEVER);
  const outcomes = ['LEFT', 'RIGHT', 'TIE', 'LEFT', 'BOTH_BAD', 'RIGHT'];
  for (let voter = 0; voter < 6; voter += 1) {
    const visitor = new Visitor();
    for (let turn = 0; turn < 19; turn += 1) {
      await visitor.decide(at(outcomes, (voter + turn * 5) % outcomes.length));
    }
  }
  await publishArena();
  await refreshStandings();
}
