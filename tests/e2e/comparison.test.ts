import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startArenaServer, type ArenaServer } from '../load/arena-server';
import { accessibilityProblems } from '../support/accessibility';
import { launchBrowser, noteComplaints } from '../support/browser';
import { COMPARED, fillCompared } from '../support/compared';

let folder: string;
let server: ArenaServer;
let browser: Browser;
let key: string;
let picture: string;
const complaints: string[] = [];

async function fill(databaseUrl: string): Promise<void> {
  ({ key, picture } = await fillCompared(databaseUrl, folder));
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sarovar-comparison-'));
  await chmod(folder, 0o777);
  server = await startArenaServer('pglite', folder, fill);
  browser = await launchBrowser();
}, 300_000);
afterAll(async () => {
  await browser.close();
  await server.kill();
  await rm(folder, { recursive: true, force: true });
  expect(complaints).toEqual([]);
});

/** Keeps pictures for whoever wants to look at them: SHOTS names a folder. */
const shots = process.env['SHOTS'];

const PHONE = { width: 390, height: 780 };
const DESKTOP = { width: 1280, height: 900 };

async function visit(address = `/c/${key}`, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: DESKTOP, ...options });
  const page = await context.newPage();
  noteComplaints(page, complaints);
  await page.goto(`${server.url}${address}`);
  return page;
}

const slider = (page: Page) => page.getByLabel('Slide between A and B');
const choose = (page: Page, mode: string) => page.locator('label.pill', { hasText: mode }).click();
const differ = (page: Page) => page.locator('[role=status]', { hasText: 'of the pixels differ' });

test('the prompt says which of its words were found, the table what each picture shows instead', async () => {
  const page = await visit();
  expect(await page.textContent('h1')).toBe(COMPARED);
  const legend = (await page.textContent('main header')) ?? '';
  expect(legend).toContain('Found in every picture: kittens');
  expect(legend).toContain('Found in some: Three');
  expect(legend).toMatch(/the model does not know: fluffy, /);
  const table = page.getByRole('region', { name: 'What each picture shows' });
  expect(await table.locator('thead').textContent()).toMatch(/Vanilla.*1 of 2.*ELLA.*2 of 2/);
  const three = table.locator('tbody tr', { hasText: 'Three' });
  expect(await three.textContent()).toMatch(/✗wrong saw 2.*✓right/);
});

test('arrows slide, wherever in the viewer one is; numbers and selects choose A and B', async () => {
  const page = await visit();
  await slider(page).focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  expect(await slider(page).inputValue()).toBe('1');
  await page.getByRole('button', { name: 'Zoom in' }).focus();
  await page.keyboard.press('ArrowRight');
  expect(await slider(page).inputValue()).toBe('6');
  const [a, b] = [page.getByLabel('A', { exact: true }), page.getByLabel('B', { exact: true })];
  expect([await a.inputValue(), await b.inputValue()]).toEqual(['vanilla', 'ella']);
  await page.keyboard.press('2');
  await page.keyboard.press('Shift+3');
  const options = await b
    .locator('option')
    .evaluateAll((all) => all.map((option) => option.getAttribute('value')));
  expect([await a.inputValue(), await b.inputValue()]).toEqual([options[2], options[1]]);
  await a.selectOption({ label: 'ELLA' });
  await page.locator('img[alt="A: painted by ELLA"]').waitFor();
});

test('the difference names the share of the pixels, and there is none between equal pictures', async () => {
  const page = await visit();
  await choose(page, 'Difference');
  await differ(page).waitFor();
  expect(await differ(page).textContent()).toMatch(/^50% of the pixels differ/);
  await page.getByLabel('A', { exact: true }).selectOption({ label: 'ELLA' });
  await page.locator('text=/^0% of the pixels/').waitFor();
  expect(await differ(page).textContent()).toMatch(/^0%/);
  // The canvas is drawn on, too.
  await page.getByLabel('A', { exact: true }).selectOption({ label: 'Vanilla (CLIP)' });
  await page.locator('text=/^50% of the pixels/').waitFor();
  const canvas = await page
    .locator('canvas')
    .evaluate((element) => (element instanceof HTMLCanvasElement ? element.toDataURL() : ''));
  const png = Buffer.from(canvas.replace('data:image/png;base64,', ''), 'base64');
  expect((await sharp(png).removeAlpha().stats()).channels[0]?.mean).toBeCloseTo(127.5);
});

