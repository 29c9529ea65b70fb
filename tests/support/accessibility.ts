import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { z } from 'zod';

/** What axe finds, by all its rules or by those that are named; the script runs in the page. */
export async function accessibilityProblems(
  page: Page,
  rules?: readonly string[],
): Promise<string[]> {
  await page.evaluate(axe.source);
  const options = rules ? { runOnly: rules } : {};
  const found: unknown =
    await page.evaluate(`axe.run(${JSON.stringify(options)}).then(({ violations }) =>
    violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' ')))`);
  return z.array(z.string()).parse(found);
}
