import { createServer } from 'node:net';
import path from 'node:path';
import { commandLine } from './command-line.mjs';

const HELP = `npm start                    everything on this machine
npm start -- --port 4000     on another port
npm run dev                  the same, and every change of the sources is seen in seconds
npm run web                  the web server alone (needs DATABASE_URL)
npm run worker               a worker alone (needs DATABASE_URL)

Environment: DATABASE_URL, DATA_DIR (data), BLOBS (files in DATA_DIR; or s3://bucket/prefix),
MODELS_DIR (models), DEFAULT_BASE (sarovar-64), DEVICE (auto: every GPU once npm run cuda
has been run, else cpu; or such as cuda:0,cuda:1: a worker each), THREADS (0),
PORT (3000), HOST (127.0.0.1), PUBLIC_URL, HOSTS (unset), TRUST_PROXY (0), CURATOR_TOKEN (unset), LOG_LEVEL (info).`;

/** Ends the process with a sentence. */
export function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}

/** What the command line and the environment ask for; ends the process where it is nonsense, or asks for help. */
export function launcherOptions() {
  const { values, positionals } = commandLine(HELP, {
    allowPositionals: true,
    options: { port: { type: 'string', short: 'p' } },
  });
  const [part = 'all'] = positionals;
  if (!['all', 'dev', 'web', 'worker'].includes(part)) {
    fail(`There is no part called ${part}. ${HELP}`);
  }
  const port = Number(values.port ?? process.env.PORT ?? 3000);
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    fail('The port must be a whole number from 1 to 65535.');
  }
  return {
    part,
    port,
    host: process.env.HOST ?? '127.0.0.1',
    dataDir: path.resolve(process.env.DATA_DIR || 'data'),
  };
}

/** Ends the process when nobody can listen there. */
export async function checkPort(port, host) {
  await new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error) =>
      fail(
        error.code === 'EADDRINUSE'
          ? `Port ${port} is taken; choose another with npm start -- --port ${port + 1}.`
          : `Port ${port} cannot be opened (${error.code}).`,
      ),
    );
    probe.listen(port, host, () => probe.close(resolve));
  });
}
