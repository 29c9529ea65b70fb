// Every page, seen as many different people see it.
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import openGraph from 'open-graph-scraper';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, onTestFailed, test } from 'vitest';
import { startArenaServer, type ArenaServer } from '../load/arena-server';
import { fillForShots } from '../shots/fill';
import { pagesOf } from '../shots/pages';
import { accessibilityProblems } from '../support/accessibility';
import { launchBrowser, noteComplaints, widthOf } from '../support/browser';
import { focusOf, measured } from '../support/walked';

interface Walk {
  /** What one does there. */
  readonly action: string;
  /** What is there instead without scripts. */
  readonly unscripted?: string;
  /** What its scripts may weigh, where that is more than elsewhere. */
  readonly script?: number;
}

/** Gzipped, beside the 133 kB that React and Next.js themselves are. */
const MOST_SCRIPT = 25_500;

/** Every page by its name in `tests/shots/pages.ts`. */
const WALKS: Readonly<Record<string, Walk>> = {
  compare: { action: 'main a[href="/vote"]' },
  comparison: { action: 'main nav a[href^="/vote"]' },
  picture: { action: 'main nav a[href^="/vote"], main nav a[href^="/c/"]' },
  verdict: { action: 'main a[href^="/g/"], main a[href^="/c/"]' },
  vote: {
    action: '.answer-bar button',
    unscripted: 'main noscript a[href="/results"]',
    script: 50_000,
  },
  results: { action: 'main form button' },
  'results-kept': { action: 'main a[href="/results"]' },
  create: { action: '#prompt', unscripted: 'main noscript a[href="/"]', script: 61_000 },
  methods: { action: 'main a[href], main summary' },
  status: { action: 'header a[href="/vote"], nav a[href="/vote"]' },
  data: { action: 'main a[href^="/exports/"]' },
  yours: { action: 'main a[href^="/create"]' },
  privacy: { action: 'main a[href="/yours"]' },
  curate: { action: 'main input' },
  'sign-in': { action: 'main a[href="/vote"]' },
  'not-found': { action: 'main a[href="/"]' },
};

/** Those that others can show within their own pages. */
const EMBEDDED = ['comparison', 'picture', 'results', 'results-kept'];

/** Somewhere to sign in, which nobody does. */
const SETTINGS = {
  OIDC_ISSUER: 'https://issuer.example',
  OIDC_CLIENT_ID: 'sarovar',
  CURATOR_TOKEN: 'a token of the curators',
};

const MOST_CARD = 300_000;
/** Whoever has not reached what a page is for by then has given up. */
const MOST_TABS = 40;

let folder: string;
let server: ArenaServer;
let pages: Awaited<ReturnType<typeof pagesOf>>;
let browser: Browser;
const complaints: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sarovar-walks-'));
  await chmod(folder, 0o777);
  const fill = async (url: string) => {
    await fillForShots(url, folder);
  };
  server = await startArenaServer('pglite', folder, fill, SETTINGS);
  pages = {
    ...(await pagesOf(server.url)),
    'sign-in': { address: '/sign-in/problem?why=declined' },
  };
  browser = await launchBrowser();
}, 300_000);
afterAll(async () => {
  await browser.close();
  await server.kill();
  await rm(folder, { recursive: true, force: true });
  expect(complaints.filter((text) => !text.includes('404'))).toEqual([]);
});

function urlOf(name: string): string {
  const address = pages[name]?.address;
  if (address === undefined) throw new Error(`There is no page “${name}” to walk on.`);
  return `${server.url}${address}`;
}

/** A new page, of which a picture is kept when its test fails. */
async function newPage(name: string, how: string, options: BrowserContextOptions): Promise<Page> {
  const page = await (await browser.newContext(options)).newPage();
  noteComplaints(page, complaints);
  onTestFailed(async () => {
    await mkdir('test-results/walks', { recursive: true });
    await page.screenshot({ path: `test-results/walks/${name}-${how}.png`, fullPage: true });
  });
  return page;
}

const seen = (page: Page, selector: string) => page.locator(selector).filter({ visible: true });

