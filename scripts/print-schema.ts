import { readFile, writeFile } from 'node:fs/promises';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { schema } from '@/graphql/schema';
import { commandLine } from './command-line.mjs';
import { unnamedChanges, withoutDescriptions } from './schema-changes';

const FILE = 'graphql/schema.graphql';
const PUBLISHED = 'graphql/published.graphql';
const CHANGES = 'graphql/changes.md';

const { values } = commandLine(
  `npm run schema:print               write ${FILE} from the resolvers' types
npm run schema:print -- --check    say whether it is up to date and ${CHANGES} names what breaks clients, and write nothing
npm run schema:print -- --publish  write ${PUBLISHED}, too: from now on clients rely on the schema as it is`,
  { options: { check: { type: 'boolean' }, publish: { type: 'boolean' } } },
);
const printed = `${printSchema(lexicographicSortSchema(schema))}\n`;

async function check(): Promise<string | undefined> {
  if ((await readFile(FILE, 'utf8').catch(() => '')) !== printed) {
    return `${FILE} is out of date; run \`npm run schema:print\` and commit it.`;
  }
  const [published, changes] = await Promise.all([
    readFile(PUBLISHED, 'utf8'),
    readFile(CHANGES, 'utf8'),
  ]);
  const unnamed = unnamedChanges(published, printed, changes);
  if (unnamed.length === 0) return undefined;
  return `These break clients, or are deprecated; undo them, or name each in ${CHANGES} between backticks:\n${unnamed.join('\n')}`;
}

if (values.check) {
  const problem = await check();
  if (problem !== undefined) {
    console.error(problem);
    process.exit(2);
  }
  console.log(`${FILE} is up to date, and breaks nothing that ${CHANGES} does not name.`);
} else {
  await writeFile(FILE, printed);
  console.log(`Wrote ${FILE}.`);
  if (values.publish) {
    await writeFile(PUBLISHED, withoutDescriptions(printed));
    console.log(`Wrote ${PUBLISHED}.`);
  }
}
process.exit(0);
