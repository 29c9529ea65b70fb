// `npm run shots`: every page on a filled database, photographed in every size and theme, as sheets in shots/.
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  chromium,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
} from 'playwright-core';
import { VOTER_COOKIE } from '@/graphql/voter-session';
import { commandLine } from '@/scripts/command-line.mjs';
import { buildWeb } from '@/scripts/build.mjs';
import { startArenaServer } from '../load/arena-server';
import { fillForShots } from './fill';
import { pagesOf, type Page } from './pages';
import { sheet, type Shot } from './sheet';

const HELP = `npm run shots [-- --only results,vote] [--sizes phone,desktop,narrow,tablet,wide] [--themes light,dark]
    [--at http://127.0.0.1:3000]

Photographs all pages (or those that are named) at 390, 1280 and 320 px (at 768 and 1920 only when asked), light and dark, on a database that it fills; or
those of a server that runs already, without what only its voters and curators see. Writes shots/<size>-<theme>.png, and each page beside it. Ends with 1 when a page
scrolls sideways or fails.`;

const FOLDER = 'shots';
/** More of a page than this nobody sees on a sheet. */
const LONGEST = 2600;

const SIZES = [
  {
    name: 'phone',
    scale: 2,
    touch: true,
    viewport: { width: 390, height: 844 },
    tile: 260,
    columns: 8,
  },
  {
    name: 'desktop',
    scale: 1,
    touch: false,
    viewport: { width: 1280, height: 900 },
    tile: 520,
    columns: 4,
  },
  {
    name: 'narrow',
    scale: 2,
    touch: true,
    viewport: { width: 320, height: 640 },
    tile: 220,
    columns: 8,
  },
  {
    name: 'tablet',
    scale: 1,
    touch: true,
    viewport: { width: 768, height: 1024 },
    tile: 384,
    columns: 5,
  },
  {
    name: 'wide',
    scale: 1,
    touch: false,
    viewport: { width: 1920, height: 1080 },
    tile: 640,
    columns: 4,
  },
] as const;
const USUAL_SIZES: readonly string[] = ['phone', 'desktop', 'narrow'];
const THEMES = ['light', 'dark'] as const;

const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'];

interface Photographed {
  readonly shots: readonly Shot[];
  readonly faults: readonly string[];
}

const CURATOR_TOKEN = 'a token of the curators';
/** What each kind of visitor brings. */
const COOKIES = { spaniard: 'language', voter: VOTER_COOKIE, curator: undefined } as const;

/** A browser for each kind of visitor, as they need it. */
function visitors(
  browser: Browser,
  url: string,
  voterCookie: string,
  options: BrowserContextOptions,
) {
  const contexts = new Map<Page['as'], Promise<BrowserContext>>();
  async function open(as: Page['as']): Promise<BrowserContext> {
    const context = await browser.newContext(options);
    const name = as && COOKIES[as];
    if (name) await context.addCookies([{ name, value: as === 'voter' ? voterCookie : 'es', url }]);
    if (as === 'curator') {
      await context.addInitScript((token) => {
        sessionStorage.setItem('sarovar-curator', token);
      }, CURATOR_TOKEN);
    }
    return context;
  }
  return {
    of(as: Page['as']) {
      const context = contexts.get(as) ?? open(as);
      contexts.set(as, context);
      return context;
    },
    async close() {
      for (const context of contexts.values()) await (await context).close();
    },
  };
}

/** Photographs pages in one size and theme, and says what is wrong with which: it fails, or is wider than the window. */
async function photograph(
  browser: Browser,
  url: string,
  voterCookie: string,
  pages: Readonly<Record<string, Page>>,
  size: (typeof SIZES)[number],
  colorScheme: (typeof THEMES)[number],
): Promise<Photographed> {
  const { viewport, scale: deviceScaleFactor, touch } = size;
  const look = { viewport, deviceScaleFactor, colorScheme, hasTouch: touch, isMobile: touch };
  const who = visitors(browser, url, voterCookie, look);
  const shots: Shot[] = [];
  const faults: string[] = [];
  for (const [name, { address, as, opened }] of Object.entries(pages)) {
    const page = await (await who.of(as)).newPage();
    const answer = await page.goto(`${url}${address}`, { waitUntil: 'load', timeout: 120_000 });
    const status = answer?.status() ?? 0;
    if (status >= 500) faults.push(`${name} answers ${status}`);
    if (opened !== undefined) await page.click(opened);
    // What waits for a curator is asked for by the page, and as high as it is.
    if (as === 'curator') await page.waitForLoadState('networkidle');
    // Lazy pictures come when they are near; a page of several windows is one window here.
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    await page.setViewportSize({
      ...size.viewport,
      height: Math.min(Math.max(height, size.viewport.height), LONGEST),
    });
    await page.waitForLoadState('networkidle', { timeout: 5000 }).catch(() => undefined);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    if (width > size.viewport.width)
      faults.push(`${name} at ${size.viewport.width} px is ${width} px wide, and scrolls sideways`);
    shots.push({ name, png: await page.screenshot() });
    await page.close();
  }
  await who.close();
  return { shots, faults };
}

const { values } = commandLine(HELP, {
  options: {
    only: { type: 'string' },
    at: { type: 'string' },
    sizes: { type: 'string' },
    themes: { type: 'string' },
  },
});

const folder = await mkdtemp(path.join(tmpdir(), 'sarovar-shots-'));
await chmod(folder, 0o777);
let stop = () => Promise.resolve();
let url = values.at;
let voterCookie = '';
if (url === undefined) {
  buildWeb();
  const fill = async (databaseUrl: string) => {
    voterCookie = await fillForShots(databaseUrl, folder);
  };
  const server = await startArenaServer('pglite', folder, fill, { CURATOR_TOKEN });
  stop = () => server.kill();
  ({ url } = server);
}
const only = values.only?.split(',');
const sizes = values.sizes?.split(',') ?? USUAL_SIZES;
const themes = THEMES.filter((name) => values.themes?.split(',').includes(name) ?? true);
const pages = Object.fromEntries(
  Object.entries(await pagesOf(url)).filter(
    ([name, { as }]) =>
      (only?.includes(name) ?? true) &&
      (values.at === undefined || as === undefined || as === 'spaniard'),
  ),
);
const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const browser = await chromium.launch({ executablePath, args: FLAGS });
const allFaults: string[] = [];
for (const size of SIZES.filter(({ name }) => sizes.includes(name))) {
  for (const theme of themes) {
    const into = path.join(FOLDER, `${size.name}-${theme}`);
    await mkdir(into, { recursive: true });
    const { shots, faults } = await photograph(browser, url, voterCookie, pages, size, theme);
    for (const { name, png } of shots) await writeFile(path.join(into, `${name}.png`), png);
    await writeFile(`${into}.png`, await sheet(shots, size.tile, size.columns));
    allFaults.push(...faults);
    console.log(`${into}.png: ${shots.length} pages`);
  }
}
await browser.close();
await stop();
await rm(folder, { recursive: true, force: true });
for (const one of allFaults) console.error(one);
process.exit(allFaults.length > 0 ? 1 : 0);
