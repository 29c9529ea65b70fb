import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { prisma } from '@/lib/store/database';
import { forgetVoter } from '@/lib/yours/forget';
import type { Issuer } from '../support/issuer';
import {
  ANSWER,
  Browser,
  draw,
  isVerified,
  problem,
  voterOf,
  startSignIn,
  type SignInArena,
} from '../support/sign-in';

let arena: SignInArena;
let issuer: Issuer;
beforeAll(async () => {
  arena = await startSignIn();
  ({ issuer } = arena);
});
afterAll(() => arena.stop());
beforeEach(() => issuer.tellTheTruth());

describe('while the issuer', () => {
  test('is not there, a sentence says so, and nobody waits', async () => {
    const response = await new Browser(issuer).send();
    expect(response.headers.get('location')).toBe(problem('unreachable'));
  });

  test('does not answer, nobody waits for longer than its deadline', async () => {
    issuer.isSilent = true;
    await issuer.start();
    const begun = Date.now();
    const response = await new Browser(issuer).send();
    expect(response.headers.get('location')).toBe(problem('unreachable'));
    expect(Date.now() - begun).toBeLessThan(12_000);
    issuer.isSilent = false;
  });
});

test('whoever signs in is a verified voter of whom a keyed hash and the time are kept', async () => {
  const browser = new Browser(issuer);
  await draw(browser);
  const before = await voterOf(browser);
  expect((await isVerified(browser)).data.signIn.isVerified).toBe(false);
  expect(await browser.signIn()).toBe('/vote');
  expect(await voterOf(browser)).toBe(before);
  expect((await isVerified(browser)).data.signIn.isVerified).toBe(true);
  const voter = await prisma().voter.findUniqueOrThrow({ where: { id: before ?? '' } });
  expect(voter.subjectHash).toMatch(/^[\w-]{22}$/);
  expect(Math.abs((voter.verifiedAt?.getTime() ?? 0) - Date.now())).toBeLessThan(60_000);
  expect(browser.cookies.has('sarovar-sign-in')).toBe(false);
});

test('the issuer is asked for a code alone, with PKCE, state and nonce, and for nothing about the person', async () => {
  const { searchParams } = await new Browser(issuer).begin();
  for (const name of ['state', 'nonce', 'code_challenge']) {
    expect(searchParams.get(name)).toMatch(/^[\w-]{43}$/);
    searchParams.delete(name);
  }
  expect(Object.fromEntries(searchParams)).toEqual({
    response_type: 'code',
    client_id: 'sarovar',
    redirect_uri: ANSWER,
    scope: 'openid groups',
    code_challenge_method: 'S256',
  });
});

test('what leads to the issuer is no redirect of a form, and shows its name as text', async () => {
  const response = await new Browser(issuer).send();
  expect(response.status).toBe(200);
  expect(await response.text()).toContain('>The Lake &amp; Co</a>');
  const [cookie = ''] = response.headers.getSetCookie();
  expect(cookie).toMatch(/HttpOnly/);
  expect(cookie).toMatch(/SameSite=Lax/);
  expect(cookie).toMatch(/Max-Age=600/);
});

test('one account is one voter, on each device; what a device’s voter answered before stays theirs', async () => {
  issuer.account = 'two devices';
  const [phone, desk] = [new Browser(issuer), new Browser(issuer)];
  await phone.signIn();
  await draw(desk);
  const anonymous = await voterOf(desk);
  await desk.signIn();
  expect(await voterOf(desk)).toBe(await voterOf(phone));
  const kept = await prisma().voter.findUniqueOrThrow({ where: { id: anonymous ?? '' } });
  expect(kept.verifiedAt).toBeNull();
  expect(await prisma().matchup.count({ where: { voterId: kept.id } })).toBe(1);
});

test('another account in the same browser is another voter', async () => {
  const browser = new Browser(issuer);
  issuer.account = 'first';
  await browser.signIn();
  const first = await voterOf(browser);
  issuer.account = 'second';
  await browser.signIn();
  expect(await voterOf(browser)).not.toBe(first);
  expect(
    await prisma().voter.count({ where: { id: first ?? '', NOT: { verifiedAt: null } } }),
  ).toBe(1);
});

test('an account that signs in for the first time on ten devices at once is one voter', async () => {
  issuer.account = 'everywhere';
  const before = await prisma().voter.count({ where: { NOT: { verifiedAt: null } } });
  const browsers = Array.from({ length: 10 }, () => new Browser(issuer));
  await Promise.all(browsers.map((browser) => browser.signIn()));
  const voters = new Set(await Promise.all(browsers.map(voterOf)));
  expect(voters.size).toBe(1);
  const after = await prisma().voter.count({ where: { NOT: { verifiedAt: null } } });
  expect(after - before).toBe(1);
});

test('being forgotten deletes the hash, so that kept votes are not verified ones', async () => {
  issuer.account = 'forgets';
  const browser = new Browser(issuer);
  await browser.signIn();
  const id = (await voterOf(browser)) ?? '';
  const { subjectHash } = await prisma().voter.findUniqueOrThrow({ where: { id } });
  await forgetVoter(id);
  expect(await prisma().voter.count({ where: { subjectHash } })).toBe(0);
  await browser.signIn();
  expect(await voterOf(browser)).not.toBe(id);
});

test('signing out makes the browser nobody’s; who has not signed in stays who they are', async () => {
  const browser = new Browser(issuer);
  await draw(browser);
  await browser.signOut();
  expect(browser.cookies.has('sarovar-voter')).toBe(true);
  await browser.signIn();
  await browser.signOut();
  expect(browser.cookies.has('sarovar-voter')).toBe(false);
});

test('whoever is banned stays so when they sign in again', async () => {
  issuer.account = 'banned';
  const browser = new Browser(issuer);
  await browser.signIn();
  const id = (await voterOf(browser)) ?? '';
  await prisma().voter.update({ where: { id }, data: { bannedAt: new Date() } });
  expect(await browser.signIn()).toBe('/vote');
  expect(await voterOf(browser)).toBe(id);
  const other = new Browser(issuer);
  await draw(other);
  const anonymous = (await voterOf(other)) ?? '';
  await prisma().voter.update({ where: { id: anonymous }, data: { bannedAt: new Date() } });
  issuer.account = 'fresh';
  expect(await other.signIn()).toBe(problem('banned'));
});

test('while the issuer is away, whoever comes back is told so', async () => {
  const browser = new Browser(issuer);
  const answer = await issuer.visit((await browser.begin()).href);
  await issuer.stop();
  expect((await browser.comeBack(answer)).headers.get('location')).toBe(problem('unreachable'));
  await issuer.start();
});
