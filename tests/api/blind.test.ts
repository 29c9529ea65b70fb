import {
  getNamedType,
  isInterfaceType,
  isObjectType,
  isUnionType,
  type GraphQLNamedType,
} from 'graphql';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { schema } from '@/graphql/schema';
import { VoterSession } from '@/graphql/voter-session';
import { exportedVotes } from '@/lib/arena/exported-votes';
import { closeVoters } from '@/lib/arena/voters';
import { blobs } from '@/lib/store/blobs';
import { prisma } from '@/lib/store/database';
import { fillArena, Visitor } from '../support/arena';
import { findLeaks, type SeenMatchup, type SeenPicture } from '../support/blind';
import { startDatabase } from '../support/database';
import { run } from '../support/execute';
import { lookAtEverything, secretsOfPictures } from '../support/look';

let stop: () => Promise<void>;
let secrets: string[];
let seen: SeenMatchup[];

beforeAll(async () => {
  stop = await startDatabase();
  await fillArena(15);
  secrets = await secretsOfPictures();
  seen = await lookAtEverything(2);
});
afterAll(async () => {
  closeVoters();
  await stop();
});

test('nothing that reaches a voter before the answer tells who painted it', () => {
  expect(seen.length).toBe(2 * 15 * 3);
  expect(findLeaks(seen, secrets)).toEqual([]);
});

type Doctor = (picture: SeenPicture) => SeenPicture;

test.each<[string, Doctor]>([
  ['An address names what it must not.', (p) => ({ ...p, url: `/m/${p.model}.png` })],
  ['The addresses are not alike.', (p) => ({ ...p, url: `/m/${p.model.length}` })],
  ['A header names what it must not.', (p) => ({ ...p, headers: { ...p.headers, etag: p.model } })],
  [
    'The headers are not alike.',
    (p) => ({ ...p, headers: { ...p.headers, age: String(p.model.length) } }),
  ],
  [
    'A file names what it must not.',
    (p) => ({ ...p, bytes: Buffer.concat([p.bytes, Buffer.from(p.model)]) }),
  ],
  [
    'The sizes are not alike.',
    (p) => ({ ...p, bytes: Buffer.concat([p.bytes, Buffer.alloc(p.model.length)]) }),
  ],
  ['The timing tells.', (p) => ({ ...p, milliseconds: p.model.length })],
])('a leak put in on purpose is found: %s', (leak, doctor) => {
  const doctored = seen.map(({ json, left, right }) => ({
    json,
    left: doctor(left),
    right: doctor(right),
  }));
  expect(findLeaks(doctored, secrets)).toContain(leak);
});

test('a leak put in on purpose is found: a field, and sides that are not random', () => {
  const named = seen.map((matchup) => ({ ...matchup, json: `{"model":"${matchup.left.model}"}` }));
  expect(findLeaks(named, secrets)).toContain('The GraphQL answer names what it must not.');
  const sorted = seen.map((matchup) => {
    const [left, right] = [matchup.left, matchup.right].sort((a, b) =>
      a.model < b.model ? -1 : 1,
    );
    return { ...matchup, left: left ?? matchup.left, right: right ?? matchup.right };
  });
  expect(findLeaks(sorted, secrets)).toContain('The sides are not random.');
});

test('the files hold the same pixels as before, and nothing else', async () => {
  const token = seen[0]?.left.url.replace('/m/', '') ?? '';
  const row = await prisma().matchup.findUniqueOrThrow({
    where: { leftToken: token },
    include: { left: true },
  });
  const original = await blobs().get(row.left.imageSha256 ?? '');
  const file = seen[0]?.left.bytes ?? new Uint8Array();
  expect((await sharp(original).metadata()).comments).toHaveLength(1);
  const { comments, format, width } = await sharp(file).metadata();
  expect({ comments, format, width }).toEqual({ comments: undefined, format: 'png', width: 64 });
  const pixels = (png: Uint8Array | undefined) => sharp(png).removeAlpha().raw().toBuffer();
  expect(await pixels(file)).toEqual(await pixels(original));
});

/** `Type.field` of everything that can be asked of `type`, without entering `closed`. */
function reachable(type: GraphQLNamedType, closed: string, found = new Set<string>()): Set<string> {
  if (isUnionType(type)) for (const member of type.getTypes()) reachable(member, closed, found);
  if (!isObjectType(type) && !isInterfaceType(type)) return found;
  for (const field of Object.values(type.getFields())) {
    const name = `${type.name}.${field.name}`;
    if (found.has(name)) continue;
    found.add(name);
    if (name !== closed) reachable(getNamedType(field.type), closed, found);
  }
  return found;
}

