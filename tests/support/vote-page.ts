import type { Locator, Page } from 'playwright-core';

/** The two pictures with their question and answers. */
export const pair = (page: Page): Locator => page.locator('section[aria-label="The pair"]');

/** One of them: A or B. */
export const picture = (page: Page, name: string): Locator =>
  page.locator(`img[alt="Picture ${name}"]`);

/** Waits until the pair takes an answer: its pictures are there, and the moment after the last answer is over. */
export async function ready(page: Page): Promise<void> {
  const open = '[aria-busy="false"] .answer-bar button:not([aria-disabled="true"])';
  await page.locator(open).first().waitFor();
}

/** Waits until the pair asks that question, and takes an answer. */
export async function isAsked(page: Page, question: 'ALIGNMENT' | 'OVERALL'): Promise<void> {
  await page.locator(`[data-question="${question}"]`).waitFor();
  await ready(page);
}
