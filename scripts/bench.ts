// `npm run bench`: the same pictures by onnxruntime-node and by PyTorch eager, in turn, in one run.
import { at } from '@/lib/at';
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { z } from 'zod';
import { format, replaceSection } from './markdown';
import { trainingPython } from './python.mjs';
import { commandLine, wholeNumber } from './command-line.mjs';

const RESULT = 'docs/benchmarks/generation.json';

const { values: options } = commandLine(
  `npm run bench                compare onnxruntime-node with PyTorch eager
npm run bench -- --write     and write ${RESULT} and the table of docs/speed.md

  --model FOLDER    an exported model folder (default: models/sarovar-64)
  --steps N         denoising steps (default: 25)
  --threads N       threads of both (default: all)
  --rounds N        both are started this many times, in turn (default: 3)`,
  {
    options: {
      model: { type: 'string', default: 'models/sarovar-64' },
      steps: { type: 'string', default: '25' },
      threads: { type: 'string', default: String(availableParallelism()) },
      rounds: { type: 'string', default: '3' },
      write: { type: 'boolean', default: false },
    },
  },
);

const node = z.object({
  seconds: z.array(z.number()),
  outside: z.array(z.number()),
  peakMiB: z.number(),
  onnxruntime: z.string(),
  node: z.string(),
});
const torch = z.object({
  seconds: z.object({ contiguous: z.number(), channelsLast: z.number() }),
  peakMiB: z.number(),
  torch: z.string(),
});

