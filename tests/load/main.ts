// `npm run load`: what votes under load, under attack, and kill -9 under load come to.
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { commandLine, misused, wholeNumber } from '@/scripts/command-line.mjs';
import { DATABASES, type DatabaseKind } from './arena-server';
import { measureQuestions } from './gallery-questions';
import { measureHostile } from './hostile';
import { killWhileVoting } from './kill-votes';
import { measureScoreboard } from './scoreboard-latency';
import { measureVotes } from './vote-latency';

const HELP = `npm run load -- votes [--per-second 50] [--seconds 60]   how long votes take
npm run load -- kill [--rounds 100]                      kill -9 of everything while people vote
npm run load -- scoreboard [--times 30]                 how long the scoreboard takes
npm run load -- questions [--pictures 1000000] [--explain]  how long questions about many pictures take; PostgreSQL only
npm run load:hostile [-- --seconds 30]                   everything hostile at once while people vote

  --database pglite|postgres   (default: pglite)
  --folder FOLDER              where the database's files are, and stay; by default a new one that goes`;

const { values, positionals } = commandLine(HELP, {
  allowPositionals: true,
  options: {
    database: { type: 'string', default: 'pglite' },
    rounds: { type: 'string', default: '100' },
    'per-second': { type: 'string', default: '50' },
    seconds: { type: 'string' },
    times: { type: 'string', default: '30' },
    pictures: { type: 'string', default: '1000000' },
    explain: { type: 'boolean', default: false },
    folder: { type: 'string' },
  },
});

const [what] = positionals;
const kind = DATABASES.find((name) => name === values.database);
if (!['votes', 'kill', 'hostile', 'scoreboard', 'questions'].includes(what ?? ''))
  misused(`Say what is measured.\n${HELP}`);
if (!kind) misused(`--database is ${DATABASES.join(' or ')}, and not “${values.database}”.`);
const folder = values.folder ?? (await mkdtemp(path.join(tmpdir(), 'sarovar-load-')));
// PostgreSQL runs as a user of its own where this process is root's.
await chmod(folder, 0o777);
const seconds = values.seconds === undefined ? undefined : wholeNumber('seconds', values.seconds);
const perSecond = wholeNumber('per-second', values['per-second']);

function measured(database: DatabaseKind): Promise<object> {
  switch (what) {
    case 'kill':
      return killWhileVoting(database, folder, wholeNumber('rounds', values.rounds), (line) =>
        console.error(line),
      );
    case 'hostile':
      return measureHostile(database, folder, perSecond, seconds ?? 30);
    case 'scoreboard':
      return measureScoreboard(database, folder, wholeNumber('times', values.times));
    case 'questions':
      return measureQuestions(folder, {
        pictures: wholeNumber('pictures', values.pictures),
        times: wholeNumber('times', values.times),
        explain: values.explain,
      });
    default:
      return measureVotes(database, folder, perSecond, seconds ?? 60);
  }
}

const result = await measured(kind);
console.log(JSON.stringify({ database: kind, ...result }));
if (values.folder === undefined) await rm(folder, { recursive: true, force: true });
process.exit(0);
