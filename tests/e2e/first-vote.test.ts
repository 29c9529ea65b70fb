import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startArenaServer, type ArenaServer } from '../load/arena-server';
import { fill } from '../load/fill';
import { launchBrowser } from '../support/browser';
import { isAsked, pair, ready } from '../support/vote-page';

const NAME = 'sarovar.lan';

let folder: string;
let server: ArenaServer;
let browser: Browser;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sarovar-first-vote-'));
  await chmod(folder, 0o777);
  const prepare = (databaseUrl: string) => fill(databaseUrl, folder, 6);
  server = await startArenaServer('pglite', folder, prepare, { HOSTS: NAME });
  browser = await launchBrowser([`--host-resolver-rules=MAP ${NAME} 127.0.0.1`]);
}, 300_000);
afterAll(async () => {
  await browser.close();
  await server.kill();
  await rm(folder, { recursive: true, force: true });
});

test('a first vote from a phone of the same network, over http, is proven beside the page', async () => {
  const page = await (
    await browser.newContext({ viewport: { width: 390, height: 780 } })
  ).newPage();
  const complaints: string[] = [];
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (message) => {
    // What browsers keep for https they ignore here, and say so.
    if (message.text().startsWith('The Cross-Origin-Opener-Policy header')) return;
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.goto(`http://${NAME}:${new URL(server.url).port}/vote`);
  await ready(page);
  expect(await page.evaluate('String(crypto.subtle)')).toBe('undefined');
  await pair(page).focus();
  await page.keyboard.press('ArrowLeft');
  await page.waitForSelector('button:has-text("Undo")');
  await isAsked(page, 'OVERALL');
  await page.keyboard.press('ArrowRight');
  await page.waitForSelector('text=1 judged');
  expect(complaints).toEqual([]);
});