function measure(command: string, args: string[], cwd = '.'): unknown {
  const out = execFileSync(command, args, {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(out.trim().split('\n').at(-1) ?? '');
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const low = at(sorted, Math.ceil(middle) - 1);
  return (low + at(sorted, Math.floor(middle))) / 2;
}

const python = trainingPython();
if (!python) throw new Error('The comparison needs Python 3.11 or newer with venv.');
const { model, steps, threads } = options;

interface Row {
  readonly batch: number;
  readonly nodeSeconds: number;
  readonly torchSeconds: number;
  readonly torchLayout: string;
  readonly outsideRuntime: number;
  readonly nodePeakMiB: number;
  readonly torchPeakMiB: number;
}

const versions = { node: '', onnxruntime: '', torch: '' };

function compare(batch: number): Row {
  const common = ['--steps', steps, '--batch', String(batch), '--threads', threads];
  const nodes: z.infer<typeof node>[] = [];
  const torches: z.infer<typeof torch>[] = [];
  for (let round = 0; round < wholeNumber('rounds', options.rounds); round += 1) {
    const paint = ['--import', 'tsx', 'scripts/bench-paint.ts', '--model', model, ...common];
    nodes.push(node.parse(measure(process.execPath, paint)));
    const bench = ['-m', 'sarovar_training', 'bench', '--model', `../${model}`, ...common];
    torches.push(torch.parse(measure(`../${python}`, bench, 'training')));
  }
  versions.node = nodes[0]?.node ?? '';
  versions.onnxruntime = nodes[0]?.onnxruntime ?? '';
  versions.torch = torches[0]?.torch ?? '';
  const contiguous = median(torches.map((t) => t.seconds.contiguous));
  const channelsLast = median(torches.map((t) => t.seconds.channelsLast));
  return {
    batch,
    nodeSeconds: median(nodes.flatMap((n) => n.seconds)),
    torchSeconds: Math.min(contiguous, channelsLast),
    torchLayout: contiguous < channelsLast ? 'contiguous' : 'channels last',
    outsideRuntime: median(nodes.flatMap((n) => n.outside)),
    nodePeakMiB: Math.max(...nodes.map((n) => n.peakMiB)),
    torchPeakMiB: Math.max(...torches.map((t) => t.peakMiB)),
  };
}

/** One prompt by each of three methods in one batch, against vanilla alone. */
const VANILLA = 'vanilla';
const ADAPTERS = ['sur-cosine-4000', 'ella'];
const METHODS = [VANILLA, ...ADAPTERS];

function compareMethods() {
  const common = ['--model', model, '--steps', steps, '--threads', threads];
  const paint = (methods: string) =>
    node.parse(
      measure(process.execPath, [
        ...['--import', 'tsx', 'scripts/bench-paint.ts', ...common, '--methods', methods],
      ]),
    );
  const alone: z.infer<typeof node>[] = [];
  const together: z.infer<typeof node>[] = [];
  for (let round = 0; round < wholeNumber('rounds', options.rounds); round += 1) {
    alone.push(paint(VANILLA));
    together.push(paint([VANILLA, ...ADAPTERS.map((name) => `${model}-${name}`)].join(',')));
  }
  const seconds = (all: typeof alone) => median(all.flatMap((one) => one.seconds));
  const peak = (all: typeof alone) => Math.max(...all.map((one) => one.peakMiB));
  return {
    methods: METHODS,
    aloneSeconds: seconds(alone),
    togetherSeconds: seconds(together),
    alonePeakMiB: peak(alone),
    togetherPeakMiB: peak(together),
  };
}

const latency = z.object({ milliseconds: z.array(z.number()) });

const rows = [1, 4].map(compare);
const methods = compareMethods();
const idleStart = latency.parse(
  measure(process.execPath, ['--import', 'tsx', 'scripts/bench-latency.ts']),
).milliseconds;
const machine = `${cpus()[0]?.model ?? 'unknown CPU'}, ${threads} threads`;
const cells = rows.map((r) =>
  [
    r.batch,
    `${r.nodeSeconds.toFixed(2)} s`,
    `${r.torchSeconds.toFixed(2)} s (${r.torchLayout})`,
    `${(r.torchSeconds / r.nodeSeconds).toFixed(2)}×`,
    `${(100 * r.outsideRuntime).toFixed(1)} %`,
    `${r.nodePeakMiB.toFixed(0)} / ${r.torchPeakMiB.toFixed(0)} MiB`,
  ].join(' | '),
);
const table = `| pictures at once | onnxruntime-node | PyTorch eager | faster | outside ONNX Runtime | peak memory |
| --- | --- | --- | --- | --- | --- |
${cells.map((row) => `| ${row} |`).join('\n')}

${steps} DDIM steps with guidance, fp32, same weights, whole pictures (text encoder, UNet, decoder); medians of
${options.rounds} processes each, in turn. ${machine}; Node ${versions.node}, onnxruntime-node ${versions.onnxruntime},
PyTorch ${versions.torch} in the faster of its two memory layouts. Command: \`npm run bench\`.

The same prompt by ${METHODS.join(', ')} in one batch: ${methods.togetherSeconds.toFixed(2)} s against ${methods.aloneSeconds.toFixed(2)} s for
vanilla alone, ${(methods.togetherSeconds / methods.aloneSeconds).toFixed(2)}× the time (three pictures), and ${methods.togetherPeakMiB.toFixed(0)} against
${methods.alonePeakMiB.toFixed(0)} MiB at the peak, ${(methods.togetherPeakMiB / methods.alonePeakMiB).toFixed(2)}×, with ELLA's language model and its reading of the prompt counted in.

From enqueuing a picture to its start on an idle worker (both processes on this machine): median
${median(idleStart).toFixed(0)} ms, at most ${Math.max(...idleStart)} ms of ${idleStart.length}.`;
console.log(`\n${table}`);

if (options.write) {
  mkdirSync('docs/benchmarks', { recursive: true });
  const idle = { startMilliseconds: idleStart };
  const result = { model, steps: Number(steps), machine, versions, rows, methods, idle };
  writeFileSync(RESULT, `${JSON.stringify(result, null, 2)}\n`);
  format(RESULT);
  replaceSection('docs/speed.md', 'bench', table);
}
