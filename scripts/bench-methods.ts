// `npm run bench:methods`: how often each way to paint gets every fact of a held-out prompt right, and what it costs.
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { Conditioner } from '@/lib/diffusion/conditioning/conditioning';
import { bestOf, candidateSeeds } from '@/lib/methods/ways/candidates';
import { nameInWay } from '@/lib/methods/model-names';
import { WAY_NAMES, WAYS } from '@/lib/methods/ways';
import type { MeasuredWays } from '@/lib/methods/ways/measured';
import { openAdapter, readAdapterFolder } from '@/lib/models/adapter';
import { openBase } from '@/lib/models/base';
import { openLanguageModel } from '@/lib/models/language-model';
import { openScorer } from '@/lib/models/scorer';
import { chooseDevice } from '@/lib/onnx/runtime';
import { SessionPool } from '@/lib/onnx/session-pool';
import { commandLine, wholeNumber } from './command-line.mjs';
import { recipeOf } from './painters';

const { values: options } = commandLine(
  `npm run bench:methods      every fact right, per model and way to paint

  --prompts N   so many of those in --file, a JSON array of { category, prompt } (default: 500)
  --base PATH   with its scorer and its ELLA beside it: PATH-scorer, PATH-ella (default: models/sarovar-64)
  --kept FILE   what was painted so far, a line each: begun again, it goes on there
                (default: test-results/bench-methods.jsonl)

Once all is painted it writes PATH/ways.json, which the methods page shows.`,
  {
    options: {
      prompts: { type: 'string', default: '500' },
      file: { type: 'string', default: 'tests/fixtures/vectors/held-out-prompts.json' },
      base: { type: 'string', default: 'models/sarovar-64' },
      kept: { type: 'string', default: 'test-results/bench-methods.jsonl' },
    },
  },
);

// One thread: others only spin while they wait, which would count as work.
const runtime = {
  sessions: new SessionPool(),
  device: chooseDevice('cpu'),
  threads: 1,
  verifyHashes: false,
};
const base = await openBase(options.base, runtime);
const scorer = await openScorer(`${options.base}-scorer`, runtime);
const recipe = recipeOf(base);
const llm = () => openLanguageModel('models/smollm2-135m-instruct', runtime);
const ella = await openAdapter(await readAdapterFolder(`${options.base}-ella`), base, llm, runtime);

interface Painter {
  readonly conditioner: Conditioner;
  readonly candidates: number;
}
const { vanilla } = base;
const usual = { vanilla, ella };
const models = new Map<string, Painter>(
  Object.entries(usual).map(([name, conditioner]) => [name, { conditioner, candidates: 1 }]),
);
for (const [name, own] of Object.entries(usual)) {
  for (const way of WAY_NAMES.filter((way) => WAYS[way].of.includes(name))) {
    const { candidates, conditioner } = WAYS[way];
    const { vocabulary } = scorer;
    models.set(nameInWay(name, way), {
      conditioner: conditioner(own, { vanilla, vocabulary }),
      candidates,
    });
  }
}

const prompts = z
  .array(z.object({ category: z.string(), prompt: z.string() }))
  .parse(JSON.parse(readFileSync(options.file, 'utf8')))
  .slice(0, wholeNumber('prompts', options.prompts));

const lineSchema = z.object({
  unet: z.string(),
  model: z.string(),
  prompt: z.string(),
  isRight: z.boolean(),
  seconds: z.number(),
});
type Line = z.infer<typeof lineSchema>;

mkdirSync(path.dirname(options.kept), { recursive: true });
const kept = existsSync(options.kept) ? readFileSync(options.kept, 'utf8').trim().split('\n') : [];
const lines = kept
  .map((line) => lineSchema.parse(JSON.parse(line)))
  .filter(({ unet }) => unet === base.unetSha256);
const keyOf = (model: string, prompt: string) => `${model} ${prompt}`;
const known = new Map(lines.map((line) => [keyOf(line.model, line.prompt), line]));

async function paint(
  [model, { conditioner, candidates }]: readonly [string, Painter],
  prompt: string,
  seed: number,
): Promise<Line> {
  const before = process.cpuUsage();
  const seeds = candidateSeeds(BigInt(seed), candidates);
  const request = { ...recipe, prompt, seeds };
  const pictures = await base.generate(
    request,
    {},
    seeds.map(() => conditioner),
  );
  const scores: (number | undefined)[] = [];
  for (const picture of pictures) scores.push((await scorer.score(picture, prompt)).score);
  const { user, system } = process.cpuUsage(before);
  const isRight = bestOf(scores, scores) === 1;
  return { unet: base.unetSha256, model, prompt, isRight, seconds: (user + system) / 1e6 };
}

for (const [seed, { prompt }] of prompts.entries()) {
  for (const painter of models) {
    const key = keyOf(painter[0], prompt);
    if (known.has(key)) continue;
    const line = await paint(painter, prompt, seed);
    known.set(key, line);
    appendFileSync(options.kept, `${JSON.stringify(line)}\n`);
  }
}

const found = [...models.keys()].map((model) => {
  const own = prompts.flatMap(({ prompt }) => known.get(keyOf(model, prompt)) ?? []);
  const seconds = own.reduce((sum, line) => sum + line.seconds, 0) / own.length;
  const right = own.map(({ isRight }) => (isRight ? '1' : '0')).join('');
  return { model, right, seconds: Number(seconds.toFixed(3)) };
});
const result: MeasuredWays = {
  command: 'npm run bench:methods',
  unetSha256: base.unetSha256,
  steps: recipe.steps,
  guidanceScale: recipe.guidanceScale,
  categories: prompts.map(({ category }) => category),
  models: found,
};
writeFileSync(path.join(options.base, 'ways.json'), `${JSON.stringify(result)}\n`);
await runtime.sessions.close();
