// `npm run load`: what votes under load, under attack, and kill -9 under load come to.
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { DATABASES, type DatabaseKind } from './arena-server';
import { measureHostile } from './hostile';
import { killWhileVoting } from './kill-votes';
import { measureVotes } from './vote-latency';

const HELP = `npm run load -- votes [--per-second 50] [--seconds 60]   how long votes take
npm run load -- kill [--rounds 100]                      kill -9 of everything while people vote
npm run load:hostile [-- --seconds 30]                   everything hostile at once while people vote

  --database pglite|postgres   (default: pglite)`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    help: { type: 'boolean', short: 'h' },
    database: { type: 'string', default: 'pglite' },
    rounds: { type: 'string', default: '100' },
    'per-second': { type: 'string', default: '50' },
    seconds: { type: 'string' },
  },
});

const [what] = positionals;
const kind = DATABASES.find((name) => name === values.database);
if (values.help || !['votes', 'kill', 'hostile'].includes(what ?? '') || !kind) {
  console.log(HELP);
  process.exit(values.help ? 0 : 1);
}
const folder = await mkdtemp(path.join(tmpdir(), 'sarovar-load-'));
// PostgreSQL runs as a user of its own where this process is root's.
await chmod(folder, 0o777);
const perSecond = Number(values['per-second']);

function measured(database: DatabaseKind): Promise<object> {
  switch (what) {
    case 'kill':
      return killWhileVoting(database, folder, Number(values.rounds), (line) =>
        console.error(line),
      );
    case 'hostile':
      return measureHostile(database, folder, perSecond, Number(values.seconds ?? 30));
    default:
      return measureVotes(database, folder, perSecond, Number(values.seconds ?? 60));
  }
}

const result = await measured(kind);
console.log(JSON.stringify({ database: kind, ...result }));
await rm(folder, { recursive: true, force: true });
process.exit(0);
