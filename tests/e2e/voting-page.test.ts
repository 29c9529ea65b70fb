import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { startArenaServer, type ArenaServer } from '../load/arena-server';
import { fill } from '../load/fill';
import { accessibilityProblems } from '../support/accessibility';
import { launchBrowser } from '../support/browser';
import { isAsked, pair, picture, ready } from '../support/vote-page';

const PHONE = { viewport: { width: 390, height: 780 }, isMobile: true, hasTouch: true };
const PROMPTS = 8;

let folder: string;
let server: ArenaServer;
let browser: Browser;
let client: pg.Client;
const errors: string[] = [];
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sarovar-voting-page-'));
  await chmod(folder, 0o777);
  server = await startArenaServer('pglite', folder, (url) => fill(url, folder, PROMPTS));
  client = new pg.Client({ connectionString: server.databaseUrl });
  await client.connect();
  browser = await launchBrowser();
}, 600_000);
afterAll(async () => {
  await browser.close();
  await client.end();
  await server.kill();
  await rm(folder, { recursive: true, force: true });
  expect(errors).toEqual([]);
});

async function visit(options: BrowserContextOptions = {}, at = '/vote'): Promise<Page> {
  const page = await (await browser.newContext(options)).newPage();
  page.on('pageerror', (error) => errors.push(error.message));
  page.setDefaultTimeout(60_000);
  await page.goto(`${server.url}${at}`);
  return page;
}

/** How many votes are stored. */
async function stored(): Promise<number> {
  const { rows } = await client.query('SELECT count(*)::int AS count FROM "Vote"');
  return z.tuple([z.object({ count: z.number() })]).parse(rows)[0].count;
}

/** The bodies of what arrives from now on. */
function sent(page: Page, mutation: string): string[] {
  const bodies: string[] = [];
  page.on('requestfinished', (request) => {
    const body = request.postData();
    if (body?.includes(`${mutation}(`)) bodies.push(body);
  });
  return bodies;
}

test('a first visit says how in three steps; from the front page to the first vote are two taps', async () => {
  const page = await visit(PHONE, '/');
  await page.tap('nav[aria-label="Pages, at the bottom"] >> text=Vote');
  await ready(page);
  await page.waitForSelector('[aria-label="How to vote"]');
  expect(await accessibilityProblems(page)).toEqual([]);
  await picture(page, 'A').tap();
  await isAsked(page, 'OVERALL');
  await page.tap('text=Got it');
  expect(await page.locator('[aria-label="How to vote"]').count()).toBe(0);
  await page.reload();
  await ready(page);
  expect(await page.locator('[aria-label="How to vote"]').count()).toBe(0);
});

test('two quick taps are one answer, and the first choice is marked', async () => {
  const page = await visit(PHONE);
  const votes = sent(page, 'vote');
  await ready(page);
  const before = await stored();
  await page.evaluate(`{
    const picture = document.querySelector('img[alt="Picture B"]');
    picture.click();
    picture.click();
  }`);
  await isAsked(page, 'OVERALL');
  await page.waitForSelector('text=first: B');
  await page.waitForSelector('button:has-text("Undo")');
  await ready(page);
  expect(votes).toHaveLength(1);
  expect(await stored()).toBe(before + 1);
  expect(await page.locator('button.is-first img').getAttribute('alt')).toBe('Picture B');
  // What can be undone is said above the answers, not on them.
  const [said, bar] = await Promise.all(
    ['.toast > div', '.answer-bar'].map((at) => page.locator(at).boundingBox()),
  );
  expect((said?.y ?? NaN) + (said?.height ?? NaN)).toBeLessThanOrEqual(bar?.y ?? NaN);
  await page.tap('button:has-text("Undo")');
  await isAsked(page, 'ALIGNMENT');
  expect(await page.locator('button.is-first').count()).toBe(0);
});

