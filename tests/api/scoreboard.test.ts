import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { at } from '@/lib/at';
import { closeVoters } from '@/lib/arena/voters';
import { refreshStandings } from '@/lib/arena/standings';
import { registerModels } from '@/lib/models/register';
import { prisma } from '@/lib/store/database';
import { GET as framed } from '@/app/embed/scoreboard/route';
import { fillWithVotes } from '../support/arena';
import { startDatabase } from '../support/database';
import { run } from '../support/execute';
import { exportedVoteList } from '../support/standings';

// A frame says where it leads by the request's own name of us.
vi.mock('next/headers', () => ({
  headers: () => Promise.resolve(new Headers({ host: 'localhost' })),
}));

let stop: () => Promise<void>;
beforeAll(async () => {
  stop = await startDatabase();
  await registerModels('models');
});
afterAll(async () => {
  closeVoters();
  await stop();
});

const boardShape = z.object({
  scoreboard: z.object({
    votes: z.number(),
    voters: z.number(),
    undecided: z.number().nullable(),
    rows: z.array(
      z.object({
        model: z.object({ name: z.string(), method: z.string() }),
        cells: z.array(
          z.object({
            category: z.string().nullable(),
            share: z.number().nullable(),
            low: z.number().nullable(),
            high: z.number().nullable(),
            decisive: z.number(),
            voters: z.number(),
            detected: z.object({ value: z.number(), prompts: z.number() }).nullable(),
          }),
        ),
      }),
    ),
  }),
});

const board = async () =>
  (
    await run(
      `{ scoreboard { votes voters undecided rows { model { name method } cells {
        category share low high decisive voters detected { value prompts } } } } }`,
      boardShape,
    )
  ).scoreboard;

test('before any vote there is one row a method, with what the detector says', async () => {
  const { rows, votes, undecided } = await board();
  expect(rows.map(({ model }) => model.method)).toEqual(['VANILLA', 'SUR', 'ELLA']);
  // The longest training stands for SUR, and no control for ELLA.
  expect(rows.map(({ model }) => model.name)).toEqual(['vanilla', 'sur-cosine-4000', 'ella']);
  expect([votes, undecided]).toEqual([0, null]);
  for (const { cells } of rows) {
    expect(cells[0]?.category).toBeNull();
    for (const cell of cells) {
      expect([cell.share, cell.decisive]).toEqual([null, 0]);
      expect(cell.detected?.value).toBeGreaterThan(0);
      expect(cell.detected?.prompts).toBeGreaterThan(10);
    }
  }
});

test('with votes a cell is the share of the decisive ones that a method won, as the export has it', async () => {
  await fillWithVotes();
  const cast = (await exportedVoteList())
    .map(({ vote }) => vote)
    .filter((vote) => vote.kind === 'SAMPLED' && vote.question === 'ALIGNMENT' && !vote.held);
  const { rows, votes, voters } = await board();
  expect(votes).toBe(cast.length);
  expect(voters).toBe(6);
  for (const { model, cells } of rows) {
    for (const { category, share, low, high, decisive } of cells) {
      const own = cast.filter(
        (vote) =>
          (category === null || vote.category === category) &&
          (vote.outcome === 'FIRST' || vote.outcome === 'SECOND') &&
          [vote.first, vote.second].some((label) => label.startsWith(`${model.name}@`)),
      );
      const won = own.filter((vote) =>
        (vote.outcome === 'FIRST' ? vote.first : vote.second).startsWith(`${model.name}@`),
      );
      expect(decisive).toBe(own.length);
      if (share === null) continue;
      expect(share).toBeCloseTo(won.length / own.length, 9);
      expect(low).toBeLessThan(share);
      expect(high).toBeGreaterThan(share);
    }
  }
  const shown = rows.flatMap(({ cells }) => cells).filter(({ share }) => share !== null);
  expect(shown.length).toBeGreaterThanOrEqual(rows.length);
});

test('below the threshold there is no share, but how many votes there are', async () => {
  // All but one voter take their votes back.
  const matchups = await prisma().matchup.findMany({ select: { voterId: true } });
  const ids = [...new Set(matchups.map(({ voterId }) => voterId))].slice(1);
  await prisma().vote.updateMany({
    where: { matchup: { voterId: { in: ids } } },
    data: { withdrawnAt: new Date() },
  });
  await prisma().standings.updateMany({ data: { mark: 'before' } });
  await refreshStandings();
  const { rows } = await board();
  const all = rows.map(({ cells }) => at(cells, 0));
  expect(all.map(({ share }) => share)).toEqual([null, null, null]);
  expect(all.some(({ decisive }) => decisive > 0)).toBe(true);
});

test('it stands in a frame of other pages, as one link without scripts', async () => {
  const response = await framed(new Request('http://localhost/embed/scoreboard'));
  expect(response.headers.get('content-type')).toContain('text/html');
  const html = await response.text();
  expect(html).toMatch(/<th scope="row">Vanilla \(CLIP\)<\/th><td>/);
  expect(html).toContain('by detector');
  expect(html).toContain('http://localhost/results');
  expect(html).not.toContain('<script');
});

test('the frame speaks the language of the browser that shows it', async () => {
  const headers = { 'accept-language': 'es-AR,en;q=0.5' };
  const response = await framed(new Request('http://localhost/embed/scoreboard', { headers }));
  expect(response.headers.get('vary')).toBe('accept-language');
  const html = await response.text();
  expect(html).toContain('<html lang="es">');
  expect(html).toContain('<title>Quién sigue la frase · Sarovar</title>');
  expect(html).toContain('según el detector');
  expect(html).not.toContain('by detector');
});
