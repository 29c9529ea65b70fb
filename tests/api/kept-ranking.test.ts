import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { GET as frameOf } from '@/app/embed/r/[key]/route';
import { GET as oembed } from '@/app/oembed/route';
import SnapshotImage from '@/app/r/[key]/opengraph-image';
import { refreshStandings } from '@/lib/arena/standings';
import { closeVoters } from '@/lib/arena/voters';
import { prisma } from '@/lib/store/database';
import { fillArena, fillWithVotes, Visitor } from '../support/arena';
import { startDatabase } from '../support/database';
import { run } from '../support/execute';

// A frame says where it leads by the request's own name of us.
vi.mock('next/headers', () => ({
  headers: () => Promise.resolve(new Headers({ host: 'localhost' })),
}));

let stop: () => Promise<void>;
beforeAll(async () => {
  stop = await startDatabase();
  await fillWithVotes();
  // What is still to be judged, and published by the next vote.
  await fillArena(2, 'COUNTING', 1);
});
afterAll(async () => {
  closeVoters();
  await stop();
});

test('a ranking that is kept stays as it is, and keeping it again gives the same permalink', async () => {
  const keep = () =>
    run(
      'mutation { keepRanking(question: ALIGNMENT) { ... on RankingSnapshot { key votesSha256 } } }',
      z.object({ keepRanking: z.object({ key: z.string(), votesSha256: z.string() }) }),
    );
  const { key, votesSha256 } = (await keep()).keepRanking;
  expect((await keep()).keepRanking.key).toBe(key);
  const read = async () =>
    run(
      `query ($key: String!) { rankingSnapshot(key: $key) {
        votesSha256 category ranking { votes models { name rating low high } } } }`,
      z.object({
        rankingSnapshot: z.looseObject({ ranking: z.looseObject({ votes: z.number() }) }),
      }),
      { key },
    );
  const params = Promise.resolve({ key });
  const shared = async () => {
    const frame = await frameOf(new Request(`http://localhost/embed/r/${key}`), { params });
    const card = await SnapshotImage({ params });
    return [await frame.text(), Buffer.from(await card.arrayBuffer()).toString('base64')];
  };
  const [before, sharedBefore] = [await read(), await shared()];
  expect(sharedBefore[0]).toContain(`http://localhost/r/${key}`);
  expect(sharedBefore[0]).toMatch(/<th scope="row">ELLA<\/th><td>\d+ \(\d+ to \d+\)<\/td>/);
  expect(before.rankingSnapshot).toMatchObject({ votesSha256, category: null });
  await new Visitor().decide('LEFT');
  await refreshStandings();
  expect(await read()).toEqual(before);
  expect(await shared()).toEqual(sharedBefore);
  expect((await keep()).keepRanking.key).not.toBe(key);
  const none = await run(
    'mutation { keepRanking(question: ALIGNMENT, category: ACTION) { __typename } }',
    z.object({ keepRanking: z.object({ __typename: z.string() }) }),
  );
  expect(none.keepRanking.__typename).toBe('NotFound');
});

test('what can be framed has an oEmbed answer, as wide as it may be', async () => {
  const { id: key } = await prisma().rankingSnapshot.findFirstOrThrow();
  const answered = async (at: string, more = '') => {
    const url = encodeURIComponent(`http://localhost${at}`);
    const response = await oembed(new Request(`http://localhost/oembed?url=${url}${more}`));
    const shape = z.object({ type: z.string(), html: z.string(), width: z.number() });
    return shape.parse(await response.json());
  };
  const kept = await answered(`/r/${key}`);
  expect(kept).toMatchObject({ type: 'rich', width: 640 });
  expect(kept.html).toContain(`<iframe src="http://localhost/embed/r/${key}"`);
  const results = await answered('/results?category=COLOR', '&maxwidth=300');
  expect(results).toMatchObject({ type: 'rich', width: 300 });
  expect(results.html).toContain('src="http://localhost/embed/scoreboard"');
  expect(results.html).toContain('width="300"');
  const { id } = await prisma().comparison.findFirstOrThrow({ where: { arena: 'LEFT' } });
  expect((await answered(`/c/${id}`)).html).toContain(`/embed/c/${id}"`);
});

test('a ranking that was kept before there was a prior claims none', async () => {
  const kept = await prisma().rankingSnapshot.findFirstOrThrow();
  const shape = z.object({
    rankingSnapshot: z.object({
      ranking: z.object({ prior: z.object({ strength: z.number() }).nullable() }),
    }),
  });
  const read = async () =>
    (
      await run(
        'query ($key: String!) { rankingSnapshot(key: $key) { ranking { prior { strength } } } }',
        shape,
        { key: kept.id },
      )
    ).rankingSnapshot.ranking.prior;
  expect(await read()).toEqual({ strength: 1.5 });
  await prisma()
    .$executeRaw`UPDATE "RankingSnapshot" SET ranking = ranking - 'counts' WHERE id = ${kept.id}`;
  expect(await read()).toBeNull();
});
