// Votes by keys, and without a network.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isAsked, pair, picture, ready } from '../support/vote-page';
import { sent, startVoting } from '../support/voting-server';

let voting: Awaited<ReturnType<typeof startVoting>>;
beforeAll(async () => {
  voting = await startVoting();
}, 600_000);
afterAll(() => voting.stop());

test('keys act while the pair has the focus, leave scrolling alone elsewhere, and can be switched off', async () => {
  const page = await voting.visit({ viewport: { width: 1000, height: 500 } });
  const votes = sent(page, 'vote');
  await ready(page);
  // Nothing has the focus: the page scrolls.
  await page.keyboard.press('ArrowDown');
  await page.waitForFunction('window.scrollY > 0');
  // The first key only shows where keys go.
  await page.keyboard.press('ArrowLeft');
  expect(await pair(page).evaluate((element) => element === document.activeElement)).toBe(true);
  expect(votes).toEqual([]);
  await page.keyboard.press('ArrowDown');
  await isAsked(page, 'OVERALL');
  await page.waitForSelector('text=first: both bad');
  await ready(page);
  await page.keyboard.press('ArrowRight');
  await page.waitForSelector('text=1 judged');
  await ready(page);
  expect(await pair(page).evaluate((element) => element === document.activeElement)).toBe(true);

  await page.uncheck('label:has-text("Keyboard shortcuts") input');
  await pair(page).focus();
  await page.keyboard.press('1');
  await page.keyboard.press('s');
  await page.reload();
  await ready(page);
  expect(await page.isChecked('label:has-text("Keyboard shortcuts") input')).toBe(false);
  await pair(page).focus();
  await page.keyboard.press('1');
  await page.keyboard.press('ArrowLeft');
  expect(await page.locator('text=1 of 2').count()).toBe(1);
  expect(votes).toHaveLength(2);
});

test('after an answer by Enter on a button the focus is on the same button of the next pair', async () => {
  const page = await voting.visit();
  await ready(page);
  const both = page.locator('.answer-bar button:has-text("Same")');
  await both.focus();
  await page.keyboard.press('Enter');
  await isAsked(page, 'OVERALL');
  await ready(page);
  await page.keyboard.press('Enter');
  await page.waitForSelector('text=1 judged');
  await ready(page);
  expect(await both.evaluate((element) => element === document.activeElement)).toBe(true);
});

test('answers given without a network wait, and are sent once, in order, when it is back', async () => {
  const page = await (await voting.browser.newContext()).newPage();
  page.setDefaultTimeout(60_000);
  const loaded = new Set<string>();
  page.on('requestfinished', (request) => {
    if (request.url().includes('/m/')) loaded.add(request.url());
  });
  await page.goto(`${voting.url}/vote`);
  await ready(page);
  const before = await voting.stored();
  // So that a new voter's proof is brought.
  await picture(page, 'A').click();
  await page.waitForSelector('button:has-text("Undo")');
  await ready(page);
  await picture(page, 'A').click();
  await page.waitForSelector('text=1 judged');
  await ready(page);
  // The next pair is here, too.
  await expect.poll(() => loaded.size).toBe(6);
  await page.context().setOffline(true);
  await picture(page, 'B').click();
  await page.waitForSelector('text=1 answer waits for the network');
  await ready(page);
  await picture(page, 'A').click();
  await page.waitForSelector('text=2 answers wait for the network');
  await ready(page);
  await page.click('.answer-bar button:has-text("Same")');
  await page.waitForSelector('text=3 answers wait for the network');
  await ready(page);
  await page.click('.answer-bar button:has-text("Both bad")');
  await page.waitForSelector('text=No network just now');
  await page.waitForSelector('text=4 answers wait for the network');
  expect(await page.locator('[role=alert]:not(:empty)').count()).toBe(0);
  expect(await voting.stored()).toBe(before + 2);
  const votes = sent(page, 'vote');
  await page.context().setOffline(false);
  await page.waitForSelector('text=3 judged');
  await ready(page);
  const outcomes = votes.map((body) => /"outcome":"(\w+)"/.exec(body)?.[1]);
  expect(outcomes).toEqual(['RIGHT', 'LEFT', 'TIE', 'BOTH_BAD']);
  expect(await voting.stored()).toBe(before + 6);
});

test('what waited when the page was left is sent by the next visit', async () => {
  const page = await voting.visit();
  await ready(page);
  const before = await voting.stored();
  await page.route('**/api/graphql', (route) =>
    route.request().postData()?.includes('vote(') ? route.abort() : route.continue(),
  );
  await picture(page, 'A').click();
  await page.waitForSelector('text=1 answer waits for the network');
  await page.goto('about:blank');
  await page.unroute('**/api/graphql');
  await page.goto(`${voting.url}/vote`);
  await isAsked(page, 'OVERALL');
  expect(await voting.stored()).toBe(before + 1);
  expect(await page.evaluate('Object.keys(localStorage).join()')).not.toContain('waits');
});
