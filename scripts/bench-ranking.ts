// `npm run bench:ranking`: how long a ranking of many votes takes, on one thread.
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { Mt19937 } from '@/lib/random/mt19937';
import { rankTable } from '@/lib/evaluation/ranking/ranking';
import { OUTCOMES, type VoteTable } from '@/lib/evaluation/ranking/votes';

const { values: options } = parseArgs({
  options: {
    help: { type: 'boolean', short: 'h', default: false },
    votes: { type: 'string', default: '1000000' },
    models: { type: 'string', default: '5' },
    voters: { type: 'string', default: '20000' },
    prompts: { type: 'string', default: '2000' },
    runs: { type: 'string', default: '7' },
  },
});
if (options.help) {
  console.log(`npm run bench:ranking   median time of a ranking, from columns of votes in memory

  --votes N    (default: ${options.votes})
  --models N   (default: ${options.models})
  --voters N   (default: ${options.voters})
  --prompts N  (default: ${options.prompts})
  --runs N     (default: ${options.runs})`);
  process.exit(0);
}

const size = Number(options.votes);
const models = Array.from({ length: Number(options.models) }, (_, i) => `model ${i}`);
const rng = new Mt19937(0n);
const below = (limit: number) => rng.uint32() % limit;

const first = new Uint16Array(size).map(() => below(models.length));
const table: VoteTable = {
  models,
  size,
  first,
  second: first.map((model) => (model + 1 + below(models.length - 1)) % models.length),
  outcome: new Uint8Array(size).map(() => below(OUTCOMES.length)),
  voter: new Uint32Array(size).map(() => below(Number(options.voters))),
  voters: Number(options.voters),
  prompt: new Uint32Array(size).map(() => below(Number(options.prompts))),
  prompts: Number(options.prompts),
  propensity: new Float64Array(size).fill(0.1),
};

const milliseconds = Array.from({ length: Number(options.runs) }, () => {
  const begun = performance.now();
  rankTable(table);
  return performance.now() - begun;
}).sort((a, b) => a - b);
const median = milliseconds[Math.floor(milliseconds.length / 2)] ?? Number.NaN;
console.log(
  `${size} votes, ${models.length} models, ${options.voters} voters, ${options.prompts} prompts: ` +
    `median ${median.toFixed(0)} ms of ${milliseconds.length} (at most ` +
    `${(milliseconds.at(-1) ?? Number.NaN).toFixed(0)} ms), one thread, ` +
    `${cpus()[0]?.model ?? 'unknown CPU'}, Node ${process.versions.node}`,
);
