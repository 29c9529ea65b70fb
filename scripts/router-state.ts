import { z } from 'zod';

const segment = z.union([
  z.string(),
  z.tuple([z.string(), z.string(), z.string(), z.array(z.string()).nullable()]),
]);

/** What of a page's state Next.js 16 reads; the rest says how it got there (its own flightRouterStateSchema). */
const routerState: z.ZodType = z.lazy(() =>
  z
    .tuple([segment, z.record(z.string(), routerState)])
    .rest(z.union([z.string(), z.number(), z.null(), z.tuple([z.string(), z.string()])])),
);

/** Whether a header is what a browser's router says of its page: Next.js takes anything else for a fault of its own. */
export function isRouterState(header: string | readonly string[]): boolean {
  if (typeof header !== 'string' || header.length > 40_000) return false;
  try {
    return routerState.safeParse(JSON.parse(decodeURIComponent(header))).success;
  } catch {
    return false;
  }
}
