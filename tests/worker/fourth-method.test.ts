import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { startDatabase } from '../support/database';

const execute = promisify(execFile);
const NETWORK = 'tests/fixtures/mean-adapter.onnx';
const SOURCES = ['app', 'graphql', 'lib', 'prisma', 'scripts', 'tests/support'];
const MODELS = ['sarovar-64', 'sarovar-64-sur-kl', 'sarovar-64-scorer'];

/** A copy of Sarovar, in which docs/extending.md is followed. */
let copy: string;
let stop: () => Promise<void>;
const changed: string[] = [];
const at = (file: string) => path.join(copy, file);

async function change(file: string, edit: (text: string) => string): Promise<void> {
  const before = await readFile(at(file), 'utf8').catch(() => '');
  await writeFile(at(file), edit(before));
  changed.push(file);
}

/** What a program says in the copy. Throws with all that it said when it fails. */
async function node(...args: string[]): Promise<string> {
  const options = { cwd: copy, maxBuffer: 2 ** 24 };
  const { stdout } = await execute(process.execPath, args, options).catch((error: unknown) => {
    const said = z.object({ stdout: z.string(), stderr: z.string() }).parse(error);
    throw new Error(said.stdout + said.stderr);
  });
  return stdout;
}

/** The code blocks of a section of docs/extending.md, by language. */
async function blocksOf(section: string): Promise<{ language: string; code: string }[]> {
  const text = await readFile('docs/extending.md', 'utf8');
  const [, found = ''] = text.split(`\n## ${section}\n`);
  const [own = ''] = found.split('\n## ');
  return [...own.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language = '', code = '']) => ({
    language,
    code,
  }));
}

async function writeAdapter(manifest: string): Promise<void> {
  const folder = at('models/sarovar-64-mean');
  await mkdir(folder);
  const network = await readFile(NETWORK);
  await writeFile(path.join(folder, 'adapter.onnx'), network);
  const other: unknown = JSON.parse(await readFile('models/sarovar-64-ella/manifest.json', 'utf8'));
  const { adaptsUnetSha256 } = z.object({ adaptsUnetSha256: z.string() }).parse(other);
  const sha256 = createHash('sha256').update(network).digest('hex');
  const filled = manifest
    .replace("that of unet/model.onnx in the base's manifest", adaptsUnetSha256)
    .replace('its SHA-256', sha256);
  await writeFile(path.join(folder, 'manifest.json'), filled);
}

beforeAll(async () => {
  stop = await startDatabase();
  copy = await mkdtemp(path.join(tmpdir(), 'sarovar-fourth-'));
  for (const folder of SOURCES) await cp(folder, at(folder), { recursive: true });
  const list = 'training/sarovar_training/convert/configuration.json';
  for (const file of ['package.json', 'tsconfig.json', list]) await cp(file, at(file));
  await symlink(path.resolve('node_modules'), at('node_modules'));
  await mkdir(at('models'));
  for (const name of MODELS) await symlink(path.resolve('models', name), at(`models/${name}`));

  const [method, lines, manifest] = await blocksOf('A conditioning method');
  await change('lib/methods/mean.ts', () => method?.code ?? '');
  const [imported = '', listed = ''] = lines?.code.split('\n') ?? [];
  await change('lib/methods/index.ts', (text) =>
    text.replace(/^/, `${imported}\n`).replace('} as const satisfies', `${listed}\n$&`),
  );
  await node('--import', 'tsx', 'scripts/print-schema.ts');
  changed.push('graphql/schema.graphql');
  await writeAdapter(manifest?.code ?? '');
});
afterAll(async () => {
  await stop();
  await rm(copy, { recursive: true, force: true });
});

test('a fourth method changes three files, and no type or check is against it', async () => {
  expect(changed).toHaveLength(3);
  expect(await readFile(at('graphql/schema.graphql'), 'utf8')).toMatch(/enum Method \{[^}]*MEAN/);
  const include = ['lib/methods', 'lib/models/adapter.ts', 'lib/**/*.d.ts'];
  const config = { extends: './tsconfig.json', include };
  await writeFile(at('tsconfig.some.json'), JSON.stringify(config));
  await node('node_modules/typescript/bin/tsc', '-p', 'tsconfig.some.json');
});

const seen = z.object({
  statuses: z.array(z.tuple([z.string(), z.string(), z.string().nullable()])),
  comparison: z.object({
    generations: z.array(
      z.object({
        pixelsSha256: z.string(),
        model: z.object({ name: z.string(), method: z.string() }),
      }),
    ),
  }),
  page: z.string(),
  models: z.string(),
  votes: z.string(),
});

test('it paints, is compared, voted on, exported and explained', async () => {
  const stdout = await node(
    ...['--import', 'tsx', '--import', './tests/support/outside-next.mjs'],
    'tests/support/fourth-method.ts',
  );
  const { statuses, comparison, page, models, votes } = seen.parse(
    JSON.parse(stdout.trim().split('\n').at(-1) ?? ''),
  );
  expect(statuses).toEqual([
    ['mean', 'SUCCEEDED', null],
    ['sur-kl', 'SUCCEEDED', null],
    ['vanilla', 'SUCCEEDED', null],
  ]);
  const { generations } = comparison;
  expect(generations.map(({ model }) => `${model.method} ${model.name}`)).toEqual([
    'VANILLA vanilla',
    'SUR sur-kl',
    'MEAN mean',
  ]);
  expect(new Set(generations.map(({ pixelsSha256 }) => pixelsSha256)).size).toBe(3);
  expect(votes).toMatch(/"(first|second)":"mean@[0-9a-f]{8}"/);
  expect(page).toContain('CLIP reads the prompt, and each of its states is replaced by the mean');
  expect(page).toMatch(/aria-label="Models with [^"]*"[^]*Mean[^<]* · mean</);
  const exported = models
    .trim()
    .split('\n')
    .filter((line) => line.includes('"method":"MEAN"'));
  expect(exported).toHaveLength(1);
});
