// `npm run figures`: one prompt under every method of a base, for the page that explains the methods.
import { mkdir, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { z } from 'zod';
import type { Conditioner } from '@/lib/diffusion/conditioning/conditioning';
import { byMethod } from '@/lib/methods';
import type { MethodFigures } from '@/lib/methods/figures';
import {
  ADAPTER_FILE,
  openAdapter,
  openAdapterSession,
  readAdapterFolder,
  textStates,
  type AdapterFolder,
} from '@/lib/models/adapter';
import { openBase } from '@/lib/models/base';
import { openLanguageModel } from '@/lib/models/language-model';
import {
  attentionFigure,
  etaFigure,
  filmstrips,
  surReading,
  type Frames,
} from '@/lib/methods/make-figures';
import { openScorer } from '@/lib/models/scorer';
import { SessionPool } from '@/lib/onnx/session-pool';
import { commandLine } from './command-line.mjs';

const ETAS = Array.from({ length: 11 }, (_, tenth) => tenth / 10);
const SHOW_EVERY = 3;
/** Short prompts and the longer ones that the language model wrote for them. */
const ENRICHMENTS = 'docs/benchmarks/enrichment.json';

const { values: options } = commandLine(
  `npm run figures   paint the methods page's example and write <models>/<base>/figures

  --models DIR    where the models are (default: models)
  --base NAME     the base's folder (default: sarovar-64)
  --llm NAME      the language model's folder (default: smollm2-135m-instruct)
  --scorer NAME   the scorer's folder (default: sarovar-64-scorer)
  --prompt TEXT   the example (default: three red balloons on a blue background)
  --seed N        its seed (default: 0)`,
  {
    options: {
      models: { type: 'string', default: 'models' },
      base: { type: 'string', default: 'sarovar-64' },
      llm: { type: 'string', default: 'smollm2-135m-instruct' },
      scorer: { type: 'string', default: 'sarovar-64-scorer' },
      prompt: { type: 'string', default: 'three red balloons on a blue background' },
      seed: { type: 'string', default: '0' },
    },
  },
);

async function adaptersOf(base: string): Promise<AdapterFolder[]> {
  const found: AdapterFolder[] = [];
  for (const name of (await readdir(options.models)).sort()) {
    const folder = path.join(options.models, name);
    if (!(await stat(path.join(folder, ADAPTER_FILE)).catch(() => undefined))) continue;
    const adapter = await readAdapterFolder(folder);
    if (adapter.manifest.adapts === base) found.push(adapter);
  }
  const named = ({ manifest: { method, model } }: AdapterFolder) => ({ method, name: model });
  return found.sort((a, b) => byMethod(named(a), named(b)));
}

const threads = availableParallelism();
const sessions = new SessionPool();
const runtime = { sessions, device: 'cpu', threads, verifyHashes: true } as const;
const folder = path.join(options.models, options.base);
const base = await openBase(folder, runtime);
const scorer = await openScorer(path.join(options.models, options.scorer), runtime);
const llm = await openLanguageModel(path.join(options.models, options.llm), runtime);
const adapters = await adaptersOf(options.base);
const example = {
  prompt: options.prompt,
  seed: z.coerce.number().int().nonnegative().parse(options.seed),
};
const { steps, guidanceScale } = base.manifest.defaults;
const shownSteps = Array.from({ length: steps }, (_, i) => i + 1).filter(
  (step) => (step - 1) % SHOW_EVERY === 0 || step === steps,
);

const target = path.join(folder, 'figures');
await rm(target, { recursive: true, force: true });
await mkdir(target, { recursive: true });

/** Writes the frames side by side as `name`.png; returns the file's name. */
async function writeStrip(name: string, frames: Frames): Promise<string> {
  const { width = 0, height = 0 } = frames[0] ?? {};
  const sheet = sharp({
    create: { width: width * frames.length, height, channels: 3, background: 'black' },
  });
  const pasted = frames.map(({ rgb }, i) => ({
    input: Buffer.from(rgb),
    raw: { width, height, channels: 3 as const },
    left: i * width,
    top: 0,
  }));
  const file = `${name}.png`;
  await writeFile(path.join(target, file), await sheet.composite(pasted).png().toBuffer());
  return file;
}

const methods = new Map<string, Conditioner>([['vanilla', base.vanilla]]);
for (const adapter of adapters) {
  const opened = await openAdapter(adapter, base, () => Promise.resolve(llm), runtime);
  methods.set(adapter.manifest.model, opened);
}
const strips: MethodFigures['filmstrips'] = [];
for (const strip of await filmstrips(base, scorer, methods, example, shownSteps)) {
  const { frames, ...numbers } = strip;
  strips.push({ ...numbers, image: await writeStrip(`steps-${strip.method}`, frames) });
  console.log(
    `${strip.method}: facts right at steps ${shownSteps.join(' ')}: ${strip.factsRight.join(' ')}`,
  );
}

const written = z
  .object({ results: z.array(z.object({ prompt: z.string(), text: z.string() })) })
  .parse(JSON.parse(await readFile(ENRICHMENTS, 'utf8'))).results;
const texts = { short: written.map((r) => r.prompt), longer: written.map((r) => r.text) };
const etas: MethodFigures['etas'] = [];
let attention: MethodFigures['attention'] = null;
for (const adapter of adapters) {
  const network = await openAdapterSession(adapter, runtime);
  const { model } = adapter.manifest;
  if (adapter.method.figure === 'eta') {
    const read = surReading(base, network);
    const { frames, ...numbers } = await etaFigure(
      base,
      scorer,
      adapter,
      read,
      example,
      ETAS,
      texts,
    );
    etas.push({ ...numbers, image: await writeStrip(`eta-${model}`, frames) });
    console.log(`${model}: facts right at η ${ETAS.join(' ')}: ${numbers.factsRight.join(' ')}`);
  } else if (adapter.method.figure === 'attention') {
    const { prompt } = example;
    const text = await textStates(adapter, base, () => Promise.resolve(llm), runtime)(prompt);
    attention = await attentionFigure(base, adapter, network, text, llm.tokens(prompt));
  }
}

const figures: MethodFigures = {
  command: 'npm run figures',
  unetSha256: base.unetSha256,
  ...example,
  guidanceScale,
  shownSteps,
  lastStep: steps,
  filmstrips: strips,
  etas,
  attention,
};
const file = path.join(target, 'figures.json');
await writeFile(file, `${JSON.stringify(figures)}\n`);
console.log(`Written: ${target}`);
await sessions.close();
