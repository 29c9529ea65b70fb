// `npm run shots`: every page on a filled database, photographed in every size and theme, as sheets in shots/.
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { commandLine } from '@/scripts/command-line.mjs';
import { chromium, type Browser } from 'playwright-core';
import { buildWeb } from '@/scripts/build.mjs';
import { startArenaServer } from '../load/arena-server';
import { fillForShots } from './fill';
import { pagesOf } from './pages';
import { sheet, type Shot } from './sheet';

const HELP = `npm run shots [-- --only results,vote] [--sizes phone,desktop,narrow] [--at http://127.0.0.1:3000]

Photographs all pages (or those that are named) at 390, 1280 and 320 px, light and dark, on a database that it fills; or
those of a server that runs already. Writes shots/<size>-<theme>.png, and each page beside it. Ends with 1 when a page
scrolls sideways or fails.`;

const FOLDER = 'shots';
/** More of a page than this nobody sees on a sheet. */
const LONGEST = 2600;

const SIZES = [
  { name: 'phone', scale: 2, viewport: { width: 390, height: 844 }, tile: 260, columns: 8 },
  { name: 'desktop', scale: 1, viewport: { width: 1280, height: 900 }, tile: 520, columns: 4 },
  { name: 'narrow', scale: 2, viewport: { width: 320, height: 640 }, tile: 220, columns: 8 },
] as const;
const THEMES = ['light', 'dark'] as const;

const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'];

interface Photographed {
  readonly shots: readonly Shot[];
  readonly faults: readonly string[];
}

/** Photographs pages in one size and theme, and says what is wrong with which: it fails, or is wider than the window. */
async function photograph(
  browser: Browser,
  url: string,
  addresses: Readonly<Record<string, string>>,
  size: (typeof SIZES)[number],
  colorScheme: (typeof THEMES)[number],
): Promise<Photographed> {
  const context = await browser.newContext({
    viewport: size.viewport,
    deviceScaleFactor: size.scale,
    colorScheme,
  });
  const shots: Shot[] = [];
  const faults: string[] = [];
  for (const [name, address] of Object.entries(addresses)) {
    const page = await context.newPage();
    const answer = await page.goto(`${url}${address}`, { waitUntil: 'load', timeout: 120_000 });
    const status = answer?.status() ?? 0;
    if (status >= 500) faults.push(`${name} answers ${status}`);
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
  await context.close();
  return { shots, faults };
}

const { values } = commandLine(HELP, {
  options: {
    only: { type: 'string' },
    at: { type: 'string' },
    sizes: { type: 'string' },
  },
});

const folder = await mkdtemp(path.join(tmpdir(), 'sarovar-shots-'));
await chmod(folder, 0o777);
let stop = () => Promise.resolve();
let url = values.at;
if (url === undefined) {
  buildWeb();
  const server = await startArenaServer('pglite', folder, (databaseUrl) =>
    fillForShots(databaseUrl, folder),
  );
  stop = () => server.kill();
  ({ url } = server);
}
const only = values.only?.split(',');
const sizes = values.sizes?.split(',');
const addresses = Object.fromEntries(
  Object.entries(await pagesOf(url)).filter(([name]) => only?.includes(name) ?? true),
);
const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const browser = await chromium.launch({ executablePath, args: FLAGS });
const allFaults: string[] = [];
for (const size of SIZES.filter(({ name }) => sizes?.includes(name) ?? true)) {
  for (const theme of THEMES) {
    const into = path.join(FOLDER, `${size.name}-${theme}`);
    await mkdir(into, { recursive: true });
    const { shots, faults } = await photograph(browser, url, addresses, size, theme);
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
