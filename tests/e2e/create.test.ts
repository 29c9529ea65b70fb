import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ChildProcess } from 'node:child_process';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { startArenaServer, type ArenaServer } from '../load/arena-server';
import { fill } from '../load/fill';
import { accessibilityProblems } from '../support/accessibility';
import { launchBrowser, noteComplaints, widthOf } from '../support/browser';
import { measured } from '../support/walked';
import { endWorker, startWorker } from '../support/worker';

const PHONE = { width: 390, height: 844 };
const DESKTOP = { width: 1280, height: 900 };
const METHODS = ['Vanilla (CLIP)', 'SUR · 4,000 steps', 'ELLA'];

let data: string;
let url: string;
let server: ArenaServer;
let worker: ChildProcess;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let complaints: string[] = [];
const shots = process.env['SHOTS'];

beforeAll(async () => {
  data = await mkdtemp(path.join(tmpdir(), 'sarovar-create-'));
  // Without the seed, whose hundreds of pictures would be painted meanwhile.
  server = await startArenaServer('pglite', data, (databaseUrl) => fill(databaseUrl, data, 0));
  ({ url } = server);
  worker = await startWorker();
  browser = await launchBrowser();
}, 600_000);
afterAll(async () => {
  await browser.close();
  await endWorker(worker, 'SIGTERM');
  await server.kill();
  await rm(data, { recursive: true, force: true });
});

beforeEach(async () => {
  complaints = [];
  context = await browser.newContext({ viewport: DESKTOP });
  page = await context.newPage();
  // The first pictures come after all models were opened, and a busy machine takes its time.
  page.setDefaultTimeout(100_000);
  noteComplaints(page, complaints);
});
afterEach(async () => {
  await context.close();
  expect(complaints).toEqual([]);
});

const finished = () => page.locator('img[alt^="The finished picture by"]');

async function paint(address: string): Promise<string> {
  await page.goto(`${url}${address}`);
  await page.click('main button[type=submit]');
  await page.waitForURL(/comparison=/);
  return new URL(page.url()).searchParams.get('comparison') ?? '';
}

/** What axe finds, and whether the page scrolls sideways, in both sizes and themes. */
async function faults(name: string): Promise<string[]> {
  const found: string[] = [];
  for (const viewport of [PHONE, DESKTOP, { width: 320, height: 640 }]) {
    await page.setViewportSize(viewport);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      found.push(...(await accessibilityProblems(page)));
      const wide = await widthOf(page);
      if (wide > viewport.width) found.push(`${wide} px wide at ${viewport.width}`);
      if (shots === undefined) continue;
      const file = `${name}-${viewport.width}-${colorScheme}.png`;
      await page.screenshot({ path: path.join(shots, file), fullPage: true });
    }
  }
  return found;
}

test('what is typed is in the address, unknown words are named, and known ones insert themselves', async () => {
  await page.goto(`${url}/create`);
  await page.fill('#prompt', 'three fluffy');
  await page.waitForSelector('text=never seen the word “fluffy”');
  await page.click('button:has-text("15 things")');
  await page.click('#words-of-kind button:has-text("kittens")');
  expect(await page.inputValue('#prompt')).toBe('three fluffy kittens');
  await page.click('button:has-text("10 backgrounds")');
  await page.click('#words-of-kind button:has-text("in a meadow")');
  expect(await page.locator('#category option:checked').textContent()).toBe('Counting (suggested)');
  await page.getByText('SUR', { exact: true }).first().click();
  await page.waitForURL('**/create?prompt=three+fluffy+kittens+in+a+meadow&methods=vanilla%2Cella');
  await page.reload();
  expect(await page.inputValue('#prompt')).toBe('three fluffy kittens in a meadow');
  expect(await page.getByRole('checkbox', { name: 'SUR', exact: true }).isChecked()).toBe(false);
  expect(await faults('form')).toEqual([]);
});

