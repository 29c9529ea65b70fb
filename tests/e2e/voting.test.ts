import { at } from '@/lib/at';
import type { ChildProcess } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import axe from 'axe-core';
import { parseAtomFeed } from 'feedsmith';
import { HtmlValidate } from 'html-validate';
import openGraph from 'open-graph-scraper';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { startArenaServer, type ArenaServer } from '../load/arena-server';
import { fill } from '../load/fill';
import { endWorker, startWorker } from '../support/worker';

const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'];

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
  const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
  browser = await chromium.launch({ executablePath, args: FLAGS });
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
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.goto(`${server.url}${at}`);
  return page;
}

const leftPicture = (page: Page) => page.locator('img[alt="Left picture"]');

/** What axe finds; the script runs in the page. */
async function accessibilityProblems(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const found: unknown = await page.evaluate(`axe.run().then(({ violations }) =>
    violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' ')))`);
  return z.array(z.string()).parse(found);
}

test('ten votes with the keyboard: no waiting between two, reveal after, undo, leaderboard', async () => {
  const page = await visit('/vote');
  await leftPicture(page).waitFor();
  expect(await page.textContent('main')).not.toMatch(/vanilla|ella|sur-|connector/);
  const keys = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', '1', '2'];
  for (let vote = 0; vote < 10; vote += 1) {
    const before = await leftPicture(page).getAttribute('src');
    await page.keyboard.press(at(keys, vote % keys.length));
    await page.waitForSelector('text=And which do you prefer?');
    await page.keyboard.press(at(keys, (vote + 3) % keys.length));
    await page.waitForSelector(`text=${vote + 1} judged`);
    expect(await leftPicture(page).getAttribute('src')).not.toBe(before);
  }
  const last = page.locator('[aria-label="Your last matchup"]');
  expect(await last.textContent()).toMatch(/you said .*(vanilla|ella|sur-|connector)/);
  expect(await page.isEnabled('button:has-text("Undo")')).toBe(false);
  await page.keyboard.press('ArrowLeft');
  await page.waitForSelector('text=And which do you prefer?');
  await page.waitForSelector('button:has-text("Undo"):enabled');
  await page.keyboard.press('u');
  await page.waitForSelector('text=Which follows the prompt better?');
  expect(await accessibilityProblems(page)).toEqual([]);
});

test('ten votes with a thumb on a phone, in the dark; the leaderboard has them', async () => {
  const phone = { viewport: { width: 390, height: 780 }, isMobile: true, hasTouch: true };
  const page = await visit('/vote', { ...phone, colorScheme: 'dark' });
  for (let vote = 0; vote < 10; vote += 1) {
    await leftPicture(page).tap();
    await page.waitForSelector('text=And which do you prefer?');
    if (vote % 3 === 0) await page.tap('button:has-text("Both bad")');
    else await page.tap('img[alt="Right picture"]');
    await page.waitForSelector(`text=${vote + 1} judged`);
  }
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBe(390);
  expect(await accessibilityProblems(page)).toEqual([]);
  await expect
    .poll(
      async () => {
        await page.goto(`${server.url}/leaderboard`);
        return page.textContent('main');
      },
      { timeout: 20_000, interval: 1000 },
    )
    .toMatch(/(1[5-9]|20) votes on .* by 2 voters/);
  expect(await page.textContent('main')).toMatch(/From the votes up to 20\d\d-\d\d-\d\d .* UTC/);
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.tap('text=Keep this ranking');
  await page.tap('text=its permalink');
  await page.waitForURL('**/r/*');
  expect(await page.textContent('main')).toMatch(/As it stood on .* by 2 voters/);
  expect(await accessibilityProblems(page)).toEqual([]);
});

test('skip and report go on to the next pair', async () => {
  const page = await visit('/vote?category=COUNTING');
  await leftPicture(page).waitFor();
  const first = await leftPicture(page).getAttribute('src');
  await page.keyboard.press('s');
  await page.waitForFunction(
    (src) => document.querySelector('img[alt="Left picture"]')?.getAttribute('src') !== src,
    first,
  );
  const second = await leftPicture(page).getAttribute('src');
  await page.click('text=Report >> nth=0');
  await page.click('dialog[open] >> text=Report and skip');
  await page.waitForSelector('text=Say in a few words what is wrong.');
  await page.fill('dialog[open] input', 'broken');
  await page.click('dialog[open] >> text=Report and skip');
  await page.waitForFunction(
    (src) => document.querySelector('img[alt="Left picture"]')?.getAttribute('src') !== src,
    second,
  );
});

test('a voter can be forgotten, with all answers', async () => {
  const page = await visit('/vote');
  await leftPicture(page).waitFor();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await page.waitForSelector('text=1 judged');
  await page.click('text=What is stored of you');
  await page.click('text=Forget me and my votes');
  await page.waitForSelector('text=Forgotten, and 2 answers with you.');
  expect(await page.context().cookies()).toEqual([]);
});

test('a network that fails for a moment loses no vote; one that stays away is said', async () => {
  const page = await visit('/vote');
  await leftPicture(page).waitFor();
  let failures = 2;
  await page.route('**/api/graphql', (route) => {
    if (!route.request().postData()?.includes('vote(') || failures <= 0) return route.continue();
    failures -= 1;
    return route.abort();
  });
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await page.waitForSelector('text=1 judged');
  failures = 100;
  await page.keyboard.press('ArrowLeft');
  await page.waitForSelector('text=That answer was not stored', { timeout: 30_000 });
  await page.close(); // so that no complaint about the lost network is still on its way
  complaints.splice(0, complaints.length);
});

test('a verdict’s permalink, a picture’s and the feed come out clean of other people’s parsers', async () => {
  const page = await visit('/vote');
  await leftPicture(page).waitFor();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowRight');
  await page.click('[aria-label="Your last matchup"] >> text=Permalink');
  await page.waitForURL('**/v/*');
  expect(await page.textContent('main')).toMatch(/one blind vote/);
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
  for (const at of ['/vote', '/leaderboard', '/exports', new URL(page.url()).pathname]) {
    const html = await (await fetch(`${server.url}${at}`)).text();
    const { results } = await validate.validateString(html);
    const messages = results.flatMap(({ messages: own }) => own.map(({ message }) => message));
    expect([at, [...new Set(messages)]]).toEqual([at, []]);
  }
});
