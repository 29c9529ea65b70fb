// `npm run prompts`: sets of prompts from files, as /sets does in a browser, and larger ones.
import path from 'node:path';
import { InvalidInput } from '@/lib/problems';
import { closeDatabase, prisma } from '@/lib/store/database';
import { FORMAT_NAMES, FORMATS } from '@/lib/studio/prompt-sets/formats';
import { importPromptSet, previewSet, type Imported } from '@/lib/studio/prompt-sets/import';
import { isNonCommercial, LICENCES } from '@/lib/studio/prompt-sets/licences';
import { readTextFile } from '@/lib/text-file';
import { runCommand } from './command';
import { commandLine } from './command-line.mjs';
import { useRunningDatabase } from './running-database';

const HELP = `Imports sets of prompts: text, CSV, TSV, JSON Lines, and what benchmarks publish.

  npm run prompts -- import FILE [--title NAME] [--licence NAME] [--source ADDRESS]
                                 [--format NAME] [--column NAME] [--category-column NAME]
  npm run prompts -- look FILE [--format NAME] [--column NAME] [--category-column NAME]
                                 says what is in a file, and imports nothing
  npm run prompts -- list        says which sets there are

  --licence   one of ${LICENCES.join(', ')};
              by default the one under which the benchmark of that format publishes its prompts
  --format    one of ${FORMAT_NAMES.join(', ')};
              by default the one that the file looks like

A file is imported whole or not at all. The database is the one of DATABASE_URL, or of the running npm start.
`;

/** Nobody has to let through what the operator brings. */
const OPERATOR = { id: () => Promise.resolve(null), network: undefined };

const some = (lines: readonly number[]) =>
  lines.length > 10 ? `${lines.slice(0, 10).join(', ')}, …` : lines.join(', ');

function repeatedIn(lines: readonly number[]): string {
  if (lines.length === 0) return '';
  const those = lines.length === 1 ? 'Line' : 'Lines';
  return ` ${those} ${some(lines)} ${lines.length === 1 ? 'says a prompt' : 'say prompts'} again.`;
}

function told({ id, added, known, repeated }: Imported, title: string): string {
  const here = known > 0 ? `, ${known} were here before` : '';
  return `Imported “${title}”: ${added + known} prompts${here}.${repeatedIn(repeated)}\n/sets/${id}`;
}

/** What is to be printed. Throws Error that says why something cannot be done. */
async function main(): Promise<string> {
  const { values, positionals } = commandLine(HELP, {
    allowPositionals: true,
    options: {
      title: { type: 'string' },
      licence: { type: 'string' },
      source: { type: 'string' },
      format: { type: 'string' },
      column: { type: 'string' },
      'category-column': { type: 'string' },
    },
  });
  const [verb = '', file] = positionals;
  if (verb === '') return HELP;
  if (verb === 'list') {
    await useRunningDatabase();
    const count = { select: { prompts: true } };
    const sets = await prisma().promptSet.findMany({
      include: { _count: count },
      orderBy: { id: 'asc' },
    });
    const lines = sets.map(
      ({ id, title, licence, _count }) => `${id} ${title}: ${_count.prompts} prompts, ${licence}`,
    );
    return lines.length > 0 ? lines.join('\n') : 'There is no set yet.';
  }
  if (verb !== 'import' && verb !== 'look')
    throw new Error(`There is no “${verb}”; see npm run prompts -- --help.`);
  if (file === undefined || positionals.length > 2) throw new Error('Name one file of prompts.');
  const { title = path.parse(file).name, licence, source, format, column } = values;
  const fileName = path.basename(file);
  const categoryColumn = values['category-column'];
  const text = await readTextFile(file);
  const asked = { text, fileName, format, column, categoryColumn };
  if (verb === 'look') {
    const { prompts, repeated, format: found } = previewSet(asked, OPERATOR);
    const first = prompts.slice(0, 5).map(({ line, text }) => `  ${line}: ${text}`);
    const known = FORMATS[found].title;
    return `${known}: ${prompts.length} prompts.${repeatedIn(repeated.map(({ line }) => line))}\n${first.join('\n')}`;
  }
  await useRunningDatabase();
  const imported = await importPromptSet({ ...asked, title, licence, source }, OPERATOR);
  const set = await prisma().promptSet.findUniqueOrThrow({ where: { id: imported.id } });
  const mark = isNonCommercial(set.licence)
    ? `\n${set.licence}: not for commercial use; every export says so.`
    : '';
  return `${told(imported, title)}${mark}`;
}

await runCommand(async () => {
  try {
    return await main();
  } catch (error) {
    // All that there is to say.
    throw error instanceof InvalidInput ? new Error(error.message) : error;
  } finally {
    await closeDatabase();
  }
});
