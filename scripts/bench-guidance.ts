// `npm run bench:guidance`: how often each way to guide gets every fact of a held-out prompt right, and what it costs.
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { z } from 'zod';
import { at } from '@/lib/at';
import type { Guidance } from '@/lib/diffusion/guidance';
import { openBase } from '@/lib/models/base';
import { openScorer } from '@/lib/models/scorer';
import { chooseDevice } from '@/lib/onnx/runtime';
import { SessionPool } from '@/lib/onnx/session-pool';
import { recipeOf } from './painters';
import { commandLine, wholeNumber } from './command-line.mjs';

const { values: options } = commandLine(
  `npm run bench:guidance      every fact right, per way to guide, with 95 % intervals

  --prompts N   so many of those in --file, a JSON array of texts (default: 200)
  --seeds N     pictures of each prompt (default: 1)
  --base PATH   with its scorer beside it, PATH-scorer (default: models/sarovar-64)
  --threads N   default: all`,
  {
    options: {
      prompts: { type: 'string', default: '200' },
      seeds: { type: 'string', default: '1' },
      file: { type: 'string', default: 'tests/fixtures/vectors/short-prompts.json' },
      base: { type: 'string', default: 'models/sarovar-64' },
      threads: { type: 'string', default: String(availableParallelism()) },
    },
  },
);

const sessions = new SessionPool();
const runtime = {
  sessions,
  device: chooseDevice('cpu'),
  threads: wholeNumber('threads', options.threads),
  verifyHashes: false,
};
const base = await openBase(options.base, runtime);
const scorer = await openScorer(`${options.base}-scorer`, runtime);
const recipe = recipeOf(base);
const { guidanceScale } = recipe;

const WAYS: ReadonlyMap<string, Partial<Guidance>> = new Map(
  Object.entries({
    plain: {},
    'from 0.1': { guidanceFrom: 0.1 },
    'to 0.7': { guidanceTo: 0.7 },
    'from 0.1 to 0.7': { guidanceFrom: 0.1, guidanceTo: 0.7 },
    APG: { guidanceMode: 'APG' },
    'CFG-Zero*': { guidanceMode: 'CFG_ZERO_STAR' },
    'plain, twice the scale': { guidanceScale: 2 * guidanceScale },
    'APG, twice the scale': { guidanceMode: 'APG', guidanceScale: 2 * guidanceScale },
  } satisfies Record<string, Partial<Guidance>>),
);

const all = z.array(z.string()).parse(JSON.parse(readFileSync(options.file, 'utf8')));
const prompts = all.slice(0, wholeNumber('prompts', options.prompts));
const seeds = Array.from({ length: wholeNumber('seeds', options.seeds) }, (_, i) => BigInt(i));

/** For each prompt that states something, the share of its pictures in which all of it is right. */
async function measure(way: Partial<Guidance>) {
  const shares: number[] = [];
  const begun = performance.now();
  for (const prompt of prompts) {
    const pictures = await base.generate({ ...recipe, ...way, prompt, seeds }, {});
    const scores = await Promise.all(pictures.map((picture) => scorer.score(picture, prompt)));
    const known = scores.flatMap(({ score }) => (score === undefined ? [] : [score]));
    if (known.length > 0) shares.push(known.filter((score) => score === 1).length / known.length);
  }
  const pictures = prompts.length * seeds.length;
  return { shares, seconds: (performance.now() - begun) / 1000 / pictures };
}

/** The mean over prompts with its 95 % interval, in points. */
function meanOf(values: readonly number[]): string {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  const half = 1.96 * Math.sqrt(variance / n);
  const points = (value: number) => (100 * value).toFixed(1);
  return `${points(mean)} (${points(mean - half)} to ${points(mean + half)})`;
}

let plain: readonly number[] | undefined;
console.log('| guidance | every fact right, % | − plain, points | s a picture |');
console.log('| --- | --- | --- | --- |');
for (const [name, way] of WAYS) {
  const { shares, seconds } = await measure(way);
  plain ??= shares;
  const reference = plain;
  const difference = meanOf(shares.map((share, i) => share - at(reference, i)));
  console.log(`| ${name} | ${meanOf(shares)} | ${difference} | ${seconds.toFixed(2)} |`);
}
console.log(
  `\n${prompts.length} prompts, ${seeds.length} seeds, ${recipe.steps} steps of ${recipe.scheduler}, guidance ${guidanceScale}, ${options.base}.`,
);
await sessions.close();
