import { mkdtemp, chmod, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closeDatabase, prisma } from '@/lib/store/database';
import { migrate } from '@/lib/store/migrate';
import { at } from '@/lib/at';
import { registerModels } from '@/lib/models/register';
import { startArenaServer, type ArenaServer } from '../load/arena-server';
import { accessibilityProblems } from '../support/accessibility';
import { launchBrowser } from '../support/browser';
import { judgedComparison, row } from '../support/judged';
import { storeRanking } from '../support/stored-ranking';

const PROMPT = 'Three fluffy white kittens playing with a ball of yarn on a bright green carpet';
/** Sarovar's own prompts, and how many kittens ELLA and the others paint. */
const TELLING = [
  ['two yellow kittens', 2, 1],
  ['three yellow kittens', 2, 3],
] as const;
const PHONE = { width: 320, height: 640 };

let folder: string;
let server: ArenaServer;
let browser: Browser;
let comparison: Awaited<ReturnType<typeof judgedComparison>>;

async function fill(databaseUrl: string): Promise<void> {
  process.env['DATABASE_URL'] = databaseUrl;
  process.env['DATA_DIR'] = folder;
  await migrate(databaseUrl);
  await registerModels('models');
  // By all models; a card shows those that stand for their methods.
  const seen = [2, 2, 3, 2, 3, 2].map((count) => row('kitten', 'yellow', count));
  comparison = await judgedComparison(PROMPT, seen);
  const models = await prisma().model.findMany({ orderBy: { id: 'asc' } });
  for (const [prompt, byElla, byOthers] of TELLING) {
    const pictures = models.map(({ name }) =>
      row('kitten', 'yellow', name === 'ella' ? byElla : byOthers),
    );
    const { key } = await judgedComparison(prompt, pictures);
    const { promptId: id } = await prisma().comparison.findUniqueOrThrow({ where: { id: key } });
    await prisma().prompt.update({ where: { id }, data: { seeded: true } });
  }
  const { id: baseId } = await prisma().base.findFirstOrThrow();
  for (const category of ['ALL', 'COUNTING']) {
    await prisma().likeness.create({
      data: {
        baseId,
        category,
        firstId: at(models, 0).id,
        secondId: at(models, 1).id,
        pairs: 34,
        alike: 27,
        prompts: 34,
        low: 0.63,
        high: 0.9,
        countedAt: new Date(),
      },
    });
  }
  await storeRanking();
  await closeDatabase();
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sarovar-facts-'));
  await chmod(folder, 0o777);
  server = await startArenaServer('pglite', folder, fill);
  browser = await launchBrowser();
}, 300_000);
afterAll(async () => {
  await browser.close();
  await server.kill();
  await rm(folder, { recursive: true, force: true });
});

async function open(address: string, viewport = PHONE): Promise<Page> {
  const page = await browser.newPage({ viewport, colorScheme: 'dark' });
  await page.goto(`${server.url}${address}`);
  return page;
}

/** What axe finds on the page, and whether its main part is wider than the screen. */
async function faultsOf(page: Page): Promise<string[]> {
  const faults = await accessibilityProblems(page);
  const wide: unknown = await page.evaluate(`document.querySelector('main').scrollWidth`);
  return Number(wide) > PHONE.width ? [...faults, `main is ${Number(wide)} px wide`] : faults;
}

const shots = process.env['SHOTS'];

/** Keeps pictures for whoever wants to look at them: SHOTS names a folder. */
async function keep(page: Page, name: string): Promise<void> {
  if (shots === undefined) return;
  for (const [width, size] of [
    [390, 'phone'],
    [1280, 'desktop'],
  ] as const) {
    await page.setViewportSize({ width, height: 900 });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({
        path: path.join(shots, `${name}-${size}-${colorScheme}.png`),
        fullPage: true,
      });
    }
  }
  await page.setViewportSize(PHONE);
}

test('a card says what was checked in each picture, and what nobody knows', async () => {
  const page = await open('/?source=VISITORS');
  const card = (await page.textContent('main li:has(img)')) ?? '';
  expect(card).toContain('2 of 2 facts');
  expect(card).toContain('1 of 2 facts');
  expect(card).toContain('Unknown words: fluffy, playing, with, ball, yarn, bright, carpet');
  expect(card).toMatch(/right about 9\d–100% of such facts/);
  const three = page.locator('main li li', { hasText: 'Three' });
  expect(await three.textContent()).toMatch(/Three kittens ✗wrong✓right✓right/);
  expect(await faultsOf(page)).toEqual([]);
  await keep(page, 'card');
});

