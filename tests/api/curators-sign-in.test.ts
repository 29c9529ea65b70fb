import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { prisma } from '@/lib/store/database';
import { HttpClient } from '../support/http';
import type { Issuer } from '../support/issuer';
import { Browser, problem, SITE, startSignIn, type SignInArena } from '../support/sign-in';

let arena: SignInArena;
let issuer: Issuer;
beforeAll(async () => {
  arena = await startSignIn();
  ({ issuer } = arena);
  await issuer.start();
});
afterAll(() => arena.stop());
beforeEach(() => issuer.tellTheTruth());

describe('curators', () => {
  const BAN = /* GraphQL */ `
    mutation ($voter: String!) {
      reply: ban(voter: $voter, reason: "sells votes") {
        __typename
      }
    }
  `;
  const banned = z.object({ data: z.object({ reply: z.object({ __typename: z.string() }) }) });
  async function ban(headers: Readonly<Record<string, string>>): Promise<string> {
    const { id: voter } = await prisma().voter.create({ data: {} });
    const answer = await new HttpClient({ host: 'localhost', ...headers }).ask(BAN, banned, {
      voter,
    });
    return answer.data.reply.__typename;
  }
  async function curator(account: string): Promise<Browser> {
    issuer.account = account;
    issuer.groups = ['everybody', 'sarovar-curators'];
    const browser = new Browser(issuer);
    expect(await browser.signIn('curate')).toBe('/curate');
    return browser;
  }

  test('decide once they have signed in, each under a name of their own that only curators see', async () => {
    const [one, other] = [await curator('carol'), await curator('dave')];
    expect(await ban({ cookie: one.cookie, origin: SITE })).toBe('MutationBanSuccess');
    expect(await ban({ cookie: other.cookie, origin: SITE })).toBe('MutationBanSuccess');
    expect(await ban({ cookie: (await curator('carol')).cookie })).toBe('MutationBanSuccess');
    const rows = await prisma().decision.findMany({ orderBy: { id: 'asc' } });
    const [first, second, third] = rows.map(({ curator: name }) => name);
    expect(first).toMatch(/^curator-[\w-]{12}$/);
    expect(third).toBe(first);
    expect(second).not.toBe(first);
    const log = z.object({
      data: z.object({
        decisions: z.object({
          edges: z.array(z.object({ node: z.object({ curator: z.string().nullable() }) })),
        }),
      }),
    });
    const read = async (headers: Readonly<Record<string, string>>) => {
      const query = '{ decisions(first: 10) { edges { node { curator reason } } } }';
      const { edges } = (await new HttpClient(headers).ask(query, log)).data.decisions;
      return edges.map(({ node }) => node.curator);
    };
    expect(await read({ cookie: one.cookie })).toEqual([third, second, first]);
    expect(await read({})).toEqual([null, null, null]);
    expect(JSON.stringify(rows)).not.toMatch(/carol|dave/);
  });

  test('are not those of whom the issuer does not say so; signing in to vote makes none, and curating no voter', async () => {
    for (const groups of [[], ['sarovar-curators-not'], ['Sarovar-Curators']]) {
      issuer.groups = groups;
      const browser = new Browser(issuer);
      expect(await browser.signIn('curate')).toBe(problem('no-curator'));
      expect(await ban({ cookie: browser.cookie, origin: SITE })).toBe('NotCurator');
    }
    issuer.groups = ['sarovar-curators'];
    const voter = new Browser(issuer);
    await voter.signIn('vote');
    expect(await ban({ cookie: voter.cookie, origin: SITE })).toBe('NotCurator');
    expect((await curator('erin')).cookies.has('sarovar-voter')).toBe(false);
  });

  test('do nothing by another site’s page, which a browser sends with their cookie', async () => {
    const browser = await curator('carol');
    const { id: voter } = await prisma().voter.create({ data: {} });
    for (const origin of ['https://elsewhere.example', 'null']) {
      const client = new HttpClient({ host: 'localhost', cookie: browser.cookie, origin });
      const refused = z.object({ errors: z.array(z.object({ message: z.string() })) });
      await client.ask(BAN, refused, { voter });
      // A word of authority that is none lets a program in, and no curator.
      expect(await ban({ cookie: browser.cookie, origin, authorization: 'Bearer x' })).toBe(
        'NotCurator',
      );
    }
    expect((await prisma().voter.findUniqueOrThrow({ where: { id: voter } })).bannedAt).toBeNull();
  });

  test('sign in again after eight hours, and after signing out', async () => {
    const browser = await curator('carol');
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + (8 * 3600 + 1) * 1000 });
    try {
      expect(await ban({ cookie: browser.cookie, origin: SITE })).toBe('NotCurator');
    } finally {
      vi.useRealTimers();
    }
    expect(await ban({ cookie: browser.cookie, origin: SITE })).toBe('MutationBanSuccess');
    await browser.signOut('curate');
    expect(await ban({ cookie: browser.cookie, origin: SITE })).toBe('NotCurator');
  });

  test('have a session that pages of other sites do not send, and scripts do not read', async () => {
    issuer.groups = ['sarovar-curators'];
    const browser = new Browser(issuer);
    const answer = await issuer.visit((await browser.begin('curate')).href);
    const set = (await browser.comeBack(answer)).headers.getSetCookie();
    const cookie = set.find((one) => one.startsWith('sarovar-curator=')) ?? '';
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Strict/);
    expect(cookie).toMatch(/Max-Age=28800/);
  });

  test('a session cannot be made of another cookie of ours', async () => {
    const browser = await curator('carol');
    await browser.begin('curate');
    const flow = browser.cookies.get('sarovar-sign-in') ?? '';
    expect(await ban({ cookie: `sarovar-curator=${flow}`, origin: SITE })).toBe('NotCurator');
  });
});
