// `npm run bench:ranking`: how long rankings of many votes take, on one thread.
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { quarantineSuspicious } from '@/lib/arena/quarantine';
import { personalRanking } from '@/lib/arena/rankings';
import { refreshStandings } from '@/lib/arena/standings';
import { rankTable } from '@/lib/evaluation/ranking/ranking';
import { OUTCOMES, type VoteTable } from '@/lib/evaluation/ranking/votes';
import { Mt19937 } from '@/lib/random/mt19937';
import { closeDatabase, prisma } from '@/lib/store/database';
import { migrate } from '@/lib/store/migrate';
import { startPostgres } from '../tests/support/servers';
import { fillVotes, type Amounts } from './fill-votes';
import { commandLine, wholeNumber } from './command-line.mjs';

const { values: options } = commandLine(
  `npm run bench:ranking   times of a ranking from columns of votes in memory, and of all rankings from
                        votes in a database, which a PostgreSQL of its own is filled with: some minutes

  --votes N (1000000)   --models N (5)   --voters N (20000)   --prompts N (2000)
  --columns             only from columns, so many times: --runs N (7)`,
  {
    options: {
      votes: { type: 'string', default: '1000000' },
      models: { type: 'string', default: '5' },
      voters: { type: 'string', default: '20000' },
      prompts: { type: 'string', default: '2000' },
      runs: { type: 'string', default: '7' },
      columns: { type: 'boolean', default: false },
    },
  },
);

const amounts: Amounts = {
  votes: wholeNumber('votes', options.votes),
  models: wholeNumber('models', options.models),
  voters: wholeNumber('voters', options.voters),
  prompts: wholeNumber('prompts', options.prompts),
};

/** Columns of votes that say nothing. */
function randomTable({ votes, models, voters, prompts }: Amounts): VoteTable {
  const rng = new Mt19937(0n);
  const below = (limit: number) => rng.uint32() % limit;
  const first = new Uint16Array(votes).map(() => below(models));
  return {
    models: Array.from({ length: models }, (_, i) => `model ${i}`),
    size: votes,
    first,
    second: first.map((model) => (model + 1 + below(models - 1)) % models),
    outcome: new Uint8Array(votes).map(() => below(OUTCOMES.length)),
    voter: new Uint32Array(votes).map(() => below(voters)),
    voters,
    prompt: new Uint32Array(votes).map(() => below(prompts)),
    prompts,
    propensity: new Float64Array(votes).fill(0.1),
    weight: new Float64Array(votes).fill(1),
  };
}

/** One ranking, from columns in memory. */
function measureColumns(runs: number): string {
  const table = randomTable(amounts);
  const milliseconds = Array.from({ length: runs }, () => {
    const begun = performance.now();
    rankTable(table);
    return performance.now() - begun;
  }).sort((a, b) => a - b);
  const median = milliseconds[Math.floor(milliseconds.length / 2)] ?? Number.NaN;
  const most = milliseconds.at(-1) ?? Number.NaN;
  return `one ranking from columns in memory: median ${median.toFixed(0)} ms of ${runs} (at most ${most.toFixed(0)} ms)`;
}

/**
 * What `work` takes, how much of that this process computes, which other processes do not lengthen, and for how
 * long at once it lets nothing else run.
 */
async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const delays = monitorEventLoopDelay({ resolution: 1 });
  delays.enable();
  const begun = performance.now();
  const before = process.cpuUsage();
  const result = await work();
  const seconds = (performance.now() - begun) / 1000;
  const { user, system } = process.cpuUsage(before);
  const computing = ((user + system) / 1e6).toFixed(2);
  delays.disable();
  const held = (delays.max / 1e9).toFixed(2);
  const memory = (process.resourceUsage().maxRSS / 2 ** 10).toFixed(0);
  console.log(
    `${what}: ${seconds.toFixed(2)} s, ${computing} s of it computing here, at most ${held} s at once; ` +
      `${memory} MiB at the peak so far`,
  );
  return result;
}

/** From votes in a PostgreSQL of its own to what pages read. */
async function measureDatabase(): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'sarovar-ranking-'));
  await chmod(folder, 0o755);
  const { url, stop } = await startPostgres(folder);
  process.env['DATABASE_URL'] = url;
  await migrate(url);
  await timed('filling the database', () => fillVotes(amounts));
  await timed('from the database to all stored rankings', () => refreshStandings());
  console.log(`${await prisma().storedRanking.count()} rankings are stored`);
  await timed('seeing that nothing has changed', () => refreshStandings());
  const own = await timed('one voter’s own ranking', () => personalRanking('voter 40', 'base'));
  console.log(`of ${own.votes} votes`);
  await timed('looking for suspicious voters', () => quarantineSuspicious());
  await closeDatabase();
  await stop();
  await rm(folder, { recursive: true, force: true });
}

const { votes, models, voters, prompts } = amounts;
const machine = `${cpus()[0]?.model ?? 'unknown CPU'}, Node ${process.versions.node}`;
console.log(`${votes} votes, ${models} models, ${voters} voters, ${prompts} prompts; ${machine}`);
console.log(measureColumns(wholeNumber('runs', options.runs)));
if (!options.columns) await measureDatabase();
