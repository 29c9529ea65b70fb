import { afterAll, beforeAll, expect, test } from 'vitest';
import { publicVoter } from '@/lib/arena/names';
import { liftQuarantine } from '@/lib/arena/quarantine';
import { leaveArena } from '@/lib/arena/rotation';
import { refreshStandings } from '@/lib/arena/standings';
import { verify } from '@/lib/arena/verified-voters';
import { closeVoters } from '@/lib/arena/voters';
import { forgetVoter } from '@/lib/yours/forget';
import { prisma } from '@/lib/store/database';
import { fillArena } from '../support/arena';
import { startDatabase } from '../support/database';
import {
  judgeable,
  leaderboardText,
  recomputed,
  setAside,
  somebody,
  type Somebody,
} from '../support/standings';

let stop: () => Promise<void>;
beforeAll(async () => {
  stop = await startDatabase();
  // What is decided is published at once.
  await fillArena(90, 'COUNTING', 1);
  await fillArena(90, 'COLOR', 1);
  await somebody('RIGHT', 'TIE', 'LEFT');
});
afterAll(async () => {
  closeVoters();
  await stop();
});

/** Answers the first question of a matchup, which stays open. */
async function halfAnswer({ visitor }: Somebody): Promise<string> {
  const { key } = await visitor.draw();
  await visitor.vote(key, 'ALIGNMENT', 'LEFT');
  return key;
}

interface Change {
  /** What comes before, and is in the rankings already. */
  readonly given?: (who: Somebody) => Promise<unknown>;
  readonly change: (who: Somebody) => Promise<unknown>;
}

/** What changes the votes that count, of somebody who has decided matchups a moment ago. */
const CHANGES: Readonly<Record<string, Change>> = {
  'a vote is cast': { change: ({ visitor }) => visitor.decide('RIGHT') },
  'a voter is set aside': { change: ({ id }) => setAside(id) },
  'a voter signs in': { change: ({ id }) => verify(id, `the account of ${id}`) },
  'a voter who was set aside is let back': {
    given: ({ id }) => setAside(id),
    change: ({ id }) => liftQuarantine(publicVoter(id), 'an honest one'),
  },
  'the set of a half answered matchup leaves the arena': {
    given: halfAnswer,
    change: async ({ visitor }) => {
      const { key: id } = await visitor.draw();
      await visitor.skip(id);
      const where = { matchups: { some: { id } } };
      await prisma().comparison.updateMany({ where, data: { judgements: 0 } });
      await leaveArena();
    },
  },
  'a voter is forgotten': {
    // Whose votes are not the newest.
    given: () => judgeable('TIE'),
    change: ({ id }) => forgetVoter(id),
  },
  'one votes and another one is forgotten': {
    change: async ({ id }) => {
      await somebody('RIGHT', 'RIGHT', 'TIE');
      await forgetVoter(id);
    },
  },
};

/** All that is stored; a gold or a repeated pair changes nothing but the reliability. */
async function stored() {
  const { reliability } = await prisma().standings.findFirstOrThrow();
  return { reliability, rankings: await prisma().storedRanking.findMany() };
}

test.each(Object.entries(CHANGES))(
  'when %s, all rankings are those of the votes as they are then',
  async (_what, { given, change }) => {
    const who = await judgeable('LEFT', 'TIE', 'LEFT');
    await given?.(who);
    await refreshStandings();
    expect(await leaderboardText()).toBe(await recomputed());
    const before = await stored();
    await change(who);
    expect((await refreshStandings()).changed).toBe(true);
    expect(await leaderboardText()).toBe(await recomputed());
    expect(await stored()).not.toEqual(before);
    expect((await refreshStandings()).changed).toBe(false);
  },
);

test('a slice whose votes are gone has no ranking any more', async () => {
  await prisma().prompt.updateMany({ where: { category: 'COLOR' }, data: { category: 'OTHER' } });
  await somebody('LEFT');
  await refreshStandings();
  const slices = (await prisma().storedRanking.findMany()).map(({ slice }) => slice).join();
  expect(slices).toContain('OTHER');
  expect(slices).not.toContain('COLOR');
  expect(await leaderboardText()).toBe(await recomputed());
});
