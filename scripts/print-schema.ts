import { readFile, writeFile } from 'node:fs/promises';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { schema } from '@/graphql/schema';
import { commandLine } from './command-line.mjs';

const FILE = 'graphql/schema.graphql';

const { values } = commandLine(
  `npm run schema:print               write ${FILE} from the resolvers' types
npm run schema:print -- --check    say whether it is up to date, and write nothing`,
  { options: { check: { type: 'boolean' } } },
);
const printed = `${printSchema(lexicographicSortSchema(schema))}\n`;

if (values.check) {
  if ((await readFile(FILE, 'utf8').catch(() => '')) !== printed) {
    console.error(`${FILE} is out of date; run \`npm run schema:print\` and commit it.`);
    process.exit(2);
  }
  console.log(`${FILE} is up to date.`);
} else {
  await writeFile(FILE, printed);
  console.log(`Wrote ${FILE}.`);
}
process.exit(0);
