import { at } from '@/lib/at';
import { randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { VoterSession } from '@/graphql/voter-session';
import { encodePng } from '@/lib/jobs/png';
import { registerModels } from '@/lib/models/register';
import { refreshArenaPool } from '@/lib/arena/pool';
import { refreshStandings } from '@/lib/arena/standings';
import { blobs } from '@/lib/store/blobs';
import { prisma } from '@/lib/store/database';
import type { Category } from '@/lib/store/generated/client';
import { run } from './execute';

/** Stores a finished picture file of noise, with a recipe in it as the worker writes one. */
async function storePicture(model: string): Promise<string> {
  // The size of the file gives its painter away, if it is served as it is.
  const step = 1 + (model.length % 7);
  const rgb = new Uint8Array(64 * 64 * 3).map((_, i) => (i * i * step) % 251);
  randomBytes(600 * step).copy(rgb);
  const image = { rgb, width: 64, height: 64 };
  return blobs().put(await encodePng(image, { sarovar: JSON.stringify({ model }) }));
}

/** Registers the committed models and fills the arena with `prompts` prompts of a category. */
export async function fillArena(prompts: number, category: Category = 'COUNTING') {
  await registerModels('models');
  const models = await prisma().model.findMany({ where: { status: 'ACTIVE' } });
  for (let index = 0; index < prompts; index += 1) {
    const text = `${randomUUID()} cats`;
    const prompt = await prisma().prompt.create({
      data: { text, normalizedText: text, category, licence: 'CC0-1.0' },
    });
    const pictures = await Promise.all(
      models.map(async ({ id: modelId, name }) => ({
        promptId: prompt.id,
        modelId,
        seed: 7n,
        steps: 1,
        guidanceScale: 4,
        scheduler: 'ddim',
        width: 64,
        height: 64,
        status: 'SUCCEEDED' as const,
        unlisted: true,
        imageSha256: await storePicture(name),
        finishedAt: new Date(),
      })),
    );
    await prisma().comparison.create({
      data: { promptId: prompt.id, arena: true, generations: { create: pictures } },
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
    reveal {
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
  left: z.object({ url: z.string() }).default({ url: '' }),
  right: z.object({ url: z.string() }).default({ url: '' }),
  answers: z.array(z.object({ question: z.string(), outcome: z.string() })).default([]),
  reveal: z
    .object({
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

  async ask(name: string, document: string, variables: Record<string, unknown>): Promise<Shown> {
    const session = new VoterSession(this.cookie ?? null, 'test');
    const shape = answer(name);
    const result = await run(document, shape, variables, { session });
    if (session.setCookie) this.cookie = session.setCookie.split(';')[0];
    return shown.parse(result);
  }

  draw(except: readonly string[] = []): Promise<Shown> {
    return this.ask(
      'drawMatchup',
      `mutation ($except: [String!]) { drawMatchup(except: $except) { ${MATCHUP_FIELDS} ${FIELD} } }`,
      { except },
    );
  }

  vote(matchup: string, question: string, outcome: string, idempotencyKey: string = randomUUID()) {
    return this.ask(
      'vote',
      `mutation ($input: VoteInput!) { vote(input: $input) { ${MATCHUP_FIELDS} ${FIELD} } }`,
      { input: { matchup, question, outcome, idempotencyKey } },
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
}

/** Fills the arena with prompts of two categories, on which six voters answer in several ways; it is ranked. */
export async function fillWithVotes(): Promise<void> {
  await fillArena(10, 'COUNTING');
  await fillArena(4, 'COLOR');
  const outcomes = ['LEFT', 'RIGHT', 'TIE', 'LEFT', 'BOTH_BAD', 'RIGHT'];
  for (let voter = 0; voter < 6; voter += 1) {
    const visitor = new Visitor();
    for (let turn = 0; turn < 19; turn += 1) {
      await visitor.decide(at(outcomes, (voter + turn * 5) % outcomes.length));
    }
  }
  await refreshStandings();
}
