import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { Issuer } from '../support/issuer';
import { ANSWER, Browser, problem, startSignIn, type SignInArena } from '../support/sign-in';

let arena: SignInArena;
let issuer: Issuer;
beforeAll(async () => {
  arena = await startSignIn();
  ({ issuer } = arena);
  await issuer.start();
});
afterAll(() => arena.stop());
beforeEach(() => issuer.tellTheTruth());

describe('nobody is signed in by', () => {
  /** Where somebody comes back with, having been led away. */
  async function answered(browser: Browser, change: (url: URL) => void = () => undefined) {
    const url = await browser.begin();
    change(url);
    return issuer.visit(url.href);
  }
  async function refused(browser: Browser, answer: URL, why: string) {
    const before = browser.cookies.get('sarovar-voter');
    expect((await browser.comeBack(answer)).headers.get('location')).toBe(problem(why));
    expect(browser.cookies.get('sarovar-voter')).toBe(before);
  }

  test('an answer that was used', async () => {
    const browser = new Browser(issuer);
    const answer = await answered(browser);
    const flow = browser.cookies.get('sarovar-sign-in') ?? '';
    expect((await browser.comeBack(answer)).headers.get('location')).toBe('/vote');
    await refused(browser, answer, 'stale');
    // Whoever has kept the cookie, too.
    browser.cookies.set('sarovar-sign-in', flow);
    const { exchanges } = issuer;
    await refused(browser, answer, 'stale');
    expect(issuer.exchanges).toBe(exchanges);
  });

  test('an altered state; the right one still works', async () => {
    const browser = new Browser(issuer);
    const answer = await answered(browser);
    const altered = new URL(answer);
    altered.searchParams.set('state', 'another');
    await refused(browser, altered, 'stale');
    altered.searchParams.delete('state');
    await refused(browser, altered, 'stale');
    expect((await browser.comeBack(answer)).headers.get('location')).toBe('/vote');
  });

  test('the answer to somebody else: a link that an attacker sends', async () => {
    const attacker = new Browser(issuer);
    const answer = await answered(attacker);
    const victim = new Browser(issuer);
    await refused(victim, answer, 'stale');
    await answered(victim);
    await refused(victim, answer, 'stale');
  });

  test('a code of somebody else under one’s own state', async () => {
    const attacker = new Browser(issuer);
    const code = (await answered(attacker)).searchParams.get('code') ?? '';
    const victim = new Browser(issuer);
    const answer = await answered(victim);
    answer.searchParams.set('code', code);
    await refused(victim, answer, 'refused');
  });

  test('a code that was used already', async () => {
    const one = new Browser(issuer);
    const answer = await answered(one);
    await one.comeBack(answer);
    const again = await answered(one);
    again.searchParams.set('code', answer.searchParams.get('code') ?? '');
    await refused(one, again, 'refused');
  });

  test('an ID token without the nonce', async () => {
    const browser = new Browser(issuer);
    const answer = await answered(browser, (url) => url.searchParams.delete('nonce'));
    await refused(browser, answer, 'refused');
  });

  test('a code without its PKCE verifier', async () => {
    const browser = new Browser(issuer);
    const answer = await answered(browser, (url) =>
      url.searchParams.set('code_challenge', 'x'.repeat(43)),
    );
    await refused(browser, answer, 'refused');
  });

  test('a code of another client', async () => {
    const browser = new Browser(issuer);
    const answer = await answered(browser, (url) => url.searchParams.set('client_id', 'other'));
    await refused(browser, answer, 'refused');
  });

  test.each([
    ['another client', { aud: 'other' }],
    ['another issuer', { iss: 'https://elsewhere.example' }],
    ['last year', { exp: 1_700_000_000, iat: 1_700_000_000 }],
    ['another sign-in', { nonce: 'another' }],
    ['nobody', { sub: '' }],
  ])('an ID token of %s', async (_of, changes) => {
    const browser = new Browser(issuer);
    const answer = await answered(browser);
    issuer.lie = (claims) => ({ ...claims, ...changes });
    await refused(browser, answer, 'refused');
  });

  test('an ID token that somebody else has signed; the same by the issuer’s key is believed', async () => {
    const browser = new Browser(issuer);
    const answer = await answered(browser);
    issuer.lie = (claims) => claims;
    issuer.lyingKey = Issuer.strangersKey();
    await refused(browser, answer, 'refused');
    issuer.lyingKey = issuer.ownKey;
    const again = await answered(browser);
    expect((await browser.comeBack(again)).headers.get('location')).toBe('/vote');
  });

  test('an answer after ten minutes', async () => {
    const browser = new Browser(issuer);
    const answer = await answered(browser);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 601_000 });
    try {
      await refused(browser, answer, 'stale');
    } finally {
      vi.useRealTimers();
    }
  });

  test('a cookie that we have not signed', async () => {
    const browser = new Browser(issuer);
    const answer = await answered(browser);
    const flow = browser.cookies.get('sarovar-sign-in') ?? '';
    browser.cookies.set('sarovar-sign-in', `x${flow}`);
    await refused(browser, answer, 'stale');
  });

  test('an issuer’s page that somebody has left', async () => {
    const browser = new Browser(issuer);
    const { searchParams } = await browser.begin();
    const answer = new URL(ANSWER);
    answer.searchParams.set('error', 'access_denied');
    answer.searchParams.set('state', searchParams.get('state') ?? '');
    answer.searchParams.set('iss', issuer.url);
    await refused(browser, answer, 'declined');
  });
});

describe('no other site’s page', () => {
  test.each(['https://elsewhere.example', 'null', 'http://localhost:1', null])(
    'signs anybody in or out: %s',
    async (origin) => {
      const browser = new Browser(issuer);
      await browser.signIn();
      const { cookie } = browser;
      expect((await browser.send('vote', origin)).status).toBe(403);
      expect((await browser.signOut('vote', origin)).status).toBe(403);
      expect(browser.cookie).toBe(cookie);
    },
  );

  test('is where one comes back to, whatever the form or the answer say', async () => {
    const browser = new Browser(issuer);
    expect((await browser.send('//elsewhere.example')).status).toBe(400);
    const answer = await issuer.visit((await browser.begin()).href);
    for (const name of ['redirect', 'next', 'purpose', 'redirect_uri']) {
      answer.searchParams.set(name, 'https://elsewhere.example');
    }
    expect((await browser.comeBack(answer)).headers.get('location')).toBe('/vote');
  });
});
