// `npm run study`: studies written as YAML, as /study does in a browser, and larger ones.
import { InvalidInput, NotFound } from '@/lib/problems';
import { closeDatabase, prisma } from '@/lib/store/database';
import { pauseStudy, resumeStudy } from '@/lib/studies/pause';
import { planStudy, type StudyPlan } from '@/lib/studies/plan';
import { progressOfStudies, type StudyProgress } from '@/lib/studies/progress';
import { startStudy } from '@/lib/studies/start';
import { withYaml } from '@/lib/studies/yaml';
import { readTextFile } from '@/lib/text-file';
import { runCommand } from './command';
import { commandLine } from './command-line.mjs';
import { useRunningDatabase } from './running-database';

const HELP = `Plans and starts studies: a set of prompts, painted unattended by several models.

  npm run study -- plan FILE       says what a study would take, and starts nothing
  npm run study -- start FILE --plan HASH
                                   starts what was planned under that hash
  npm run study -- status [KEY]    says how far a study is, or each of all
  npm run study -- pause KEY       takes its pictures out of the queue
  npm run study -- resume KEY      goes on, and tries again what has failed

A FILE is YAML; all but set and models may be left out:

  title: ELLA against vanilla
  set: 0199…                       # the key of a set of prompts (/sets/<key>), or its title
  models: [vanilla, ella]          # names, base/name where several bases have one, or ids
  seeds: [1, 2]
  forms: [short, longer]           # the prompts themselves, or longer versions of them
  recipes:                         # what is left out the base says
    - name: usual
    - name: fast
      steps: 12
      guidanceScale: 3

The pictures are painted behind everybody's, by the workers of npm start. The database is the one of DATABASE_URL, or of
the running npm start.
`;

const OPERATOR = { id: () => Promise.resolve(null), network: undefined };
const VIEWER = { voterId: undefined, isCurator: true };

/** Seconds as people say them. */
function inTime(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  if (minutes < 1) return `${Math.ceil(seconds)} s`;
  if (minutes < 120) return `${minutes} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}

function planned(plan: StudyPlan): string {
  const { title, prompts, pictures, texts, seconds, bytes, votes, sha256 } = plan;
  const time = seconds === null ? 'nobody knows: nothing like it was made yet' : inTime(seconds);
  const told = votes.map(
    ({ share, ofPair, ofAll }) =>
      `  ${Math.round(share * 100)}/${Math.round(100 - share * 100)} between two models: ${ofPair} decisive votes; between each two: ${ofAll}`,
  );
  return [
    `“${title}”: ${prompts} prompts, ${pictures} pictures${texts > 0 ? `, ${texts} longer versions to write first` : ''}`,
    `time: ${time}, while nobody asks for anything else`,
    `disk: ${(bytes / 1e6).toFixed(1)} MB at most`,
    'votes, to see a difference in 80 % of cases:',
    ...told,
    `plan: ${sha256}`,
  ].join('\n');
}

function inLine(id: string, title: string, progress: StudyProgress | undefined): string {
  if (!progress) return `${id} “${title}”`;
  const { state, painted, total, failed, secondsLeft } = progress;
  const failures = failed > 0 ? `, ${failed} failed` : '';
  const left = secondsLeft === null ? '' : `, ${inTime(secondsLeft)} left`;
  return `${id} “${title}” ${state.toLowerCase()}: ${painted} of ${total} pictures${failures}${left}`;
}

async function status(key: string | undefined): Promise<string> {
  const where = key === undefined ? {} : { id: key };
  const studies = await prisma().study.findMany({ where, orderBy: { id: 'asc' } });
  if (studies.length === 0 && key !== undefined) throw new Error(`There is no study ${key}.`);
  const progress = await progressOfStudies(studies.map(({ id }) => id));
  const lines = studies.map(({ id, title }) => inLine(id, title, progress.get(id)));
  return lines.length > 0 ? lines.join('\n') : 'There is no study yet.';
}

/** What is to be printed. Throws Error that says why something cannot be done. */
async function main(): Promise<string> {
  const { values, positionals } = commandLine(HELP, {
    allowPositionals: true,
    options: { plan: { type: 'string' } },
  });
  const [verb = '', what, more] = positionals;
  if (verb === '') return HELP;
  if (!['plan', 'start', 'status', 'pause', 'resume'].includes(verb))
    throw new Error(`There is no “${verb}”; see npm run study -- --help.`);
  if (more !== undefined) throw new Error('Name one file or key.');
  if (verb === 'status') {
    await useRunningDatabase();
    return status(what);
  }
  if (what === undefined)
    throw new Error(
      verb === 'plan' || verb === 'start'
        ? 'Name the file of a study.'
        : 'Name a study by its key; npm run study -- status says them.',
    );
  if (verb === 'pause' || verb === 'resume') {
    await useRunningDatabase();
    await (verb === 'pause' ? pauseStudy : resumeStudy)(VIEWER, what);
    return status(what);
  }
  const text = await readTextFile(what);
  await useRunningDatabase();
  if (verb === 'plan') {
    const plan = await withYaml(text, (input) => planStudy(input, OPERATOR));
    return `${planned(plan)}\nTo start it: npm run study -- start ${what} --plan ${plan.sha256}`;
  }
  const hash = values.plan;
  if (hash === undefined) {
    throw new Error(`Look at the plan first: npm run study -- plan ${what}`);
  }
  const id = await withYaml(text, (input) => startStudy(input, hash, OPERATOR));
  return `${await status(id)}\n/study/${id}`;
}

await runCommand(async () => {
  try {
    return await main();
  } catch (error) {
    // All that there is to say.
    if (error instanceof InvalidInput || error instanceof NotFound) throw new Error(error.message);
    throw error;
  } finally {
    await closeDatabase();
  }
});
