import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { z } from 'zod';

const MOST_SHIFT = 0.02;

const NOTE_SHIFTS = `
  globalThis.shifts = [];
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput, sources } of list.getEntries()) {
      if (hadRecentInput) continue;
      const what = sources.map(({ node }) => node?.outerHTML?.slice(0, 120) ?? node?.nodeName);
      globalThis.shifts.push({ value, what });
    }
  }).observe({ type: 'layout-shift', buffered: true });`;

const shiftsShape = z.array(z.object({ value: z.number(), what: z.array(z.string().nullish()) }));

const builtShape = z.object({ rootMainFiles: z.array(z.string()) });

/** The scripts of React and Next.js themselves, which every page has. */
const frameworkOf = async () =>
  builtShape.parse(JSON.parse(await readFile('.next/build-manifest.json', 'utf8'))).rootMainFiles;

/** Begins to measure a page that is not opened yet: what its own scripts weigh on their way, and what moves while it comes. */
export async function measured(page: Page) {
  const framework = await frameworkOf();
  const scripts: Promise<number>[] = [];
  page.on('response', (response) => {
    const request = response.request();
    if (request.resourceType() !== 'script') return;
    if (framework.some((file) => request.url().includes(file))) return;
    scripts.push(
      request.sizes().then(
        ({ responseBodySize }) => responseBodySize,
        // Left before it was there.
        () => 0,
      ),
    );
  });
  await page.addInitScript({ content: NOTE_SHIFTS });
  return {
    scriptBytes: async () => (await Promise.all(scripts)).reduce((sum, bytes) => sum + bytes, 0),
    /** Expects that next to nothing moved that nobody has just touched. */
    expectSteady: async () => {
      const moved = shiftsShape.parse(await page.evaluate('globalThis.shifts'));
      const sum = moved.reduce((all, { value }) => all + value, 0);
      expect.soft(sum, JSON.stringify(moved)).toBeLessThanOrEqual(MOST_SHIFT);
    },
  };
}

/** What has the focus: whether that can be seen, and whether it is what a selector says. */
export function focusOf(page: Page, action: string) {
  return page.evaluate((selector) => {
    const own = document.activeElement;
    // A choice that is drawn by its label has the outline there.
    const drawnBy = [own, own?.closest('label'), own?.nextElementSibling];
    const isOutlined = drawnBy.some((one) => {
      if (!one) return false;
      const { outlineStyle, outlineWidth } = getComputedStyle(one);
      return outlineStyle !== 'none' && parseFloat(outlineWidth) > 0;
    });
    return {
      isOutlined,
      isAction: own?.matches(selector) ?? false,
      isSkipLink: own?.getAttribute('href') === '#main',
      isInNavigation: own?.closest('nav') !== null,
      isOutside: own === document.body,
      html: own?.outerHTML.slice(0, 160) ?? '',
    };
  }, action);
}
