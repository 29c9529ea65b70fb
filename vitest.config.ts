import { fileURLToPath } from 'node:url';
import { defineConfig, type UserWorkspaceConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const alias = {
  // As next.config.ts has it; vitest must not leave the library to Node then.
  'use-intl/format-message': 'use-intl/format-message/format-only',
  '@': fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, ''),
  // Node gives libraries graphql's CommonJS build; two builds in one process refuse each other.
  graphql: fileURLToPath(new URL('node_modules/graphql/index.js', import.meta.url)),
};

type ProjectTest = NonNullable<UserWorkspaceConfig['test']>;

/** A group of tests that `vitest --project <name>` runs. */
function project(name: string, include: string[], more: ProjectTest = {}): UserWorkspaceConfig {
  const shared: ProjectTest = {
    environment: 'node',
    testTimeout: 120_000,
    hookTimeout: 120_000,
    server: { deps: { inline: ['use-intl'] } },
  };
  return { resolve: { alias }, test: { name, include, ...shared, ...more } };
}

const API = ['tests/api/**/*.test.ts'];
/** What these ask has no SQL of its own, locks nothing and is asked one after the other: the faster database says it all. */
const SAME_ON_EITHER = [
  'curated',
  'curators',
  'curators-sign-in',
  'default-base',
  'facts',
  'methods',
  'nonsense',
  'rating',
  'sign-in-attacks',
  'sizes',
  'statements',
].map((name) => `tests/api/${name}.test.ts`);
const SEVERAL_WORKERS = 'tests/worker/several-workers.test.ts';
const SMOKE = { SMOKE_MODELS: 'test-results/smoke' };
/** Assert how long a server takes, and so that nothing else takes the machine from it. */
const TIMED = ['door', 'one-request', 'pictures'].map((name) => `tests/attack/${name}.test.ts`);
/** Wait for what several processes of the launcher settle among themselves within seconds. */
const LAUNCHED = ['tests/e2e/one-launcher.test.ts'];

/** Groups whose files take minutes: begun first, so that none of them is waited for alone at the end. */
const LONG = ['smoke', 'e2e', 'worker', 'attack', 'models'];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ project }: TestSpecification) =>
      LONG.includes(project.name) ? LONG.indexOf(project.name) : LONG.length;
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

/** Each file's database is a copy of one that is made before them all. */
function onDatabase(kind: 'pglite' | 'postgres', env: Record<string, string> = {}): ProjectTest {
  return { globalSetup: 'tests/support/template.ts', env: { TEST_DATABASE: kind, ...env } };
}

/** What needs nothing but itself. */
export const UNIT = project('unit', ['tests/unit/**/*.test.{ts,tsx}'], {
  setupFiles: 'tests/support/pure.ts',
});

export default defineConfig({
  test: {
    // Many of the tests start processes or inference sessions of their own: two at a time is plenty.
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    projects: [
      UNIT,
      project('models', ['tests/models/**/*.test.ts']),
      project('pglite', [...API, 'tests/pglite/**/*.test.ts'], {
        ...onDatabase('pglite'),
        exclude: SAME_ON_EITHER,
      }),
      project('postgres', [...API, SEVERAL_WORKERS], onDatabase('postgres')),
      project('audit', ['tests/audit/**/*.test.ts']),
      project('store', ['tests/store/**/*.test.ts']),
      project('worker', ['tests/worker/**/*.test.ts'], {
        ...onDatabase('pglite'),
        // They wait for pictures that are really painted, on whatever machine.
        testTimeout: 600_000,
      }),
      project('llm', ['tests/llm/**/*.test.ts']),
      project('smoke', ['tests/smoke/**/*.test.ts'], onDatabase('pglite', SMOKE)),
      project('gpu', ['tests/gpu/**/*.test.ts'], onDatabase('pglite')),
      project('attack', ['tests/attack/**/*.test.ts'], { exclude: TIMED }),
      // One after the other, when all else is over.
      project('attack-timed', TIMED, { fileParallelism: false }),
      project('e2e', ['tests/e2e/**/*.test.ts'], { exclude: LAUNCHED }),
      project('e2e-timed', LAUNCHED, { fileParallelism: false }),
    ],
  },
});
