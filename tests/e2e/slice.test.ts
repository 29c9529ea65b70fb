import { spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseAtomFeed } from 'feedsmith';
import openGraph from 'open-graph-scraper';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { launch } from '@/scripts/launch';
import { launchBrowser, noteComplaints } from '../support/browser';

const PORT = 3997;
const URL = `http://127.0.0.1:${PORT}`;

const ADAPTERS = ['sur-cosine-3000', 'sur-cosine-4000', 'sur-kl', 'connector-clip', 'ella'];
const MODELS = ['vanilla', ...ADAPTERS];
const TITLES = [
  'Vanilla (CLIP)',
  'SUR · 3,000 steps',
  'SUR · 4,000 steps',
  'SUR · paper, KL',
  'Control: CLIP through ELLA’s connector',
  'ELLA',
];

let data: string;
let launcher: ChildProcess;
let browser: Browser;
let page: Page;
let complaints: string[] = [];

function env() {
  return { ...process.env, DATA_DIR: data, LOG_LEVEL: 'error', DATABASE_URL: '' };
}

beforeAll(async () => {
  data = await mkdtemp(path.join(tmpdir(), 'sarovar-e2e-'));
  launcher = await launch(PORT, data);
  browser = await launchBrowser();
}, 600_000);

afterAll(async () => {
  await browser.close();
  const ended = once(launcher, 'exit');
  launcher.kill('SIGINT');
  expect((await ended)[0]).toBe(0);
  await rm(data, { recursive: true, force: true });
});

beforeEach(async () => {
  complaints = [];
  page = await browser.newPage();
  // The first pictures come after all models were opened, and a busy machine takes its time.
  page.setDefaultTimeout(60_000);
  noteComplaints(page, complaints);
});
afterEach(async () => {
  await page.close();
  expect(complaints).toEqual([]);
});

/** Has all models paint, not only those that stand for their methods; other ways to paint with them are left out. */
async function chooseVariants(): Promise<void> {
  await page.click('summary:has-text("variants")');
  const variants = page.locator('fieldset details label');
  for (const title of ['ELLA + CLIP', 'Vanilla (CLIP), best of 4 (cost × 4)', 'ELLA, in regions']) {
    expect(await variants.filter({ hasText: title }).count()).toBe(1);
  }
  const checkpoints = variants.filter({ hasNotText: /\+ CLIP|best of 4|in regions/ });
  for (const box of await checkpoints.locator('input').all()) await box.check();
}

/** Loads the page anew until it is `done`; to do so all the time would take the machine from whoever paints. */
async function reloadUntil(done: () => Promise<boolean>): Promise<void> {
  while (!(await done())) {
    await sleep(1000);
    await page.reload();
  }
}

async function openFirstPicture(): Promise<void> {
  await page.locator('main a[title="Picture and recipe"]').first().click();
  await page.waitForURL('**/g/*');
}

test('a prompt becomes a picture by every method, its permalink, and the same picture again', async () => {
  await page.goto(`${URL}/create`);
  await chooseVariants();
  await page.fill('#prompt', 'Three red balloons and a Pikachu');
  await page.keyboard.press('Enter');
  await page.waitForSelector('text=Open the comparison');
  const painted = page.locator('img[alt^="The finished picture by"]');
  expect(await painted.count()).toBe(MODELS.length);
  for (const title of TITLES) {
    await page.waitForSelector(`img[alt="The finished picture by ${title}"]`);
  }
  expect(await page.textContent('main')).toContain('never seen the word “pikachu”');
  await openFirstPicture();
  expect(await page.textContent('h1')).toBe('Three red balloons and a Pikachu');
  expect(await page.title()).toContain('Three red balloons');
  expect(await page.textContent('main')).toMatch(
    /Automatic score: \d of 3 checkable facts · 1 word unknown/,
  );

  await page.click('text=Reproduce');
  await page.waitForSelector('text=Equal: every pixel is the same.');

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.click('text=Download with recipe'),
  ]);
  expect(download.suggestedFilename()).toBe('three-red-balloons-and-a-pikachu.png');
  const { comments } = await sharp(await readFile(await download.path())).metadata();
  const recipe = Object.fromEntries((comments ?? []).map(({ keyword, text }) => [keyword, text]));
  expect(recipe['parameters']).toMatch(/Steps: 25, Sampler: DDIM, CFG scale: 4, Seed: \d+/);

  await page.goto(`${URL}/create`);
  await page.setInputFiles('input[aria-label="A picture with its recipe"]', await download.path());
  await page.waitForSelector('text=The recipe of');
  expect(await page.inputValue('#prompt')).toBe('Three red balloons and a Pikachu');
  expect(await page.locator('main fieldset input[type=checkbox]:checked').count()).toBe(1);
  await page.click('main button[type=submit]');
  await page.waitForSelector('text=Equal to the dropped picture: every pixel is the same.');
});