describe.each(Object.entries(WALKS))('%s', (name, walk) => {
  const { action, unscripted = action, script = MOST_SCRIPT } = walk;

  test('on a phone in the dark: light, steady, and no wider than the screen, however it is set', async () => {
    const page = await newPage(name, 'phone', {
      viewport: { width: 320, height: 640 },
      colorScheme: 'dark',
    });
    const { scriptBytes, expectSteady } = await measured(page);
    await page.goto(urlOf(name), { waitUntil: 'load' });
    expect.soft(await scriptBytes()).toBeLessThanOrEqual(script);
    await seen(page, action).first().waitFor();
    // 400 % at a desk is as wide as this.
    expect.soft(await widthOf(page)).toBe(320);
    expect.soft(await accessibilityProblems(page)).toEqual([]);
    await expectSteady();

    // And 200 % as this.
    await page.setViewportSize({ width: 640, height: 450 });
    expect.soft(await widthOf(page)).toBe(640);
    await page.setViewportSize({ width: 320, height: 640 });

    await page.emulateMedia({ forcedColors: 'active' });
    expect.soft(await widthOf(page)).toBe(320);
    expect.soft(await seen(page, action).count()).toBeGreaterThan(0);

    await page.emulateMedia({ forcedColors: 'none', contrast: 'more' });
    expect.soft(await widthOf(page)).toBe(320);
    expect.soft(await accessibilityProblems(page, ['color-contrast'])).toEqual([]);

    await page.emulateMedia({ contrast: 'no-preference', reducedMotion: 'reduce' });
    expect.soft(await widthOf(page)).toBe(320);
    const moving = await page.evaluate(() =>
      document
        .getAnimations()
        // What follows the reader's own scrolling moves nothing by itself.
        .filter(
          ({ playState, timeline }) => playState === 'running' && timeline === document.timeline,
        )
        .map(String),
    );
    expect.soft(moving).toEqual([]);
    await page.context().close();
  });

  test('at a desk by the keyboard: past the navigation to what it is for, and one sees where one is', async () => {
    const page = await newPage(name, 'desk', { viewport: { width: 1280, height: 900 } });
    await page.goto(urlOf(name), { waitUntil: 'load' });
    await seen(page, action).first().waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.keyboard.press('Tab');
    const first = await focusOf(page, action);
    expect(first).toMatchObject({ isSkipLink: true, isOutlined: true });
    let sawNavigation = false;
    for (let tabs = 1; ; tabs += 1) {
      const focus = await focusOf(page, action);
      expect(focus).toMatchObject({ isOutlined: true, isOutside: false });
      sawNavigation ||= focus.isInNavigation;
      if (focus.isAction) break;
      expect(tabs, `${action} is not reached, but ${focus.html}`).toBeLessThan(MOST_TABS);
      await page.keyboard.press('Tab');
    }
    expect(sawNavigation).toBe(true);
    await page.context().close();
  });

  test('without JavaScript: its heading, and what it is for', async () => {
    const page = await newPage(name, 'unscripted', {
      viewport: { width: 320, height: 640 },
      javaScriptEnabled: false,
    });
    await page.goto(urlOf(name), { waitUntil: 'load' });
    expect(await page.locator('h1').count()).toBe(1);
    expect(await seen(page, unscripted).count()).toBeGreaterThan(0);
    expect(await widthOf(page)).toBe(320);
    await page.context().close();
  });

  test.skipIf(name === 'not-found')('has a title, a description and a card', async () => {
    const { result } = await openGraph({ url: urlOf(name) });
    expect(result.ogTitle).toMatch(/\S/);
    expect(result.ogDescription).toMatch(/\S/);
    expect(result.ogSiteName).toBe('Sarovar');
    const card = result.ogImage?.[0];
    expect(card).toMatchObject({ type: 'image/png', width: '1200', height: '630' });
    const response = await fetch(card?.url ?? '');
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/png']);
    // Some sites show it from here.
    expect(response.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(bytes.length).toBeLessThanOrEqual(MOST_CARD);
    const { width, height, format } = await sharp(bytes).metadata();
    expect({ width, height, format }).toEqual({ width: 1200, height: 630, format: 'png' });
  });
});

test.each(EMBEDDED)('%s says where its oEmbed answer is', async (name) => {
  const page = await newPage(name, 'embedded', {});
  await page.goto(urlOf(name));
  const link = page.locator('link[type="application/json+oembed"]');
  const answer: unknown = await (await fetch((await link.getAttribute('href')) ?? '')).json();
  expect(answer).toMatchObject({ version: '1.0', provider_name: 'Sarovar' });
  await page.context().close();
});

/** By page, how its heading begins in Spanish. */
const IN_SPANISH: Readonly<Record<string, string>> = {
  yours: 'Lo tuyo',
  privacy: 'Privacidad',
  data: 'Datos',
  curate: 'Moderar',
};

test.each(Object.entries(IN_SPANISH))('%s speaks Spanish, too', async (name, heading) => {
  const page = await newPage(name, 'spanish', {
    locale: 'es',
    viewport: { width: 320, height: 640 },
  });
  await page.goto(urlOf(name), { waitUntil: 'load' });
  expect(await page.textContent('h1')).toBe(heading);
  expect(await page.locator('main [lang="es"] h1').count()).toBe(1);
  // A word that is missing is shown as where it should be.
  expect(await page.textContent('main')).not.toMatch(new RegExp(`\\b${name}\\.[a-z]+`, 'i'));
  expect(await accessibilityProblems(page)).toEqual([]);
  expect(await widthOf(page)).toBe(320);
  await page.context().close();
});
