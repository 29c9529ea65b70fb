// `npm run load`: what votes under load, and kill -9 under load, come to.
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { DATABASES } from './arena-server';
import { killWhileVoting } from './kill-votes';
import { measureVotes } from './vote-latency';

const HELP = `npm run load -- votes [--per-second 50] [--seconds 60]   how long votes take
npm run load -- kill [--rounds 100]                      kill -9 of everything while people vote

  --database pglite|postgres   (default: pglite)`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    help: { type: 'boolean', short: 'h' },
    database: { type: 'string', default: 'pglite' },
    rounds: { type: 'string', default: '100' },
    'per-second': { type: 'string', default: '50' },
    seconds: { type: 'string', default: '60' },
  },
});

const [what] = positionals;
const kind = DATABASES.find((name) => name === values.database);
if (values.help || !['votes', 'kill'].includes(what ?? '') || !kind) {
  console.log(HELP);
  process.exit(values.help ? 0 : 1);
}
const folder = await mkdtemp(path.join(tmpdir(), 'sarovar-load-'));
// PostgreSQL runs as a user of its own where this process is root's.
await chmod(folder, 0o777);
const result =
  what === 'kill'
    ? await killWhileVoting(kind, folder, Number(values.rounds), (line) => console.error(line))
    : await measureVotes(kind, folder, Number(values['per-second']), Number(values.seconds));
console.log(JSON.stringify({ database: kind, ...result }));
await rm(folder, { recursive: true, force: true });
process.exit(0);
