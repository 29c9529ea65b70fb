import { vi } from 'vitest';

/** What a pure test has no business with: each use of it throws. */
const forbidden = vi.hoisted(
  () =>
    (module: string): object =>
      new Proxy(
        {},
        {
          has: () => true,
          get(_, name) {
            if (name === 'then') return undefined;
            throw new Error(
              `A test of the suite "unit" is pure: it uses ${String(name)} of ${module}.`,
            );
          },
        },
      ),
);

vi.mock('node:child_process', () => forbidden('node:child_process'));
vi.mock('onnxruntime-node', () => forbidden('onnxruntime-node'));
vi.mock('@electric-sql/pglite', () => forbidden('@electric-sql/pglite'));
vi.mock('pg', () => forbidden('pg'));
