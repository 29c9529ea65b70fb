import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessibilityProblems } from '../support/accessibility';
import { isAsked, pair, picture, ready } from '../support/vote-page';
import { sent, startVoting } from '../support/voting-server';
import { measured } from '../support/walked';

const PHONE = { viewport: { width: 390, height: 780 }, isMobile: true, hasTouch: true };

let voting: Awaited<ReturnType<typeof startVoting>>;
beforeAll(async () => {
  voting = await startVoting();
}, 600_000);
afterAll(() => voting.stop());

test('a first visit says how in three steps; from the front page to the first vote are two taps', async () => {
  const page = await voting.visit(PHONE, '/');
  await page.tap('nav[aria-label="Pages, at the bottom"] >> text=Vote');
  await ready(page);
  await page.waitForSelector('[aria-label="How to vote"]');
  expect(await accessibilityProblems(page)).toEqual([]);
  await picture(page, 'A').tap();
  await isAsked(page, 'OVERALL');
  await page.tap('text=Got it');
  expect(await page.locator('[aria-label="How to vote"]').count()).toBe(0);
  await page.reload();
  await ready(page);
  expect(await page.locator('[aria-label="How to vote"]').count()).toBe(0);
});

test('two quick taps are one answer, and the first choice is marked', async () => {
  const page = await voting.visit(PHONE);
  const votes = sent(page, 'vote');
  await ready(page);
  const before = await voting.stored();
  await page.evaluate(`{
    const picture = document.querySelector('img[alt="Picture B"]');
    picture.click();
    picture.click();
  }`);
  await isAsked(page, 'OVERALL');
  await page.waitForSelector('text=first: B');
  await page.waitForSelector('button:has-text("Undo")');
  await ready(page);
  expect(votes).toHaveLength(1);
  expect(await voting.stored()).toBe(before + 1);
  expect(await page.locator('button.is-first img').getAttribute('alt')).toBe('Picture B');
  // What can be undone is said between the pictures and what is known of the last pair, and covers neither.
  const below = '.needs-script > [aria-label="How to vote"], .needs-script > [aria-live=polite]';
  const [said, last, large] = await Promise.all(
    ['.toast > div', below, '[aria-label="Enlarge picture A"]'].map((at) =>
      page.locator(at).boundingBox(),
    ),
  );
  expect((said?.y ?? NaN) + (said?.height ?? NaN)).toBeLessThanOrEqual(last?.y ?? NaN);
  expect((large?.y ?? NaN) + (large?.height ?? NaN)).toBeLessThanOrEqual(said?.y ?? NaN);
  await page.tap('button:has-text("Undo")');
  await isAsked(page, 'ALIGNMENT');
  expect(await page.locator('button.is-first').count()).toBe(0);
});

test('nothing is answered before both pictures are there; one that fails can be loaded again', async () => {
  const context = await voting.browser.newContext();
  const page = await context.newPage();
  let failing: string | undefined;
  await page.route('**/m/*', (route) => {
    failing ??= route.request().url();
    return route.request().url() === failing ? route.abort() : route.continue();
  });
  const votes = sent(page, 'vote');
  await page.goto(`${voting.url}/vote`);
  const again = page.locator('button:has-text("Load again")');
  await again.waitFor();
  expect(await pair(page).getAttribute('aria-busy')).toBe('true');
  await pair(page).focus();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.locator('.answer-bar button >> nth=1').dispatchEvent('click');
  failing = 'none';
  await again.click();
  await ready(page);
  expect(await page.locator('text=1 of 2').count()).toBe(1);
  expect(votes).toEqual([]);
  await context.close();
});

test('nothing on the page shifts while it loads and pairs come and go', async () => {
  for (const options of [PHONE, { viewport: { width: 1280, height: 900 } }]) {
    const context = await voting.browser.newContext(options);
    await context.addInitScript(`
      window.shifted = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
      }).observe({ type: 'layout-shift', buffered: true });`);
    const page = await context.newPage();
    await page.goto(`${voting.url}/vote`);
    for (let vote = 1; vote <= 3; vote += 1) {
      await ready(page);
      await picture(page, 'A').click();
      await isAsked(page, 'OVERALL');
      await ready(page);
      await picture(page, 'B').click();
      await page.waitForSelector(`text=${vote} judged`);
    }
    await ready(page);
    expect(await page.evaluate<number>('window.shifted')).toBeLessThanOrEqual(0.02);
    await context.close();
  }
});

test('on a phone pictures stand side by side or above each other, and can be enlarged', async () => {
  const page = await voting.visit(PHONE);
  await ready(page);
  const top = async (name: string) => (await picture(page, name).boundingBox())?.y;
  expect(await top('A')).toBe(await top('B'));
  await page.tap('[aria-label="Pictures above each other"]');
  expect(await top('A')).not.toBe(await top('B'));
  await page.reload();
  await ready(page);
  expect(await top('A')).not.toBe(await top('B'));
  await page.tap('[aria-label="Pictures side by side"]');
  expect(await top('A')).toBe(await top('B'));

  await page.tap('[aria-label="Enlarge picture B"]');
  const large = page.locator('dialog[open]');
  await expect
    .poll(async () => (await large.locator('img[alt="Picture B, enlarged"]').boundingBox())?.x)
    .toBeLessThan(60);
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.keyboard.press('ArrowLeft');
  await expect
    .poll(async () => (await large.locator('img[alt="Picture A, enlarged"]').boundingBox())?.x)
    .toBeGreaterThan(-1);
  await page.tap('dialog[open] >> text=Back to the vote');
  expect(await page.locator('text=1 of 2').count()).toBe(1);
});

test('when all is judged the page says how the voter agrees with others, and where to go', async () => {
  const page = await voting.visit();
  const taste = { votes: 24 };
  const myRanking = {
    needed: 30,
    agreement: { value: 0.83, asked: 18 },
    trusted: { name: 'ella', category: 'COLOR' },
  };
  await page.route('**/api/graphql', (route) =>
    route.request().postData()?.includes('query Taste')
      ? route.fulfill({ json: { data: { myRanking: { ...myRanking, ...taste } } } })
      : route.continue(),
  );
  const { expectSteady } = await measured(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.reload();
  const over = page.locator('h2:has-text("You have judged everything there is")');
  const open = page.locator('.answer-bar button:not([aria-disabled="true"])');
  for (;;) {
    await over.or(open).first().waitFor();
    if (await over.isVisible()) break;
    await open.first().click();
  }
  await page.waitForSelector('text=You agree 83% with the crowd (18 votes).');
  await page.waitForSelector('text=You trust ELLA on colour.');
  await page.waitForSelector('text=24 of 30 to your own ranking');
  expect(await page.locator('a[href="/yours/taste"]').count()).toBe(0);
  await page.waitForLoadState('networkidle');
  await expectSteady();
  taste.votes = 30;
  for (const width of [1280, 390, 320]) {
    await page.setViewportSize({ width, height: 720 });
    await page.reload();
    await page.waitForSelector('a[href="/yours/taste"]:has-text("Save your card")');
    await page.waitForLoadState('networkidle');
    await expectSteady();
  }
  expect(await page.locator('[role=alert]:not(:empty)').count()).toBe(0);
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.click('main >> text=Create a picture');
  await page.waitForURL('**/create');

  // Pairs that are painted meanwhile come by themselves.
  await page.goto(`${voting.url}/vote`);
  await over.waitFor();
  await voting.paint(1);
  await ready(page);
  expect(await over.count()).toBe(0);
}, 400_000);
