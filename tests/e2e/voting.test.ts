import { at } from '@/lib/at';
import type { ChildProcess } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseAtomFeed } from 'feedsmith';
import { HtmlValidate } from 'html-validate';
import openGraph from 'open-graph-scraper';
import pg from 'pg';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { startArenaServer, type ArenaServer } from '../load/arena-server';
import { fill } from '../load/fill';
import { accessibilityProblems } from '../support/accessibility';
import { launchBrowser, noteComplaints } from '../support/browser';
import { isAsked, pair, picture, ready } from '../support/vote-page';
import { endWorker, startWorker } from '../support/worker';

let folder: string;
let server: ArenaServer;
let worker: ChildProcess;
let browser: Browser;
const complaints: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sarovar-voting-'));
  await chmod(folder, 0o777);
  server = await startArenaServer('pglite', folder, (databaseUrl) => fill(databaseUrl, folder));
  worker = await startWorker();
  browser = await launchBrowser();
}, 300_000);
afterAll(async () => {
  await browser.close();
  await endWorker(worker, 'SIGTERM');
  await server.kill();
  await rm(folder, { recursive: true, force: true });
  expect(complaints).toEqual([]);
});

async function visit(at: string, options: BrowserContextOptions = {}): Promise<Page> {
  const page = await (await browser.newContext(options)).newPage();
  noteComplaints(page, complaints);
  await page.goto(`${server.url}${at}`);
  return page;
}

const PAINTERS = /Vanilla|ELLA|SUR|vanilla|ella|sur-|connector/;

/** As if no pair was to be repeated, for which now and then a set stays in the arena. */
async function neverRepeat(): Promise<void> {
  const client = new pg.Client({ connectionString: server.databaseUrl });
  await client.connect();
  await client.query('UPDATE "Matchup" SET "toRepeat" = false');
  await client.end();
}

test('thirteen votes with the keyboard: no waiting between two, painters named once a prompt is judged, undo', async () => {
  const page = await visit('/vote');
  await ready(page);
  await pair(page).focus();
  expect(await page.textContent('main')).not.toMatch(PAINTERS);
  const last = page.locator('[aria-label="Your last pair"]');
  let named = 0;
  const keys = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', '1', '2'];
  for (let vote = 0; vote < 13; vote += 1) {
    const before = await picture(page, 'A').getAttribute('src');
    await page.keyboard.press(at(keys, vote % keys.length));
    await isAsked(page, 'OVERALL');
    await page.keyboard.press(at(keys, (vote + 3) % keys.length));
    await page.waitForSelector(`text=${vote + 1} judged`);
    await isAsked(page, 'ALIGNMENT');
    expect(await picture(page, 'A').getAttribute('src')).not.toBe(before);
    if (vote % 3 !== 2) continue;
    await neverRepeat();
    named += Number(PAINTERS.test((await last.textContent()) ?? ''));
  }
  expect(named).toBeGreaterThan(0);
  // The thirteenth is the first of its prompt.
  await last.locator('text=The painters are named once').waitFor();
  expect(await last.textContent()).not.toMatch(PAINTERS);
  // So nothing keeps its last answer from being taken back, and given anew.
  await page.waitForSelector('button:has-text("Undo")');
  const following = await picture(page, 'A').getAttribute('src');
  await page.keyboard.press('u');
  await isAsked(page, 'OVERALL');
  expect(await picture(page, 'A').getAttribute('src')).not.toBe(following);
  await page.keyboard.press('ArrowUp');
  await page.waitForSelector('text=13 judged');
  await isAsked(page, 'ALIGNMENT');
  expect(await picture(page, 'A').getAttribute('src')).toBe(following);
  await page.keyboard.press('ArrowLeft');
  await isAsked(page, 'OVERALL');
  await page.waitForSelector('button:has-text("Undo")');
  await page.keyboard.press('u');
  await isAsked(page, 'ALIGNMENT');
  expect(await accessibilityProblems(page)).toEqual([]);
});

test('thirteen votes with a thumb on a phone, in the dark; the results have them', async () => {
  const phone = { viewport: { width: 390, height: 780 }, isMobile: true, hasTouch: true };
  const page = await visit('/vote', { ...phone, colorScheme: 'dark' });
  for (let vote = 0; vote < 13; vote += 1) {
    await isAsked(page, 'ALIGNMENT');
    await picture(page, 'A').tap();
    await isAsked(page, 'OVERALL');
    if (vote % 3 === 0) await page.tap('button:has-text("Both bad")');
    else await picture(page, 'B').tap();
    await page.waitForSelector(`text=${vote + 1} judged`);
  }
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBe(390);
  expect(await accessibilityProblems(page)).toEqual([]);
  await neverRepeat();
  await expect
    .poll(
      async () => {
        await page.goto(`${server.url}/results`);
        return page.textContent('main');
      },
      { timeout: 20_000, interval: 1000 },
    )
    .toMatch(/2[0-6] votes so far: too few/);
  // Two voters rate nothing yet, and the page says how far they are.
  const said = await page.textContent('main');
  expect(said).toMatch(/Not rated yet.* of 10 votes, 2 of 5 voters/);
  expect(said).toMatch(/From the votes up to \w+ \d+, 20\d\d, .* UTC/);
  expect(await page.locator('text=Keep these results').count()).toBe(0);
  expect(await accessibilityProblems(page)).toEqual([]);
});