/** Waits for the second row, and opens its first picture. */
async function openFirstLonger(): Promise<void> {
  const row = page.locator('section', { has: page.locator('> h2:text-is("Longer prompt")') });
  await row.locator('a[title="Picture and recipe"]').first().click();
  await page.waitForURL('**/g/*');
}

test('a language model makes a prompt longer, and the longer prompt is painted, too', async () => {
  await page.goto(`${URL}/create`);
  await page.fill('#prompt', 'two yellow fish');
  await page.getByLabel('Also with a longer prompt').check();
  await page.click('button:has-text("Write it now")');
  await page.waitForSelector('text=✓ kept: two fish');
  const longer = await page.inputValue('#longer');
  expect(longer.length).toBeGreaterThan('two yellow fish'.length);
  expect(await page.textContent('form [aria-label="Longer prompt"]')).toContain(
    'smollm2-135m-instruct',
  );
  await page.click('main button[type=submit]');
  await openFirstLonger();
  expect(await page.textContent('h1')).toBe('two yellow fish');
  const main = await page.textContent('main');
  expect(main).toContain(`Painted from the longer prompt: ${longer}`);
  expect(main).toMatch(/smollm2-135m-instruct, template detailed 1, seed 0, draft \d/);
});

test('an edited longer prompt is the visitor’s own', async () => {
  await page.goto(`${URL}/create`);
  await page.fill('#prompt', 'a dog');
  await page.getByLabel('Also with a longer prompt').check();
  await page.click('button:has-text("Write it now")');
  await page.waitForSelector('text=✓ kept: dog');
  await page.fill('#longer', 'A dog in the snow.');
  await page.click('main button[type=submit]');
  await page.waitForSelector('text=Written by you.');
  await openFirstLonger();
  expect(await page.textContent('main')).toContain('Painted from the longer prompt: A dog in');
});

test('the gallery fills by itself, and filters by category', async () => {
  await page.goto(URL);
  await reloadUntil(async () => (await page.locator('main li .card').count()) >= 3);
  const feed = parseAtomFeed(await (await fetch(`${URL}/feed.xml`)).text());
  const [newest] = feed.entries ?? [];
  expect(newest?.id).toMatch(/\/c\/[0-9a-f-]{36}$/);
  const { result } = await openGraph({ url: newest?.id ?? '' });
  expect(result.ogTitle).toMatch(/^Compared: /);
  const shared = await fetch(result.ogImage?.[0]?.url ?? '');
  const { width, height } = await sharp(await shared.arrayBuffer()).metadata();
  expect({ width, height }).toEqual({ width: 1200, height: 630 });
  await page.goto(URL);
  // A category is offered once it has a picture.
  const colour = page.locator('nav[aria-label="Categories"] a:has-text("Colour")');
  await reloadUntil(async () => (await colour.count()) > 0);
  await colour.click();
  await page.waitForURL('**/?category=COLOR*');
  await page.waitForSelector('a[aria-current="page"]:has-text("Colour")');
});

test('bad input is said beside the form', async () => {
  await page.goto(`${URL}/create`);
  await page.click('main button[type=submit]');
  await page.waitForSelector('text=Write what you would like to see.');
});

test('only the methods that are chosen paint, and none is said beside the form', async () => {
  await page.goto(`${URL}/create`);
  await page.fill('#prompt', 'a green heart');
  const boxes = page.locator('main fieldset input[type=checkbox]:checked');
  while ((await boxes.count()) > 0) await boxes.first().uncheck({ force: true });
  await page.focus('#prompt');
  await page.keyboard.press('Enter');
  await page.waitForSelector('text=No method is chosen; choose at least one.');
  await page.getByLabel('Vanilla (CLIP)', { exact: true }).check({ force: true });
  await page.getByLabel('ELLA', { exact: true }).check({ force: true });
  await page.click('main button[type=submit]');
  await page.waitForSelector('text=Open the comparison');
  expect(await page.locator('img[alt^="The finished picture by"]').count()).toBe(2);
});

test('a long run can be cancelled with Escape', async () => {
  await page.goto(`${URL}/create`);
  await page.click('summary:has-text("Advanced")');
  await page.fill('#steps', '100');
  await page.fill('#prompt', 'five blue stars');
  await page.keyboard.press('Enter');
  await page.waitForSelector('text=/^Step \\d+ of 100/');
  await page.focus('#prompt');
  await page.keyboard.press('Escape');
  await page.waitForSelector('text=Cancelled.');
});