test('what is chosen before the page is ready is not lost', async () => {
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route('**/_next/static/**/*.js', async (route) => {
    await released;
    await route.continue();
  });
  await page.goto(`${url}/create`, { waitUntil: 'domcontentloaded' });
  await page.fill('#prompt', 'a dog');
  const ticked = page.getByLabel('Also with a longer prompt').check();
  // For so long the scripts are on their way.
  await page.waitForTimeout(500);
  release();
  await ticked;
  await page.waitForSelector('button:has-text("Write it now")');
  expect(await page.inputValue('#prompt')).toBe('a dog');
});

test('the die writes prompts whose words are all known; slots write one, too', async () => {
  await page.goto(`${url}/create`);
  const said = new Set<string>();
  for (let index = 0; index < 10; index += 1) {
    await page.click('button:has-text("Surprise me")');
    said.add(await page.inputValue('#prompt'));
    expect(await page.locator('text=never seen the word').count()).toBe(0);
  }
  expect(said.size).toBeGreaterThan(5);
  await page.click('summary:has-text("Build a sentence")');
  await page.getByLabel('how many').selectOption('three');
  await page.getByLabel('thing', { exact: true }).selectOption('balloons');
  await page.getByLabel('colour', { exact: true }).selectOption('red');
  await page.getByLabel('background').selectOption('on a blue background');
  expect(await page.inputValue('#prompt')).toBe('three red balloons on a blue background');
  expect(await faults('slots')).toEqual([]);
});

test('painting has an address: reload and Back show the pictures', async () => {
  const key = await paint('/create?prompt=three+red+balloons&steps=6');
  await page.reload();
  await finished().nth(2).waitFor();
  for (const name of METHODS) {
    await page.waitForSelector(`img[alt="The finished picture by ${name}"]`);
  }
  await page.waitForSelector('text=/facts right: \\d of \\d/');
  expect(await page.inputValue('#prompt')).toBe('three red balloons');
  expect(await faults('painted')).toEqual([]);
  await page.setViewportSize(DESKTOP);
  await finished().first().click();
  await page.waitForURL('**/g/*');
  await page.goBack();
  await page.waitForURL(`**/create?comparison=${key}`);
  await finished().nth(2).waitFor();
  // One step further back stands the form as it was before.
  await page.goBack();
  await page.waitForURL('**/create?prompt=three+red+balloons&steps=6');
  await finished().first().waitFor({ state: 'detached' });
  expect(await page.inputValue('#prompt')).toBe('three red balloons');
  await page.goForward();
  await finished().nth(2).waitFor();
});

test('Remix fills all in, of a comparison and of a picture', async () => {
  const asked =
    '/create?prompt=two+yellow+fish&methods=vanilla,sur-kl&seed=77&steps=5&guidanceScale=3&width=128';
  const key = await paint(asked);
  await finished().nth(1).waitFor();
  const picture = await finished().first().locator('xpath=ancestor::a').getAttribute('href');
  for (const address of [`from=${key}`, `picture=${picture?.split('/').pop() ?? ''}`]) {
    await page.goto(`${url}/create?${address}`);
    expect(await page.inputValue('#prompt')).toBe('two yellow fish');
    expect(await finished().count()).toBe(0);
    await page.click('summary:has-text("Advanced")');
    const values = ['seed', 'steps', 'guidanceScale', 'width', 'height'].map((name) =>
      page.inputValue(`#${name}`),
    );
    expect(await Promise.all(values)).toEqual(['77', '5', '3', '128', '64']);
    const chosen = page.locator('main fieldset input[type=checkbox]:checked');
    expect(await chosen.count()).toBe(address.startsWith('from') ? 2 : 1);
  }
  expect(await faults('advanced')).toEqual([]);
});

test('an address of nothing, or with nonsense in it, says so above an empty form', async () => {
  await page.goto(`${url}/create?from=01234567-89ab-7def-8123-456789abcdef`);
  await page.waitForSelector('text=What this address names is not here (any more)');
  expect(await page.inputValue('#prompt')).toBe('');
  await page.goto(`${url}/create?prompt=a+dog&steps=many`);
  await page.waitForSelector('text=The address says something of “steps” that cannot be used');
  expect(await page.inputValue('#prompt')).toBe('');
});

