import { readFile } from 'node:fs/promises';
import axe from 'axe-core';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { comparisonSchema } from '@/lib/methods/comparison';
import type { ArenaServer } from '../load/arena-server';
import { attacked } from '../support/attacked';

const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'];

let server: ArenaServer;
let stop: () => Promise<void>;
let browser: Browser;
const complaints: string[] = [];
beforeAll(async () => {
  ({ server, stop } = await attacked(2));
  const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
  browser = await chromium.launch({ executablePath, args: FLAGS });
}, 300_000);
afterAll(async () => {
  await browser.close();
  await stop();
  expect(complaints.filter((text) => !text.includes('404'))).toEqual([]);
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

async function accessibilityProblems(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const found: unknown = await page.evaluate(`axe.run().then(({ violations }) =>
    violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' ')))`);
  return z.array(z.string()).parse(found);
}

test.each([
  ['/leaderboard', '/results'],
  ['/leaderboard?category=COLOR&form=SIMPLE', '/results?category=COLOR&form=SIMPLE'],
  ['/studio', '/create'],
  ['/studio?prompt=a%20dog', '/create?prompt=a%20dog'],
])('%s has moved for good to %s', async (from, to) => {
  const { status, headers } = await fetch(`${server.url}${from}`, { redirect: 'manual' });
  expect([status, headers.get('location')]).toEqual([308, to]);
});

test('leaderboard.json stays where it was', async () => {
  const { status, redirected } = await fetch(`${server.url}/leaderboard.json`);
  expect([status, redirected]).toEqual([200, false]);
});

const ADDRESSES = ['/', '/vote', '/results', '/create', '/methods', '/status', '/exports', '/none'];

describe.each(ADDRESSES)('%s', (address) => {
  test('does not scroll sideways at 320 px, and has no accessibility problem in the dark', async () => {
    const page = await visit(address, {
      viewport: { width: 320, height: 640 },
      colorScheme: 'dark',
    });
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBe(320);
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  test('has no accessibility problem on a desktop, with the menu open', async () => {
    const page = await visit(address, { viewport: { width: 1280, height: 900 } });
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.click('button[popovertarget="menu"]');
    await page.locator('#menu >> text=GraphQL API').waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.keyboard.press('Escape');
    expect(await page.locator('#menu').isVisible()).toBe(false);
  });
});

test.each(['/methods', '/status'])('%s fits a phone with everything unfolded', async (address) => {
  const page = await visit(address, { viewport: { width: 320, height: 640 } });
  const folds = page.locator('main details');
  expect(await folds.count()).toBeGreaterThan(0);
  await folds.evaluateAll((all) => {
    for (const fold of all) fold.setAttribute('open', '');
  });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  expect(await accessibilityProblems(page)).toEqual([]);
});

test('Methods begins with what was found, and its contents lead to each section, without scripts', async () => {
  const stored: unknown = JSON.parse(await readFile('models/sarovar-64/comparison.json', 'utf8'));
  const { rows } = comparisonSchema.parse(stored);
  const shareOf = (model: string, language: string) =>
    rows
      .filter((row) => row.method === model && row.form === 'ALL' && row.category === 'ALL')
      .map(({ value }) =>
        value.toLocaleString(language, { style: 'percent', minimumFractionDigits: 1 }),
      )
      .join();
  const page = await visit('/methods', { javaScriptEnabled: false });
  expect(await page.textContent('h1')).toBe(
    `ELLA gets every fact right in ${shareOf('ella', 'en')} of pictures, Vanilla (CLIP) in ${shareOf('vanilla', 'en')}.`,
  );
  const links = page.locator('nav[aria-label="On this page"] a');
  const titles = await links.allTextContents();
  expect(titles.slice(1, 4)).toEqual(['Vanilla (CLIP)', 'SUR', 'ELLA']);
  for (const link of await links.all()) {
    await link.click();
    const { hash } = new URL(page.url());
    expect([hash, await page.locator(`main ${hash}`).count()]).toEqual([hash, 1]);
  }
  const inSpanish = await visit('/methods', { locale: 'es', javaScriptEnabled: false });
  expect(await inSpanish.textContent('h1')).toContain(shareOf('ella', 'es'));
  expect(await inSpanish.getAttribute('main article', 'lang')).toBe('es');
});

test('Status says in one sentence that nothing is painted while no worker runs', async () => {
  const page = await visit('/status', { locale: 'es', javaScriptEnabled: false });
  expect(await page.textContent('h1')).toContain('Ahora mismo no se pinta nada.');
  expect(await page.locator('main summary').textContent()).toBe('Detalles técnicos');
});

test('the navigation says where one is, without scripts, on phones and desktops', async () => {
  for (const width of [390, 1280]) {
    const page = await visit('/results?category=COLOR', {
      javaScriptEnabled: false,
      viewport: { width, height: 800 },
    });
    const marked = page.locator('nav a[aria-current="page"]:visible', { hasText: 'Results' });
    expect(await marked.count()).toBe(1);
    await page.locator('nav a:visible', { hasText: 'Create' }).first().click();
    await page.waitForURL('**/create');
    expect(await page.locator('[aria-label="Switch between light and dark"]').isVisible()).toBe(
      false,
    );
  }
});

test('a comparison belongs to Compare', async () => {
  const page = await visit('/c/none', { viewport: { width: 1280, height: 800 } });
  const marked = page.locator('nav a[aria-current="true"]:visible');
  expect(await marked.allTextContents()).toEqual(['Compare']);
});

test('the language is the browser’s, and then whatever the reader chooses, without scripts', async () => {
  const page = await visit('/results?form=SIMPLE', {
    locale: 'es-AR',
    javaScriptEnabled: false,
    viewport: { width: 1280, height: 800 },
  });
  expect(await page.getAttribute('html', 'lang')).toBe('es');
  expect(await page.locator('header nav').textContent()).toContain('Resultados');
  await page.locator('footer button', { hasText: 'English' }).click();
  await page.waitForURL('**/results?form=SIMPLE');
  expect(await page.getAttribute('html', 'lang')).toBe('en');
  expect(await page.locator('header nav').textContent()).toContain('Results');
});

test('nobody is led elsewhere by the choice of a language', async () => {
  const choose = (language: string, referer: string) =>
    fetch(`${server.url}/language`, {
      method: 'POST',
      redirect: 'manual',
      headers: { referer, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ language }),
    });
  const to = async (referer: string) => (await choose('es', referer)).headers.get('location');
  expect(await to(`${server.url}/vote?category=COLOR`)).toBe('/vote?category=COLOR');
  expect(await to('https://elsewhere.example/vote')).toBe('/');
  expect(await to(`${server.url}//elsewhere.example`)).toBe('/elsewhere.example');
  expect(await to('nonsense')).toBe('/');
  expect((await choose('xx', server.url)).status).toBe(400);
});

test('prompts are found by their words from every page, and what is not there can be painted', async () => {
  const page = await visit('/methods', { viewport: { width: 390, height: 800 } });
  await page.fill('input[type=search]', 'xylophone');
  await page.keyboard.press('Enter');
  await page.waitForSelector('text=Nothing was painted with “xylophone” in it');
  await page.click('text=Paint it');
  await page.waitForURL('**/create?prompt=xylophone*');
});

test('the page of primitives is for developers only', async () => {
  expect((await fetch(`${server.url}/design`)).status).toBe(404);
});

test('the font is ours and preloaded; icons, manifest, robots and sitemap are there', async () => {
  const elsewhere: string[] = [];
  const page = await (await browser.newContext()).newPage();
  page.on('request', (request) => {
    if (!request.url().startsWith(server.url)) elsewhere.push(request.url());
  });
  await page.goto(server.url);
  const loaded = await page.evaluate(async () =>
    [...(await document.fonts.ready)].map(({ family, status }) => `${family} ${status}`),
  );
  expect(loaded).toContain('figtree loaded');
  expect(await page.locator('link[rel=preload][as=font]').count()).toBe(1);
  expect(elsewhere).toEqual([]);
  for (const at of [
    '/favicon.ico',
    '/icon.svg',
    '/apple-icon',
    '/manifest.webmanifest',
    '/robots.txt',
    '/sitemap.xml',
  ]) {
    expect([at, (await fetch(`${server.url}${at}`)).status]).toEqual([at, 200]);
  }
  expect(await (await fetch(`${server.url}/robots.txt`)).text()).toContain('/sitemap.xml');
});