test('no way of comparing moves anything; Escape leaves the enlarged view, back to its button', async () => {
  const page = await visit();
  const below = () => page.locator('#pictures').evaluate((own) => own.getBoundingClientRect().top);
  const before = await below();
  for (const mode of ['Side by side', 'Blink', 'Difference', 'Slide']) {
    await choose(page, mode);
    expect([mode, await below()]).toEqual([mode, before]);
  }
  await page.getByRole('button', { name: 'Enlarge' }).click();
  const dialog = page.locator('dialog[open]');
  await dialog.waitFor();
  expect(await accessibilityProblems(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Zoom in' }).click();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Enlarge');
  expect(await page.textContent('[aria-label="Zoom"]')).toContain('2');
});

test('nothing blinks for whoever wants no motion; it is changed by hand', async () => {
  const page = await visit(undefined, { reducedMotion: 'reduce' });
  await choose(page, 'Blink');
  await page.getByRole('button', { name: 'Show the other' }).waitFor();
  expect(await page.getByRole('button', { name: 'Pause' }).count()).toBe(0);
  const shown = (side: string) =>
    page
      .locator(`.viewer-layer[data-side="${side}"]`)
      .evaluate((own) => getComputedStyle(own).clipPath);
  expect([await shown('a'), await shown('b')]).toEqual(['none', 'inset(50%)']);
  await page.getByRole('button', { name: 'Show the other' }).click();
  expect([await shown('a'), await shown('b')]).toEqual(['inset(50%)', 'none']);
});

test('votes are told once one asks for them', async () => {
  const page = await visit();
  const votes = page.locator('section[aria-labelledby="votes"]');
  expect(await votes.locator('li').isVisible()).toBe(false);
  await votes.locator('summary').click();
  await votes.locator('li').waitFor();
  expect(await votes.textContent()).toMatch(/ELLA.*against.*Vanilla.*75%.*12 votes/);
});

test('without scripts both pictures stand side by side, and everything can be read', async () => {
  const page = await visit(undefined, { javaScriptEnabled: false });
  const boxes = await Promise.all(
    ['a', 'b'].map((side) => page.locator(`.viewer-layer[data-side="${side}"] img`).boundingBox()),
  );
  const [a, b] = boxes;
  expect(a?.width).toBeGreaterThan(100);
  expect((a?.x ?? 0) + (a?.width ?? 0)).toBeLessThanOrEqual(b?.x ?? 0);
  expect(b?.width).toBe(a?.width);
  expect(await slider(page).isVisible()).toBe(false);
  await page.locator('summary', { hasText: 'Show the votes' }).click();
  await page.locator('section[aria-labelledby="votes"] li').waitFor();
  const vanilla = await page
    .locator('main')
    .getByRole('link', { name: 'Remix' })
    .getAttribute('href');
  expect(vanilla).toBe(`/create?from=${key}`);
});

test('a picture leads to its comparison, and to Remix', async () => {
  const page = await visit(`/g/${picture}`);
  expect(await page.textContent('h1')).toBe(COMPARED);
  const remix = page.locator('main').getByRole('link', { name: 'Remix' });
  expect(await remix.getAttribute('href')).toBe(`/create?picture=${picture}`);
  await page.locator('main').getByRole('link', { name: 'Compare' }).click();
  await page.waitForURL(`**/c/${key}`);
});

test('all pictures come in one archive; a frame of another page may show the comparison', async () => {
  const archive = await fetch(`${server.url}/c/${key}/download`);
  expect(archive.headers.get('content-disposition')).toMatch(/three-fluffy-white-.*\.zip"$/);
  const bytes = Buffer.from(await archive.arrayBuffer());
  // The end of the directory says how many files there are.
  expect(bytes.readUInt16LE(bytes.length - 12)).toBe(6);
  expect(bytes.includes('vanilla-1.png')).toBe(true);
  const frame = await fetch(`${server.url}/embed/c/${key}`);
  expect(frame.headers.get('content-security-policy')).toContain('frame-ancestors *');
  expect(frame.headers.get('x-frame-options')).toBe(null);
  const page = await visit(`/embed/c/${key}`);
  expect(await page.textContent('p')).toMatch(/^ELLA: 2 of 2 facts · Vanilla \(CLIP\): 1 of 2/);
  expect(await accessibilityProblems(page)).toEqual([]);
  expect((await fetch(`${server.url}/embed/c/none`)).status).toBe(404);
});

test('the longer prompt’s pictures stand below, and lead to each other', async () => {
  const page = await visit();
  const pictures = page.locator('section[aria-labelledby="pictures"]');
  expect(await pictures.locator('h2').allTextContents()).toContain('With the longer prompt');
  await pictures.getByRole('link', { name: 'Compare those' }).click();
  await page.locator('text=Three kittens, all white and fluffy').waitFor();
  expect(await pictures.locator('h2').allTextContents()).toEqual([
    'With the longer prompt',
    'With the short prompt',
  ]);
  await pictures.getByRole('link', { name: 'Compare those' }).click();
  await page.waitForURL(`**/c/${key}`);
});

test('both pages have a picture for other sites', async () => {
  for (const address of [`/c/${key}`, `/g/${picture}`]) {
    const page = await visit(address);
    const image = await page.getAttribute('meta[property="og:image"]', 'content');
    const bytes = Buffer.from(await (await fetch(image ?? '')).arrayBuffer());
    const { width, height } = await sharp(bytes).metadata();
    expect([address, width, height]).toEqual([address, 1200, 630]);
    if (shots)
      await sharp(bytes).toFile(
        path.join(shots, `preview${address.slice(0, 2).replace('/', ' ')}.png`),
      );
  }
});

test.each([
  ['a comparison', () => `/c/${key}`],
  ['a picture', () => `/g/${picture}`],
])('%s is for everybody, in both themes and all sizes', async (what, address) => {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const viewport of [{ width: 320, height: 640 }, PHONE, DESKTOP]) {
      const page = await visit(address(), { viewport, colorScheme });
      await page.evaluate(`window.shift = 0;
        new PerformanceObserver((list) => {
          for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) window.shift += value;
        }).observe({ type: 'layout-shift', buffered: true });`);
      const size = `${colorScheme} ${viewport.width}`;
      expect([size, await accessibilityProblems(page)]).toEqual([size, []]);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect([size, width]).toEqual([size, viewport.width]);
      expect(Number(await page.evaluate('window.shift'))).toBeLessThanOrEqual(0.02);
      if (shots)
        await page.screenshot({ path: path.join(shots, `${what} ${size}.png`), fullPage: true });
      await page.context().close();
    }
  }
});
