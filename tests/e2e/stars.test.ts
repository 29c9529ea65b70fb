// Stars, given beside each other and alone, and in the reader's language.
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startArenaServer, type ArenaServer } from '../load/arena-server';
import { accessibilityProblems } from '../support/accessibility';
import { launchBrowser, noteComplaints } from '../support/browser';
import { fillCompared } from '../support/compared';

let folder: string;
let server: ArenaServer;
let browser: Browser;
let key: string;
let picture: string;
const complaints: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sarovar-stars-'));
  await chmod(folder, 0o777);
  server = await startArenaServer('pglite', folder, async (databaseUrl) => {
    ({ key, picture } = await fillCompared(databaseUrl, folder));
  });
  browser = await launchBrowser();
}, 300_000);
afterAll(async () => {
  await browser.close();
  await server.kill();
  await rm(folder, { recursive: true, force: true });
  expect(complaints).toEqual([]);
});

async function visit(address: string, locale = 'en'): Promise<Page> {
  const page = await (await browser.newContext({ locale })).newPage();
  noteComplaints(page, complaints);
  await page.goto(`${server.url}${address}`);
  return page;
}

test('on a comparison each method is given stars, which are there again afterwards and on the picture', async () => {
  const page = await visit(`/c/${key}`);
  const stars = page.locator('section[aria-labelledby="stars"]');
  // Nobody is swayed by what others gave before they ask.
  expect(await stars.locator('fieldset').count()).toBe(0);
  await stars.locator('summary').click();
  const ella = stars.locator('li', { hasText: 'ELLA' });
  const follows = ella.locator('fieldset', { hasText: 'Shows what the prompt says' });
  await follows.getByText('no ratings yet').waitFor();
  await follows.locator('label', { hasText: '4 stars' }).click();
  await follows.getByText('4.0 of 5 (1)').waitFor();
  const vanilla = stars.locator('li', { hasText: 'Vanilla' });
  expect(await vanilla.getByText('no ratings yet').count()).toBe(3);
  expect(await accessibilityProblems(page)).toEqual([]);

  await page.reload();
  await stars.locator('summary').click();
  await follows.getByText('4.0 of 5 (1)').waitFor();
  expect(await follows.locator('input:checked').getAttribute('value')).toBe('4');
});

test('a picture’s page says all of its own in the reader’s language', async () => {
  const page = await visit(`/g/${picture}`, 'es');
  const main = page.locator('main');
  await main.getByText('aún sin estrellas').first().waitFor();
  for (const fold of await main.locator('details > summary').all()) await fold.click();
  const text = (await main.textContent()) ?? '';
  for (const said of [
    'Tus estrellas',
    'Este modelo nunca ha visto',
    'Reproducir',
    'Avisar sobre esta imagen',
    'Escala de guía',
    'SHA-256 de los píxeles',
  ]) {
    expect(text).toContain(said);
  }
  expect(text).not.toMatch(/\b(Your|stars|Report|Reproduce|Seed|Steps|Weights|has never seen)\b/);
  await main.getByText('Avisar sobre esta imagen').first().click();
  await page.locator('dialog[open]').getByText('¿Qué tiene de malo esta imagen?').waitFor();
});