test('skip and report go on to the next pair', async () => {
  const page = await visit('/vote?category=COUNTING');
  await ready(page);
  const shown = () => picture(page, 'A').getAttribute('src');
  const anotherThan = (src: string | null) =>
    page.waitForFunction(
      (before) => document.querySelector('img[alt="Picture A"]')?.getAttribute('src') !== before,
      src,
    );
  const first = await shown();
  await pair(page).focus();
  await page.keyboard.press('s');
  await anotherThan(first);
  await ready(page);
  const second = await shown();
  await page.click('[aria-label="More about this pair"]');
  await page.click('text=Skip this pair');
  await anotherThan(second);
  await ready(page);
  const third = await shown();
  await page.click('[aria-label="More about this pair"]');
  await page.click('text=Report picture B');
  await page.click('dialog[open] >> text=Report and skip');
  await page.waitForSelector('text=Say in a few words what is wrong.');
  await page.fill('dialog[open] input', 'broken');
  await page.click('dialog[open] >> text=Report and skip');
  await anotherThan(third);
  await ready(page);
  expect(await pair(page).evaluate((element) => element === document.activeElement)).toBe(true);
});

test('a voter can be forgotten, with all answers', async () => {
  const page = await visit('/vote');
  await ready(page);
  await pair(page).focus();
  await page.keyboard.press('ArrowLeft');
  await isAsked(page, 'OVERALL');
  await page.keyboard.press('ArrowLeft');
  await page.waitForSelector('text=1 judged');
  await page.click('text=What is stored of you');
  const waits = () => page.evaluate(() => Object.keys(localStorage).join().includes('waits'));
  await page.evaluate(() => {
    const answer = { id: crypto.randomUUID(), matchup: 'of long ago', at: 1, answer: null };
    localStorage.setItem(`sarovar-waits ${answer.id}`, JSON.stringify(answer));
  });
  expect(await waits()).toBe(true);
  await page.click('button:text("Forget me")');
  await page.waitForSelector('text=Forgotten: 2 answers deleted');
  expect(await page.context().cookies()).toEqual([]);
  // Else it would be sent as somebody new's.
  expect(await waits()).toBe(false);
});

test('a network that fails for a moment loses no vote', async () => {
  const page = await visit('/vote');
  await ready(page);
  let failures = 2;
  await page.route('**/api/graphql', (route) => {
    if (!route.request().postData()?.includes('vote(') || failures <= 0) return route.continue();
    failures -= 1;
    return route.abort();
  });
  await pair(page).focus();
  await page.keyboard.press('ArrowLeft');
  await isAsked(page, 'OVERALL');
  await page.keyboard.press('ArrowLeft');
  await page.waitForSelector('text=1 judged');
  expect(failures).toBe(0);
  await page.close(); // so that no complaint about the lost network is still on its way
  complaints.splice(0, complaints.length);
});

test('a verdict’s permalink, a picture’s and the feed come out clean of other people’s parsers', async () => {
  const page = await visit('/vote');
  await ready(page);
  await pair(page).focus();
  const verdict = page.locator('[aria-label="Your last pair"] a:has-text("You said")').first();
  for (let vote = 1; !(await verdict.isVisible()); vote += 1) {
    await isAsked(page, 'ALIGNMENT');
    await page.keyboard.press('ArrowLeft');
    await isAsked(page, 'OVERALL');
    await page.keyboard.press('ArrowRight');
    await page.waitForSelector(`text=${vote} judged`);
    await neverRepeat();
  }
  await verdict.click();
  await page.waitForURL('**/v/*');
  expect(await page.textContent('main')).toMatch(/one blind vote/);
  expect(await page.locator('main nav a:text-is("Results")').getAttribute('href')).toBe(
    '/results?category=COUNTING',
  );
  expect(await page.locator('main nav a:text-is("Vote on more")').count()).toBe(1);
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.click('main a.card >> nth=0');
  await page.waitForURL('**/g/*');
  await page.click('label:has-text("4 stars") >> nth=0');
  await page.waitForSelector('text=4.0 of 5 (1)');
  expect(await accessibilityProblems(page)).toEqual([]);

  const { result, error } = await openGraph({ url: page.url() });
  expect(error).toBe(false);
  expect(result.ogTitle).toMatch(/cats$/);
  expect(result.ogUrl).toBe(page.url());
  const [picture] = result.ogImage ?? [];
  const shared = await fetch(picture?.url ?? '');
  const { width, height, format } = await sharp(await shared.arrayBuffer()).metadata();
  expect({ width, height, format }).toEqual({ width: 1200, height: 630, format: 'png' });

  const oembed = await page.getAttribute('link[type="application/json+oembed"]', 'href');
  const embedded = z
    .object({ version: z.literal('1.0'), type: z.literal('photo'), url: z.url() })
    .parse(await (await fetch(oembed ?? '')).json());
  expect((await fetch(embedded.url)).headers.get('content-type')).toBe('image/png');

  const feed = parseAtomFeed(await (await fetch(`${server.url}/feed.xml`)).text());
  expect(feed.title).toMatchObject({ value: 'Sarovar: new comparisons' });

  const validate = new HtmlValidate({ extends: ['html-validate:standard'] });
  for (const at of ['/vote', '/results', '/exports', new URL(page.url()).pathname]) {
    const html = await (await fetch(`${server.url}${at}`)).text();
    const { results } = await validate.validateString(html);
    const messages = results.flatMap(({ messages: own }) => own.map(({ message }) => message));
    expect([at, [...new Set(messages)]]).toEqual([at, []]);
  }
});