test('nothing is answered before both pictures are there; one that fails can be loaded again', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  let failing: string | undefined;
  await page.route('**/m/*', (route) => {
    failing ??= route.request().url();
    return route.request().url() === failing ? route.abort() : route.continue();
  });
  const votes = sent(page, 'vote');
  await page.goto(`${server.url}/vote`);
  const again = page.locator('button:has-text("Load again")');
  await again.waitFor();
  expect(await pair(page).getAttribute('aria-busy')).toBe('true');
  await pair(page).focus();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.locator('.answer-bar button >> nth=1').dispatchEvent('click');
  failing = 'none';
  await again.click();
  await ready(page);
  expect(await page.locator('text=1 of 2').count()).toBe(1);
  expect(votes).toEqual([]);
  await context.close();
});

test('nothing on the page shifts while it loads and pairs come and go', async () => {
  for (const options of [PHONE, { viewport: { width: 1280, height: 900 } }]) {
    const context = await browser.newContext(options);
    await context.addInitScript(`
      window.shifted = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
      }).observe({ type: 'layout-shift', buffered: true });`);
    const page = await context.newPage();
    await page.goto(`${server.url}/vote`);
    for (let vote = 1; vote <= 3; vote += 1) {
      await ready(page);
      await picture(page, 'A').click();
      await isAsked(page, 'OVERALL');
      await ready(page);
      await picture(page, 'B').click();
      await page.waitForSelector(`text=${vote} judged`);
    }
    await ready(page);
    expect(await page.evaluate<number>('window.shifted')).toBeLessThanOrEqual(0.02);
    await context.close();
  }
});

test('keys act while the pair has the focus, leave scrolling alone elsewhere, and can be switched off', async () => {
  const page = await visit({ viewport: { width: 1000, height: 500 } });
  const votes = sent(page, 'vote');
  await ready(page);
  // Nothing has the focus: the page scrolls.
  await page.keyboard.press('ArrowDown');
  await page.waitForFunction('window.scrollY > 0');
  // The first key only shows where keys go.
  await page.keyboard.press('ArrowLeft');
  expect(await pair(page).evaluate((element) => element === document.activeElement)).toBe(true);
  expect(votes).toEqual([]);
  await page.keyboard.press('ArrowDown');
  await isAsked(page, 'OVERALL');
  await page.waitForSelector('text=first: both bad');
  await ready(page);
  await page.keyboard.press('ArrowRight');
  await page.waitForSelector('text=1 judged');
  await ready(page);
  expect(await pair(page).evaluate((element) => element === document.activeElement)).toBe(true);

  await page.uncheck('label:has-text("Keyboard shortcuts") input');
  await pair(page).focus();
  await page.keyboard.press('1');
  await page.keyboard.press('s');
  await page.reload();
  await ready(page);
  expect(await page.isChecked('label:has-text("Keyboard shortcuts") input')).toBe(false);
  await pair(page).focus();
  await page.keyboard.press('1');
  await page.keyboard.press('ArrowLeft');
  expect(await page.locator('text=1 of 2').count()).toBe(1);
  expect(votes).toHaveLength(2);
});

test('after an answer by Enter on a button the focus is on the same button of the next pair', async () => {
  const page = await visit();
  await ready(page);
  const both = page.locator('.answer-bar button:has-text("Same")');
  await both.focus();
  await page.keyboard.press('Enter');
  await isAsked(page, 'OVERALL');
  await ready(page);
  await page.keyboard.press('Enter');
  await page.waitForSelector('text=1 judged');
  await ready(page);
  expect(await both.evaluate((element) => element === document.activeElement)).toBe(true);
});