test('a longer prompt is painted from the same noise, as a second row', async () => {
  await page.goto(`${url}/create?prompt=two+yellow+fish&steps=5`);
  await page.getByLabel('Also with a longer prompt').check();
  await page.waitForSelector('text=/Vanilla \\(CLIP\\) \\(45% → 37%\\)/');
  await page.click('main button[type=submit]');
  await page.waitForURL(/with=/);
  await page.reload();
  await finished().nth(5).waitFor();
  const rows = page.locator('section:has(> h2)');
  expect(await rows.locator('> h2').allTextContents()).toEqual(
    expect.arrayContaining(['Short prompt', 'Longer prompt']),
  );
  const longer = await page.inputValue('#longer');
  expect(longer.length).toBeGreaterThan('two yellow fish'.length);
  expect(await faults('longer')).toEqual([]);
  const { searchParams } = new URL(page.url());
  const seeds = ['comparison', 'with'].map(async (name) => {
    const answer = await fetch(`${url}/api/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        query: 'query ($key: String!) { comparison(key: $key) { generations { seed } } }',
        variables: { key: searchParams.get(name) },
      }),
    });
    return z.unknown().parse(await answer.json());
  });
  const [short, long] = await Promise.all(seeds);
  expect(short).toEqual(long);
});

test('what was painted here is listed beneath, and the list can be cleared', async () => {
  await paint('/create?prompt=a+green+heart&methods=vanilla&steps=3');
  const own = page.locator('section[aria-labelledby=own] li', { hasText: 'a green heart' });
  await own.locator('img').first().waitFor();
  await page.goto(`${url}/create`);
  await own.click();
  await finished().first().waitFor();
  await page.click('button:has-text("Clear this list")');
  await page.reload();
  await finished().first().waitFor();
  expect(await own.count()).toBe(0);
});

test('without scripts a sentence says that painting needs them', async () => {
  const other = await browser.newContext({ javaScriptEnabled: false });
  const plain = await other.newPage();
  await plain.goto(`${url}/create`);
  expect(await plain.locator('main').textContent()).toContain('Painting needs JavaScript');
  expect(await plain.locator('#prompt').isVisible()).toBe(false);
  await other.close();
});

test('on a phone the form folds to one line while pictures are shown', async () => {
  await page.setViewportSize(PHONE);
  await paint('/create?prompt=a+pink+heart&steps=5');
  await finished().nth(2).waitFor();
  expect(await page.locator('#prompt').isVisible()).toBe(false);
  for (const picture of await finished().all()) {
    const box = await picture.boundingBox();
    expect((box?.y ?? Infinity) + (box?.height ?? 0)).toBeLessThan(PHONE.height);
  }
  await page.click('button:has-text("Change")');
  expect(await page.inputValue('#prompt')).toBe('a pink heart');
});

test.each([320, 390])('at %d px nothing moves while pictures are painted', async (width) => {
  await page.setViewportSize({ width, height: 720 });
  const { expectSteady } = await measured(page);
  await paint('/create?prompt=two+blue+stars&steps=8');
  await page.waitForSelector('text=Open the comparison');
  await page.waitForSelector('text=/facts right: \\d of \\d/');
  await expectSteady();
});

test('what a proxy answers in place of the server is a sentence', async () => {
  await page.goto(`${url}/create`);
  await page.fill('#prompt', 'two yellow fish');
  const body = '<html><head><title>502 Bad Gateway</title></head></html>';
  await page.route('**/api/graphql', (route) =>
    route.fulfill({ status: 502, contentType: 'text/html', body }),
  );
  await page.click('main button[type=submit]');
  await page.waitForSelector('text=but something before it does (status 502)');
  // The browser notes the status itself.
  complaints = [];
});