test('the methods page has the thirteen pairs as this base’s text encoder sees them', async () => {
  await page.goto(`${URL}/methods`);
  const pairs = page.locator('section[aria-labelledby^="pairs-"] tbody tr');
  await reloadUntil(async () => (await pairs.count()) > 0);
  expect(await pairs.count()).toBe(13);
  expect(await page.textContent('tfoot')).toMatch(/Rank correlation.*-?[01]\.\d\d/);
});

test('the methods page shows one prompt under every method, and how they compare', async () => {
  await page.goto(`${URL}/methods`);
  const figures = page.locator('section[aria-labelledby="figures-sarovar-64"]');
  expect(await figures.locator('img[alt^="What "]').count()).toBe(MODELS.length);
  await page.click('summary:has-text("SUR for experts")');
  const etas = page.locator('section[aria-labelledby="eta-sarovar-64"]');
  const card = etas.locator('.card', { hasText: 'SUR · 4,000 steps' });
  await card.locator('input[type=range]').focus();
  await page.keyboard.press('Home');
  expect(await card.textContent()).toContain('η = 0.0');
  await page.keyboard.press('End');
  expect(await card.textContent()).toContain('η = 1.0');
  await page.click('summary:has-text("ELLA for experts")');
  const map = page.locator('[role=img][aria-label^="Heat map"]');
  const before = await map.getAttribute('aria-label');
  await page.getByLabel(/^Step 1 of/).focus();
  await page.keyboard.press('ArrowRight');
  expect(await map.getAttribute('aria-label')).not.toBe(before);
  const comparison = page.locator('section[aria-labelledby="comparison-sarovar-64"]');
  const forms = 4;
  expect(await comparison.locator('tbody tr', { hasText: /^ELLA/ }).count()).toBe(forms);
  const ways = page.locator('section#ways');
  expect(await ways.locator('dt').allTextContents()).toContain('ELLA + CLIP');
  expect(await ways.textContent()).toContain('compute no gradients');
});

test('the status page says whether it works and how long one waits, and names versions and weights', async () => {
  await page.goto(`${URL}/status`);
  expect(await page.textContent('h1')).toMatch(/Everything works\.|It works, and is busy\./);
  const text = await page.textContent('main');
  expect(text).toMatch(/A picture asked for now begins (at once|within about)/);
  expect(text).toContain('onnxruntime 1.30.0');
  expect(text).toMatch(/[0-9a-f]{64}/);
});

test('the explorer runs a query without a connection to anywhere else', async () => {
  const elsewhere: string[] = [];
  page.on('request', (request) => {
    const url = request.url();
    if (!/^(data|blob):/.test(url) && !url.startsWith(URL)) elsewhere.push(url);
  });
  await page.goto(`${URL}/explorer`);
  // The button does nothing before the editor is there.
  await page.waitForSelector('.graphiql-query-editor .view-line:has-text("Newest")');
  await page.click('.graphiql-execute-button');
  await page.waitForSelector('.graphiql-response:has-text("generations")');
  expect(elsewhere).toEqual([]);
});

test('an unknown permalink is a page that says so', async () => {
  const told = page.waitForEvent('console', (message) => message.text().includes('404'));
  const response = await page.goto(`${URL}/g/none`);
  expect(response?.status()).toBe(404);
  expect(await page.textContent('h1')).toBe('There is nothing here');
  await page.waitForFunction(`document.title === 'No such picture · Sarovar'`);
  await told; // may come after the page does
  complaints.splice(0, Infinity, ...complaints.filter((line) => !line.includes('404')));
});

test('commands find the Sarovar that runs, and the folder of models that it has', () => {
  const args = ['--import', 'tsx', 'scripts/models.ts', 'list'];
  const listed = spawnSync(process.execPath, args, { env: env(), encoding: 'utf8' }).stdout;
  for (const name of MODELS) expect(listed).toContain(`sarovar-64 ${name}\t`);
});

test('a second start on the same folder, and one on the same port, say why not', () => {
  const start = (port: number) =>
    spawnSync(process.execPath, ['scripts/start.mjs', '--port', String(port)], {
      env: env(),
      encoding: 'utf8',
    });
  expect(start(PORT).stderr).toContain(`Port ${PORT} is taken`);
  const locked = start(PORT + 1);
  expect(locked.stderr).toContain('is in use by a running Sarovar');
  expect(locked.status).toBe(1);
});
