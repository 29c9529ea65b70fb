// How votes are told: one’s own as a card, few on a prompt as counts.
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { VOTER_COOKIE } from '@/graphql/voter-session';
import { startArenaServer, type ArenaServer } from '../load/arena-server';
import { fillForShots } from '../shots/fill';
import { pagesOf } from '../shots/pages';
import { accessibilityProblems } from '../support/accessibility';
import { launchBrowser, noteComplaints } from '../support/browser';

let folder: string;
let server: ArenaServer;
let browser: Browser;
let cookie = '';
const complaints: string[] = [];
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sarovar-taste-'));
  await chmod(folder, 0o777);
  const fill = async (url: string) => {
    cookie = await fillForShots(url, folder);
  };
  server = await startArenaServer('pglite', folder, fill);
  browser = await launchBrowser();
}, 300_000);
afterAll(async () => {
  await browser.close();
  await server.kill();
  await rm(folder, { recursive: true, force: true });
  expect(complaints).toEqual([]);
});

/** What a device is handed: one picture, and what everybody would say with it. */
const sharedShape = z.strictObject({
  type: z.string(),
  name: z.string(),
  bytes: z.number().positive(),
  text: z.string(),
  url: z.string(),
});

/** A page of somebody who has voted enough, in a browser that shares pictures or that does not. */
async function yours(shares: boolean): Promise<Page> {
  const context = await browser.newContext();
  await context.addCookies([{ name: VOTER_COOKIE, value: cookie, url: server.url }]);
  await context.addInitScript(`
    window.shared = [];
    navigator.canShare = ({ files }) => ${String(shares)} && files.length === 1;
    navigator.share = async ({ files, ...more }) => {
      window.shared.push({ type: files[0].type, name: files[0].name, bytes: files[0].size, ...more });
    };`);
  const page = await context.newPage();
  noteComplaints(page, complaints);
  await page.goto(`${server.url}/yours`);
  return page;
}

test('whoever has voted enough sees their card on Yours, and saves it', async () => {
  const page = await yours(false);
  const card = page.locator('img[src="/yours/taste"]');
  await expect
    .poll(() => card.evaluate((img) => img instanceof HTMLImageElement && img.naturalWidth))
    .toBe(1200);
  expect(await accessibilityProblems(page)).toEqual([]);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.click('text=Save your card'),
  ]);
  expect(download.suggestedFilename()).toBe('sarovar-taste.png');
  const { width, height } = await sharp(await readFile(await download.path())).metadata();
  expect({ width, height }).toEqual({ width: 1200, height: 630 });
  expect(await page.locator('text=Share your card').count()).toBe(0);
});

test('a device that shares pictures is handed the card, and nothing else of the voter', async () => {
  const page = await yours(true);
  await page.click('text=Share your card');
  await expect.poll(() => page.evaluate<number>('window.shared.length')).toBe(1);
  const [shared] = z.tuple([sharedShape]).parse(await page.evaluate<unknown>('window.shared'));
  expect(shared).toMatchObject({
    type: 'image/png',
    name: 'sarovar-taste.png',
    text: 'Which pictures follow the prompt? My own blind votes say this. Vote, too:',
    url: `${server.url}/vote`,
  });
});

test('whoever has not voted has no card', async () => {
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${server.url}/yours`);
  await page.waitForSelector('h1:has-text("Yours")');
  expect(await page.locator('text=Your taste').count()).toBe(0);
  expect((await page.request.get(`${server.url}/yours/taste`)).status()).toBe(404);
});

test('few votes on a prompt are told as counts, and of no share that would look like more', async () => {
  const { pairs } = await pagesOf(server.url);
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${server.url}${pairs?.address ?? ''}`);
  const votes = page.locator('section[aria-labelledby="votes"]');
  await votes.locator('summary').click();
  const told = await votes.locator('li').allTextContents();
  expect(told.length).toBeGreaterThan(0);
  for (const one of told) {
    expect(one).toMatch(/was chosen in \d+ of \d votes? that chose one\.|Nobody chose one\./);
    expect(one).not.toContain('%');
  }
});