test('what prompts state chooses in the gallery, without scripts, and stands in the address', async () => {
  const context = await browser.newContext({ viewport: PHONE, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${server.url}/?source=VISITORS&order=NEWEST`);
  await page.selectOption('select[name=number]', '3');
  await page.selectOption('select[name=thing]', { label: 'kitten (1)' });
  await page.click('form[aria-label="What the prompt says"] button');
  await page.waitForURL('**/?order=NEWEST&source=VISITORS&number=3&thing=kitten#gallery');
  expect(await page.locator('main li:has(img) a').count()).toBe(1);
  expect(await page.inputValue('select[name=number]')).toBe('3');
  await page.goto(`${server.url}/?source=VISITORS&thing=dog`);
  expect(await page.textContent('main')).toContain('Nothing with “dog” here yet');
  expect(await page.locator('main li:has(img)').count()).toBe(0);
  await context.close();
});

test('a comparison and a picture say which facts are right, and what was seen instead', async () => {
  const page = await open(`/c/${comparison.key}`);
  const main = (await page.textContent('main')) ?? '';
  expect(main).toContain('2 of 2 checkable facts');
  expect(main).toMatch(/does not know: fluffy, playing/);
  expect(main).toContain('1 of 2 checkable facts');
  expect(main).not.toMatch(/\d %.?right/);
  expect(await faultsOf(page)).toEqual([]);
  await keep(page, 'comparison');
  await page.goto(`${server.url}/g/${at(comparison.keys, 1)}`);
  const picture = (await page.textContent('main')) ?? '';
  expect(picture).toContain('Automatic score: 1 of 2 checkable facts · 7 words unknown');
  expect(picture).toMatch(/white kittens –nobody can check it automatically/);
  await page.click('text=What it saw');
  expect(await faultsOf(page)).toEqual([]);
  await keep(page, 'picture');
});

test('Methods shows ELLA on a prompt where it is right and on one where it is wrong', async () => {
  const page = await open('/methods');
  const cards = page.locator('section[aria-labelledby="examples-title"] .card');
  const [right, wrong] = await cards.allTextContents();
  expect(right).toMatch(/ELLA is righttwo yellow kittens.*Vanilla.*1 of 2 facts.*ELLA2 of 2 facts/);
  expect(wrong).toMatch(/ELLA is wrongthree yellow kittens.*2 of 2 facts.*ELLA1 of 2 facts/);
  await page.locator('main details').evaluateAll((folds) => {
    for (const fold of folds) fold.setAttribute('open', '');
  });
  expect(await faultsOf(page)).toEqual([]);
  await keep(page, 'methods');
});

test('no category leads nowhere, and what is none says so', async () => {
  for (const category of ['COUNTING', 'COLOR', 'ACTION', 'SPATIAL', 'CHARACTER', 'OTHER']) {
    const page = await open(`/results?category=${category}`);
    expect(await page.locator('main a:has-text("Paint a prompt")').count()).toBe(1);
    await page.close();
  }
  for (const address of ['/', '/results']) {
    const page = await open(`${address}?category=SMELL`);
    expect(await page.textContent('main')).toContain('There is no category “SMELL”');
    expect(await faultsOf(page)).toEqual([]);
    await page.close();
  }
  const page = await open('/');
  const categories = page.locator('nav[aria-label="Categories"] a');
  expect(await categories.allTextContents()).toEqual(['All', 'Counting']);
});

test('the ranking says how many pairs cannot be told apart', async () => {
  const page = await open('/results');
  const main = (await page.textContent('main')) ?? '';
  expect(main).toContain('27 of 34 pairs of pictures, 79%, look the same');
  expect(main).toContain('63% to 90%');
  expect(await faultsOf(page)).toEqual([]);
  await keep(page, 'ranking');
});

test('results say what is known, have four columns, are chosen by a form, and can be kept and cited', async () => {
  const page = await open('/results');
  await page.selectOption('select[name=question]', 'OVERALL');
  await page.click('form[aria-label="Which votes"] button');
  await page.waitForURL('**/results?question=OVERALL**');
  expect(await page.textContent('main')).toContain('ELLA leads, beyond what chance explains.');
  const ranking = page.locator('table:has(caption:text("Results as a table"))');
  expect(await ranking.locator('th[scope=col]').count()).toBe(4);
  expect(await ranking.locator('tbody tr').first().textContent()).toMatch(
    /^1ELLA.*1,\d{3} \S+ to 1,\d{3}/,
  );
  await page.click('summary:has-text("More about each method")');
  expect(await faultsOf(page)).toEqual([]);
  await keep(page, 'results');
  await page.click('text=Keep these results');
  await page.click('text=their permalink');
  await page.waitForURL('**/r/*');
  expect(await page.textContent('h1')).toBe('Results: Preferred');
  expect(await page.textContent('[aria-label=BibTeX]')).toContain(`url{${page.url()}}`);
  const csv = await (await fetch(`${page.url()}/csv`)).text();
  expect(csv).toMatch(/^model,best_rank.*\r\nella@[0-9a-f]{8},1,1,\d/);
  expect(await faultsOf(page)).toEqual([]);
  await keep(page, 'kept');
  const spanish = await browser.newPage({ locale: 'es', viewport: PHONE });
  await spanish.goto(page.url());
  expect(await spanish.textContent('main')).toContain('ELLA va en cabeza');
  expect(await faultsOf(spanish)).toEqual([]);
  expect((await fetch(`${server.url}/r/none/csv`)).status).toBe(404);
});

test('the studio names unknown words before painting, and suggests a category', async () => {
  const page = await open('/create');
  await page.waitForSelector('text=It knows 113 words');
  const suggested = page.locator('#category option:checked');
  expect(await suggested.textContent()).toBe('As the prompt says');
  await page.fill('#prompt', 'four fluffy kittens');
  await page.waitForSelector('text=never seen the word “fluffy”');
  expect(await suggested.textContent()).toBe('Counting (suggested)');
  await page.click('text=6 colours');
  expect(await page.locator('#words-of-kind button').allTextContents()).toEqual(
    'blue green pink purple red yellow'.split(' '),
  );
  expect(await faultsOf(page)).toEqual([]);
  await keep(page, 'studio');
});
