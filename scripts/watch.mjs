// What `npm run dev` does when a source changes; the pages are next dev's to watch.
import { spawn } from 'node:child_process';
import { watch } from 'chokidar';

/** An editor writes a file in several steps, and a checkout many files. */
const QUIET_MS = 150;

/** Does `act` once the files below `folder` that `which` fits have changed and are quiet. */
function onChange(folder, which, act) {
  let timer;
  watch(folder, { ignoreInitial: true }).on('all', (_event, file) => {
    if (!which.test(file)) return;
    clearTimeout(timer);
    timer = setTimeout(act, QUIET_MS);
  });
}

let last = Promise.resolve();

/** Runs a script after those before it; what is wrong it says itself, and the next change tries again. */
function runNext(...args) {
  last = last.then(
    () =>
      new Promise((resolve) => {
        const script = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
        script.once('exit', resolve);
      }),
  );
}

/**
 * Prints the schema when a GraphQL type changes, types the pages' documents when they or the schema do, and has
 * workers begin anew when what they are made of changes.
 */
export function watchSources(renewWorkers) {
  const typeDocuments = () => runNext('scripts/documents.mjs');
  onChange('app', /\.graphql$/, typeDocuments);
  onChange('graphql/schema.graphql', /./, typeDocuments);
  onChange('graphql/types', /\.ts$/, () => runNext('--import', 'tsx', 'scripts/print-schema.ts'));
  onChange('lib', /\.m?ts$/, renewWorkers);
}
