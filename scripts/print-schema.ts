import { readFile, writeFile } from 'node:fs/promises';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { schema } from '@/graphql/schema';

const FILE = 'graphql/schema.graphql';
const printed = `${printSchema(lexicographicSortSchema(schema))}\n`;

if (process.argv.includes('--check')) {
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