test('answers given without a network wait, and are sent once, in order, when it is back', async () => {
  const page = await (await browser.newContext()).newPage();
  page.setDefaultTimeout(60_000);
  const loaded = new Set<string>();
  page.on('requestfinished', (request) => {
    if (request.url().includes('/m/')) loaded.add(request.url());
  });
  await page.goto(`${server.url}/vote`);
  await ready(page);
  const before = await stored();
  // So that a new voter's proof is brought.
  await picture(page, 'A').click();
  await page.waitForSelector('button:has-text("Undo")');
  await ready(page);
  await picture(page, 'A').click();
  await page.waitForSelector('text=1 judged');
  await ready(page);
  // The next pair is here, too.
  await expect.poll(() => loaded.size).toBe(6);
  await page.context().setOffline(true);
  await picture(page, 'B').click();
  await page.waitForSelector('text=1 answer waits for the network');
  await ready(page);
  await picture(page, 'A').click();
  await page.waitForSelector('text=2 answers wait for the network');
  await ready(page);
  await page.click('.answer-bar button:has-text("Same")');
  await page.waitForSelector('text=3 answers wait for the network');
  await ready(page);
  await page.click('.answer-bar button:has-text("Both bad")');
  await page.waitForSelector('text=No network just now');
  await page.waitForSelector('text=4 answers wait for the network');
  expect(await page.locator('[role=alert]:not(:empty)').count()).toBe(0);
  expect(await stored()).toBe(before + 2);
  const votes = sent(page, 'vote');
  await page.context().setOffline(false);
  await page.waitForSelector('text=3 judged');
  await ready(page);
  const outcomes = votes.map((body) => /"outcome":"(\w+)"/.exec(body)?.[1]);
  expect(outcomes).toEqual(['RIGHT', 'LEFT', 'TIE', 'BOTH_BAD']);
  expect(await stored()).toBe(before + 6);
});

test('what waited when the page was left is sent by the next visit', async () => {
  const page = await visit();
  await ready(page);
  const before = await stored();
  await page.route('**/api/graphql', (route) =>
    route.request().postData()?.includes('vote(') ? route.abort() : route.continue(),
  );
  await picture(page, 'A').click();
  await page.waitForSelector('text=1 answer waits for the network');
  await page.goto('about:blank');
  await page.unroute('**/api/graphql');
  await page.goto(`${server.url}/vote`);
  await isAsked(page, 'OVERALL');
  expect(await stored()).toBe(before + 1);
  expect(await page.evaluate('Object.keys(localStorage).join()')).not.toContain('waits');
});

test('on a phone pictures stand side by side or above each other, and can be enlarged', async () => {
  const page = await visit(PHONE);
  await ready(page);
  const top = async (name: string) => (await picture(page, name).boundingBox())?.y;
  expect(await top('A')).toBe(await top('B'));
  await page.tap('[aria-label="Pictures above each other"]');
  expect(await top('A')).not.toBe(await top('B'));
  await page.reload();
  await ready(page);
  expect(await top('A')).not.toBe(await top('B'));
  await page.tap('[aria-label="Pictures side by side"]');
  expect(await top('A')).toBe(await top('B'));

  await page.tap('[aria-label="Enlarge picture B"]');
  const large = page.locator('dialog[open]');
  await expect
    .poll(async () => (await large.locator('img[alt="Picture B, enlarged"]').boundingBox())?.x)
    .toBeLessThan(60);
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.keyboard.press('ArrowLeft');
  await expect
    .poll(async () => (await large.locator('img[alt="Picture A, enlarged"]').boundingBox())?.x)
    .toBeGreaterThan(-1);
  await page.tap('dialog[open] >> text=Back to the vote');
  expect(await page.locator('text=1 of 2').count()).toBe(1);
});

test('when all is judged the page says how the voter agrees with others, and where to go', async () => {
  const page = await visit();
  const myRanking = {
    votes: 24,
    needed: 30,
    agreement: { value: 0.83, asked: 18 },
    trusted: { name: 'ella', category: 'COLOR' },
  };
  await page.route('**/api/graphql', (route) =>
    route.request().postData()?.includes('query Taste')
      ? route.fulfill({ json: { data: { myRanking } } })
      : route.continue(),
  );
  const over = page.locator('h2:has-text("You have judged everything there is")');
  const open = page.locator('.answer-bar button:not([aria-disabled="true"])');
  for (;;) {
    await over.or(open).first().waitFor();
    if (await over.isVisible()) break;
    await open.first().click();
  }
  await page.waitForSelector('text=You agree 83% with the crowd (18 votes).');
  await page.waitForSelector('text=You trust ELLA on colour.');
  await page.waitForSelector('text=24 of 30 to your own ranking');
  expect(await page.locator('[role=alert]:not(:empty)').count()).toBe(0);
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.click('main >> text=Create a picture');
  await page.waitForURL('**/create');
}, 400_000);
