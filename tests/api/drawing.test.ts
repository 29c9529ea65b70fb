import { afterAll, beforeAll, expect, test } from 'vitest';
import { drawMatchup } from '@/lib/arena/draw';
import { refreshArenaPool } from '@/lib/arena/pool';
import { closeVoters, createVoter } from '@/lib/arena/voters';
import { moderate } from '@/lib/moderation/moderate';
import { prisma } from '@/lib/store/database';
import type { Category } from '@/lib/store/generated/client';
import { fillArena, Visitor } from '../support/arena';
import { startDatabase } from '../support/database';

/** Prompts with no word in common, so that a picture of one is wrong for every other. */
const TEXTS = ['two purple foxes', 'seven hats', 'one boat', 'five stars', 'three lamps'];

let stop: () => Promise<void>;
beforeAll(async () => {
  stop = await startDatabase();
  await fillArena(TEXTS.length, 'COLOR');
  const prompts = await prisma().prompt.findMany({ orderBy: { id: 'asc' } });
  for (const [i, text] of TEXTS.entries()) {
    const id = prompts[i]?.id ?? '';
    await prisma().prompt.update({ where: { id }, data: { text, normalizedText: text } });
  }
  await scoreAll(prompts[0]?.id ?? '', 1);
  await scoreAll(prompts[1]?.id ?? '', 0.5);
  refreshArenaPool();
});
afterAll(async () => {
  closeVoters();
  await stop();
});

/** Gives every picture of a prompt an automatic score. */
async function scoreAll(promptId: string, score: number): Promise<void> {
  const { id: baseId } = await prisma().base.findFirstOrThrow();
  const scorer = { baseId, name: 'scorer', sha256: `${score}` };
  const { id: scorerId } = await prisma().scorer.create({ data: scorer });
  const pictures = await prisma().generation.findMany({ where: { promptId } });
  await prisma().automaticScore.createMany({
    data: pictures.map(({ id: generationId }) => ({ generationId, scorerId, score, facts: [] })),
  });
}

/** What `voterId` is shown next; undefined when there is nothing. */
async function draw(voterId: string, category?: Category) {
  const id = await drawMatchup({ voterId, category, except: [] });
  return id === undefined
    ? undefined
    : prisma().matchup.findUniqueOrThrow({
        where: { id },
        include: { left: true, right: true, prompt: true },
      });
}

// Whether one is due is drawn anew each time: so many draws without one are less likely than 1e-8.
const MOST_DRAWS = { gold: 1500 };

/** All that a voter can be shown of these prompts, and more. */
const ALL_PAIRS = 20;

test('gold pairs are drawn: a right picture, on the side that is noted, and one of another prompt', async () => {
  const sides = new Set<string>();
  let draws = 0;
  while (sides.size < 2) {
    expect((draws += 1)).toBeLessThan(MOST_DRAWS.gold);
    const shown = await draw(await createVoter(1));
    if (shown?.kind !== 'GOLD') continue;
    const { gold, left, right, prompt, propensity } = shown;
    const [good, bad] = gold === 'LEFT' ? [left, right] : [right, left];
    expect(prompt.text).toBe(TEXTS[0]);
    expect(good.promptId).toBe(prompt.id);
    expect(bad.promptId).not.toBe(prompt.id);
    expect(propensity).toBeNull();
    sides.add(gold ?? '');
  }
});

test('a pair is repeated, once and after ten others, to whoever decided it', async () => {
  const voterId = await createVoter(1);
  const order: string[] = [];
  const repeats: string[] = [];
  for (let draws = 0; draws < ALL_PAIRS; draws += 1) {
    const shown = await draw(voterId);
    if (!shown) continue;
    const { id, kind, repeatsId, leftId, rightId } = shown;
    // One in twenty is to be repeated; here every fourth is.
    const toRepeat = kind === 'SAMPLED' && order.length % 4 === 0;
    await prisma().matchup.update({
      where: { id },
      data: { state: 'DECIDED', closedAt: new Date(1e12 + order.length), toRepeat },
    });
    if (kind === 'SAMPLED') order.push(id);
    if (kind !== 'REPEATED') continue;
    expect(order.slice(0, -10)).toContain(repeatsId);
    const first = await prisma().matchup.findUniqueOrThrow({ where: { id: repeatsId ?? '' } });
    expect([leftId, rightId].sort()).toEqual([first.leftId, first.rightId].sort());
    repeats.push(first.id);
  }
  // A gold pair among them leaves too few others for the second one.
  expect([order[0], order[4]].slice(0, repeats.length)).toEqual(repeats);
  expect(repeats.length).toBeGreaterThan(0);
});

test('voters with standing hide the picture that they report until a curator decides; throw-away ones never', async () => {
  const category = 'SPATIAL';
  await prisma().comparison.updateMany({ data: { arena: 'LEFT' } });
  await fillArena(1, category, 1_000_000);
  await fillArena(95, 'ACTION', 1);
  const pictures = await prisma().generation.findMany({ where: { prompt: { category } } });
  const all = pictures.map(({ id }) => id).sort();
  const [hidden = '', a = '', b = '', c = ''] = all;
  /** Somebody who has judged so many pairs. */
  const somebody = async (judged: number) => {
    const visitor = new Visitor();
    for (let turn = 0; turn < judged; turn += 1) await visitor.decide('TIE');
    return visitor;
  };
  /** Shows a visitor two certain pictures, one of which they report. */
  const report = async (visitor: Visitor, leftId: string, rightId: string, side: string) => {
    const { key: matchup } = await visitor.draw();
    await prisma().matchup.update({ where: { id: matchup }, data: { leftId, rightId } });
    const { __typename } = await visitor.report(matchup, side);
    expect(__typename).toBe('MutationReportPictureSuccess');
    await visitor.skip(matchup);
  };
  /** Which pictures new voters are shown until none is left for them. */
  const shown = async () => {
    refreshArenaPool();
    const seen = new Set<string>();
    for (let voter = 0; voter < 12; voter += 1) {
      const voterId = await createVoter(1);
      for (let next = await draw(voterId, category); next; next = await draw(voterId, category)) {
        if (next.kind === 'SAMPLED') for (const id of [next.leftId, next.rightId]) seen.add(id);
        await prisma().matchup.update({ where: { id: next.id }, data: { state: 'SKIPPED' } });
      }
    }
    return [...seen].sort();
  };
  expect(await shown()).toEqual(all);
  for (let i = 0; i < 5; i += 1) await report(new Visitor(), hidden, a, 'LEFT');
  const often = await somebody(24);
  await report(often, hidden, a, 'LEFT');
  await report(often, hidden, b, 'LEFT');
  const second = await somebody(24);
  await report(second, b, hidden, 'RIGHT');
  await report(await somebody(6), a, hidden, 'RIGHT');
  expect(await shown()).toEqual(all);
  const third = await somebody(24);
  const standing = [often, second, third];
  await report(third, hidden, c, 'LEFT');
  const [of] = pictures.filter(({ id }) => id === hidden);
  const others = pictures.filter(({ seed }) => seed !== of?.seed).map(({ id }) => id);
  // Nor what it would be compared with.
  expect(await shown()).toEqual(others.sort());
  await moderate({ subject: 'PICTURE', id: hidden }, 'VISIBLE', 'it is fine', 'token');
  expect(await shown()).toEqual(all);
  // Said again it is for the curator's list.
  for (const again of standing) await report(again, hidden, c, 'LEFT');
  expect(await prisma().report.count({ where: { settledAt: null, times: 2 } })).toBe(3);
  expect(await shown()).toEqual(all);
});
