import pg from 'pg';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import type { ArenaServer } from '../load/arena-server';
import { accessibilityProblems } from '../support/accessibility';
import { launchBrowser, noteComplaints } from '../support/browser';
import { attacked } from '../support/attacked';

const TOKEN = 'a token of the curators';

let server: ArenaServer;
let stop: () => Promise<void>;
let browser: Browser;
let client: pg.Client;
const complaints: string[] = [];
beforeAll(async () => {
  ({ server, stop } = await attacked(2, { CURATOR_TOKEN: TOKEN }));
  client = new pg.Client({ connectionString: server.databaseUrl });
  await client.connect();
  await client.query('UPDATE "Comparison" SET arena = NULL');
  await client.query('UPDATE "Generation" SET blind = false');
  browser = await launchBrowser();
}, 300_000);
afterAll(async () => {
  await browser.close();
  await client.end();
  await stop();
  // What is hidden or removed is not found: that is what is looked at.
  expect(complaints.filter((text) => !text.includes('404'))).toEqual([]);
});

async function visit(at: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  noteComplaints(page, complaints);
  await page.goto(`${server.url}${at}`);
  return page;
}

const row = z.object({ id: z.string(), sha256: z.string(), text: z.string() });

/** A picture of a prompt, by its number. */
async function picture(number: number) {
  const { rows } = await client.query(
    `SELECT g.id, g."imageSha256" AS sha256, p.text FROM "Generation" g JOIN "Prompt" p ON p.id = g."promptId"
     ORDER BY g.id OFFSET $1 LIMIT 1`,
    [number],
  );
  return row.parse(rows[0]);
}

const status = async (at: string) => (await fetch(`${server.url}${at}`)).status;

test('a visitor reports a picture; a curator signs in, hides, restores and removes it for good', async () => {
  const { id, sha256, text } = await picture(0);
  const visitor = await visit(`/g/${id}`);
  await visitor.click('text=Report this picture');
  await visitor.fill('dialog[open] input', 'not what it says');
  await visitor.click('dialog[open] >> text="Report"');
  await visitor.waitForSelector('text=a curator will look at it');

  const page = await visit('/curate');
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.fill('#token', 'not the token of anybody');
  await page.click('text=Sign in');
  await page.waitForSelector('text=That is not the curators’ token');
  await page.fill('#token', TOKEN);
  await page.click('text=Sign in');
  await page.waitForSelector('text=not what it says');
  const item = page.locator('li.card', { hasText: text });
  await item.locator('img').waitFor();
  expect(await accessibilityProblems(page)).toEqual([]);

  await item.getByRole('button', { name: 'Hide' }).click();
  await page.waitForSelector('text=Say in a few words why.');
  expect(await status(`/g/${id}`)).toBe(200);
  await item.locator('input').fill('it shows something else');
  await item.getByRole('button', { name: 'Hide' }).click();
  await page.waitForSelector('text=Nothing waits.');
  await page.waitForSelector('text=visible → hidden: it shows something else');
  expect(await status(`/g/${id}`)).toBe(404);
  expect(await status(`/i/${sha256}.png`)).toBe(404);

  await page.click('text=What is hidden');
  // Curators see it still.
  await item.locator('img').waitFor();
  await item.getByRole('button', { name: 'Restore' }).click();
  await page.waitForSelector('text=hidden → visible: fine');
  expect(await status(`/g/${id}`)).toBe(200);
  expect(await status(`/i/${sha256}.png`)).toBe(200);

  await visitor.reload();
  const other = await visit(`/g/${id}`);
  await other.click('text=Report this picture');
  await other.fill('dialog[open] input', 'somebody’s face');
  await other.click('dialog[open] >> text="Report"');
  await other.waitForSelector('text=a curator will look at it');
  await page.reload();
  await page.waitForSelector('text=somebody’s face');
  await item.locator('input').fill('a face');
  await item.getByRole('button', { name: 'Remove for good' }).click();
  await item.getByRole('button', { name: 'Really' }).click();
  await page.waitForSelector('text=visible → removed: a face');
  expect(await status(`/g/${id}`)).toBe(404);
  expect(await status(`/i/${sha256}.png`)).toBe(404);
  // The others of its comparison stay.
  expect(await status(`/g/${(await picture(1)).id}`)).toBe(200);

  await page.click('text=Sign out');
  await page.waitForSelector('#token');
  await page.reload();
  expect(await page.locator('#token').isVisible()).toBe(true);
});