test('before the answer a matchup has these fields and no others', () => {
  const matchup = schema.getType('Matchup');
  if (!matchup) throw new Error('There is no Matchup.');
  expect([...reachable(matchup, 'Matchup.reveal')].sort()).toEqual([
    'Answer.outcome',
    'Answer.question',
    'BlindPicture.url',
    'Matchup.answers',
    'Matchup.category',
    'Matchup.key',
    'Matchup.left',
    'Matchup.prompt',
    'Matchup.reveal',
    'Matchup.right',
    'Matchup.state',
  ]);
});

test('no list shows a picture that is voted on', async () => {
  const everything = await run(
    /* GraphQL */ `
      {
        generations(first: 100) {
          edges {
            node {
              key
            }
          }
        }
        comparisons(first: 100) {
          edges {
            node {
              key
            }
          }
        }
        prompts(first: 100) {
          edges {
            node {
              text
              comparisons {
                edges {
                  node {
                    key
                  }
                }
              }
              generations {
                edges {
                  node {
                    key
                  }
                }
              }
            }
          }
        }
      }
    `,
    z.object({
      prompts: z.object({ edges: z.array(z.unknown()).length(15) }),
      generations: z.object({ edges: z.array(z.unknown()).length(0) }),
      comparisons: z.object({ edges: z.array(z.unknown()).length(0) }),
    }),
  );
  const text = JSON.stringify(everything);
  expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
});

test('the exported votes name no painter before the last answer, unless a day has passed', async () => {
  const visitor = new Visitor();
  const { key } = await visitor.draw();
  await visitor.vote(key, 'ALIGNMENT', 'LEFT');
  const published = async () => {
    const found = [];
    for await (const vote of exportedVotes()) if (vote.matchup === key) found.push(vote.question);
    return found;
  };
  expect(await published()).toEqual([]);
  const createdAt = new Date(Date.now() - 25 * 3_600_000);
  await prisma().matchup.update({ where: { id: key }, data: { createdAt } });
  expect(await published()).toEqual(['ALIGNMENT']);
  expect((await visitor.vote(key, 'OVERALL', 'LEFT')).__typename).toBe('MatchupClosed');
});

test('a reveal leads to its two pictures and not to the others of their prompt', async () => {
  const visitor = new Visitor();
  // Both voters of before have judged everything; this one has not.
  const { reveal } = await visitor.decide('LEFT');
  const shape = z.object({
    generation: z.object({
      comparison: z.null(),
      prompt: z.object({ generations: z.object({ edges: z.array(z.unknown()).length(0) }) }),
    }),
  });
  await run(
    /* GraphQL */ `
      query ($key: String!) {
        generation(key: $key) {
          comparison {
            key
          }
          prompt {
            generations {
              edges {
                node {
                  key
                }
              }
            }
          }
        }
      }
    `,
    shape,
    { key: reveal?.left.key },
  );
});

test('the counts of a pair that is revealed say nothing of an answer that is not final', async () => {
  const visitor = new Visitor();
  const keys: string[] = [];
  for (let turn = 0; turn < 25; turn += 1) keys.push((await visitor.decide('TIE')).key);
  const session = () => new VoterSession(visitor.cookie ?? null, 'test');
  const counts = async () => {
    const shape = z.object({
      matchup: z.object({ reveal: z.object({ answers: z.record(z.string(), z.number()) }) }),
    });
    const query = `query ($key: String!) {
      matchup(key: $key) { reveal { answers { left right tie bothBad } } } }`;
    return Promise.all(keys.map((key) => run(query, shape, { key }, { session: session() })));
  };
  // Now and then the pair is a gold one, or of two models that never met before: its answer counts nowhere.
  let moved = 0;
  for (let turn = 0; turn < 8; turn += 1) {
    const before = await counts();
    const { key } = await visitor.draw();
    expect((await visitor.vote(key, 'ALIGNMENT', 'LEFT')).reveal).toBeNull();
    expect(await counts()).toEqual(before);
    await visitor.vote(key, 'OVERALL', 'LEFT');
    if (JSON.stringify(await counts()) !== JSON.stringify(before)) moved += 1;
  }
  expect(moved).toBeGreaterThan(0);
});
