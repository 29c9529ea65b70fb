import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { z } from 'zod';

/** What axe finds; the script runs in the page. */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const found: unknown = await page.evaluate(`axe.run().then(({ violations }) =>
    violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' ')))`);
  return z.array(z.string()).parse(found);
}
