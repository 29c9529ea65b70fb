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
import VerdictImage from '@/app/v/[key]/opengraph-image';
import { schema } from '@/graphql/schema';
import { encodeGlobalID } from '@pothos/plugin-relay';
import { proposeForVoting } from '@/lib/arena/enter';
import { exportedMatchups, exportedVotes } from '@/lib/arena/exported-votes';
import { refreshArenaPool } from '@/lib/arena/pool';
import { closeVoters } from '@/lib/arena/voters';
import { blobs } from '@/lib/store/blobs';
import { NotFound } from '@/lib/problems';
import { prisma } from '@/lib/store/database';
import { cancelGeneration } from '@/lib/studio/cancel';
import { requestReproduction } from '@/lib/studio/request-pictures';
import { fillArena, SET, Visitor } from '../support/arena';
import { findLeaks, type SeenMatchup, type SeenPicture } from '../support/blind';
import { startDatabase } from '../support/database';
import { run } from '../support/execute';
import { exportedLines } from '../support/exports';
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
  expect(seen.length).toBe(2 * 15 * SET);
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
    'Matchup.challenge',
    'Matchup.key',
    'Matchup.left',
    'Matchup.ofSameSet',
    'Matchup.prompt',
    'Matchup.reveal',
    'Matchup.right',
    'Matchup.state',
    'Matchup.untilRevealed',
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

/** Everything that an export says of a matchup. */
async function exported(key: string): Promise<string[]> {
  const found = [];
  for await (const vote of exportedVotes()) if (vote.matchup === key) found.push(vote.question);
  for await (const matchup of exportedMatchups()) if (matchup.id === key) found.push(matchup.state);
  return found;
}

test('the exports have a set’s votes, and who painted what, once it has left the arena', async () => {
  const visitor = new Visitor();
  const first = await visitor.decide('LEFT');
  // However long ago.
  const createdAt = new Date(Date.now() - 25 * 3_600_000);
  await prisma().matchup.update({ where: { id: first.key }, data: { createdAt } });
  const open = await visitor.draw();
  await visitor.vote(open.key, 'ALIGNMENT', 'LEFT');
  await visitor.skip(open.key);
  expect(await exported(first.key)).toEqual([]);
  expect(await exported(open.key)).toEqual([]);
  const set = { comparison: { matchups: { some: { id: first.key } } } };
  const pictures = await prisma().generation.findMany({ where: set });
  const tell = async () => {
    const datasets = ['votes', 'matchups', 'generations'];
    return (await Promise.all(datasets.map(exportedLines))).join('');
  };
  const secretsOfSet = pictures.flatMap(({ id, imageSha256 }) => [id, imageSha256 ?? '']);
  const before = await tell();
  expect(secretsOfSet.filter((secret) => before.includes(secret))).toEqual([]);
  for (let turn = 2; turn < SET; turn += 1) await visitor.decide('LEFT');
  refreshArenaPool();
  await new Visitor().decide('TIE');
  expect(await exported(first.key)).toEqual(['ALIGNMENT', 'OVERALL', 'DECIDED']);
  expect(await exported(open.key)).toEqual(['ALIGNMENT', 'SKIPPED']);
  const after = await tell();
  expect(secretsOfSet.filter((secret) => !after.includes(secret))).toEqual([]);
});

const PICTURE = /* GraphQL */ `
  query ($key: String!, $set: String!, $id: ID!, $setId: ID!) {
    generation(key: $key) {
      comparison {
        generations {
          key
        }
      }
    }
    comparison(key: $set) {
      key
    }
    node(id: $id) {
      id
    }
    set: node(id: $setId) {
      id
    }
  }
`;

test('who knows the id of a picture that is voted on has nothing by it', async () => {
  const visitor = new Visitor();
  const { key } = await visitor.draw();
  const { leftId: id, comparisonId: set } = await prisma().matchup.findUniqueOrThrow({
    where: { id: key },
  });
  const ids = { id: encodeGlobalID('Generation', id), setId: encodeGlobalID('Comparison', set) };
  const look = () => run(PICTURE, z.record(z.string(), z.unknown()), { key: id, set, ...ids });
  expect(await look()).toEqual({ generation: null, comparison: null, node: null, set: null });
  const asker = { id: () => Promise.resolve(null), network: undefined };
  await expect(requestReproduction(id, asker)).rejects.toThrow(NotFound);
  await expect(proposeForVoting(set, null)).rejects.toThrow(NotFound);
  await expect(cancelGeneration({ voterId: undefined, isCurator: true }, id)).rejects.toThrow(
    NotFound,
  );
  await visitor.vote(key, 'ALIGNMENT', 'LEFT');
  await visitor.vote(key, 'OVERALL', 'LEFT');
  const card = () => VerdictImage({ params: Promise.resolve({ key }) });
  expect((await card()).status).toBe(404);
  await visitor.decideSet('LEFT');
  expect((await card()).headers.get('content-type')).toBe('image/png');
  const shown = await look();
  expect(shown).toMatchObject({ node: { id: ids.id }, set: { id: ids.setId } });
  expect(JSON.stringify(shown['generation'])).toContain(id);
});

test('the counts of two models say nothing of an answer about pictures that are voted on', async () => {
  const visitor = new Visitor();
  const { key } = await visitor.decideSet('TIE');
  const counts = async () => {
    const shape = z.object({
      matchup: z.object({ reveal: z.object({ answers: z.record(z.string(), z.number()) }) }),
    });
    const query = `query ($key: String!) {
      matchup(key: $key) { reveal { answers { left right tie bothBad } } } }`;
    return run(query, shape, { key });
  };
  const before = await counts();
  let last = await visitor.decide('LEFT');
  for (; last.untilRevealed !== 1; last = await visitor.decide('LEFT')) {
    expect(await counts()).toEqual(before);
  }
});
