import { readFile } from 'node:fs/promises';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { comparisonSchema } from '@/lib/methods/comparison';
import type { ArenaServer } from '../load/arena-server';
import { accessibilityProblems } from '../support/accessibility';
import { launchBrowser, noteComplaints } from '../support/browser';
import { attacked } from '../support/attacked';

const manifestShape = z.object({
  icons: z.array(z.object({ src: z.string(), type: z.string(), sizes: z.string() })),
});

let server: ArenaServer;
let stop: () => Promise<void>;
let browser: Browser;
const complaints: string[] = [];
beforeAll(async () => {
  ({ server, stop } = await attacked(2));
  browser = await launchBrowser();
}, 300_000);
afterAll(async () => {
  await browser.close();
  await stop();
  expect(complaints.filter((text) => !text.includes('404'))).toEqual([]);
});

async function visit(at: string, options: BrowserContextOptions = {}): Promise<Page> {
  const page = await (await browser.newContext(options)).newPage();
  noteComplaints(page, complaints);
  await page.goto(`${server.url}${at}`);
  return page;
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

test('the menu opens without an accessibility problem, and Escape closes it', async () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await visit('/status', { viewport: { width: 1280, height: 900 }, colorScheme });
    await page.click('button[popovertarget="menu"]');
    await page.locator('#menu >> text=GraphQL API').waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.keyboard.press('Escape');
    expect(await page.locator('#menu').isVisible()).toBe(false);
  }
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
  await expect.poll(() => marked.allTextContents()).toEqual(['Compare']);
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
  const long = 'xylophone '.repeat(21).trim();
  await page.fill('input[type=search]', long);
  await page.keyboard.press('Enter');
  await page.waitForSelector('text=209 characters are 9 more than the 200 that are searched for');
  expect(await page.inputValue('main input[type=search]')).toBe(long);
});

test('the front page is a taste of the gallery, which has an address of its own', async () => {
  const page = await visit('/', {
    viewport: { width: 320, height: 640 },
    javaScriptEnabled: false,
  });
  expect(await page.locator('h1').textContent()).toBe('Who understands your prompt best?');
  await page.click('nav[aria-label="Categories"] a:text("All")');
  await page.waitForURL('**/?order=DISAGREEMENT#gallery');
  expect(await page.locator('h1').textContent()).toBe('The gallery');
  expect(await page.locator('nav[aria-label="Order"] [aria-current]').textContent()).toBe(
    'Most disagreement',
  );
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
  const feed = page.locator('link[rel=alternate][type="application/atom+xml"]');
  expect(await feed.getAttribute('href')).toBe(`${server.url}/feed.xml`);
  const manifest = manifestShape.parse(
    await (await fetch(`${server.url}/manifest.webmanifest`)).json(),
  );
  expect(manifest.icons.map(({ sizes }) => sizes)).toEqual(
    expect.arrayContaining(['any', '192x192', '512x512']),
  );
  for (const { src, type, sizes } of manifest.icons) {
    const icon = await fetch(`${server.url}${src}`);
    expect([src, icon.headers.get('content-type')]).toEqual([src, type]);
    if (sizes === 'any') continue;
    const { width, height } = await sharp(await icon.arrayBuffer()).metadata();
    expect([src, `${width}x${height}`]).toEqual([src, sizes]);
  }
  for (const at of ['/favicon.ico', '/apple-icon', '/robots.txt', '/sitemap.xml', '/feed.xml']) {
    expect([at, (await fetch(`${server.url}${at}`)).status]).toEqual([at, 200]);
  }
  const robots = await (await fetch(`${server.url}/robots.txt`)).text();
  expect(robots).toContain(`Sitemap: ${server.url}/sitemap.xml`);
  const sitemap = await (await fetch(`${server.url}/sitemap.xml`)).text();
  expect(sitemap).toContain(`<loc>${server.url}/results</loc>`);
  // Whoever is kept out of a page is not led there.
  expect(sitemap).not.toMatch(/\/yours|\/feed|\/curate/);
});

const studiedShape = z.object({ key: z.string() });

/** Starts, in a page of ours, a study of a set of its own; returns its key. */
const START_STUDY = `(async () => {
  const ask = async (query, variables) =>
    (await (await fetch('/api/graphql', { method: 'POST', headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }) })).json()).data;
  const { importPromptSet: { set } } = await ask('mutation { importPromptSet(input: { title: "Otters", licence: "CC0-1.0", text: "an otter" }) { ... on ImportedPromptSet { set { id } } } }');
  const { models } = await ask('{ models { id } }');
  const input = { set: set.id, models: models.slice(0, 2).map(({ id }) => id) };
  const { studyPlan: { sha256 } } = await ask('query ($input: StudyInput!) { studyPlan(input: $input) { ... on StudyPlan { sha256 } } }', { input });
  const { startStudy } = await ask('mutation ($input: StudyInput!, $sha256: String!) { startStudy(input: $input, planSha256: $sha256) { ... on Study { key } } }', { input, sha256 });
  return startStudy;
})()`;

test('whoever has started a study sees how far it is, and has it rest and go on; on a phone and in the dark', async () => {
  const page = await visit('/study', {
    viewport: { width: 320, height: 640 },
    colorScheme: 'dark',
  });
  expect(await accessibilityProblems(page)).toEqual([]);
  const { key } = studiedShape.parse(await page.evaluate(START_STUDY));
  await page.goto(`${server.url}/study/${key}`);
  await page.locator('text=It goes on').waitFor();
  await page.locator('text=0 of 2 pictures').waitFor();
  await page.click('button:text("Pause")');
  await page.locator('text=It rests').waitFor();
  expect(await accessibilityProblems(page)).toEqual([]);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
  await page.click('button:text("Go on")');
  await page.locator('text=It goes on').waitFor();
});
