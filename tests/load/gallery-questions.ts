import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { encodeGlobalID } from '@pothos/plugin-relay';
import { z } from 'zod';
import { admit } from '@/graphql/admission';
import { closeDatabase, pool, prisma } from '@/lib/store/database';
import { migrate } from '@/lib/store/migrate';
import { run } from '../support/execute';
import { sentBy } from '../support/statements';
import { fillGallery } from './fill-gallery';
import { quantile } from './paced-votes';

const PICTURE = `key imageUrl score seed prompt { text } enrichment { text } model { name weightsSha256 }
  votes { question wins losses ties }`;

/** What somebody who reads the data wants to know, each in one document. */
const questions = (vanilla: string, ella: string) => ({
  'all COUNTING pictures by ELLA on a base with a score below 0.5, most voted first': `{
    generations(first: 50, filter: { category: COUNTING, method: ELLA, base: "base-x", score: { lt: 0.5 } },
      orderBy: { field: VOTES }) { totalCount totalIsEstimate edges { cursor node { ${PICTURE} } } } }`,
  'the same by how often they won': `{
    generations(first: 50, filter: { category: COUNTING, method: ELLA, base: "base-x", score: { lt: 0.5 } },
      orderBy: { field: WIN_RATE }) { edges { cursor node { ${PICTURE} } } } }`,
  'the newest of all': `{ generations(first: 50) { totalCount totalIsEstimate edges { node { ${PICTURE} } } } }`,
  'what is asked for with a word': `{
    generations(first: 50, filter: { text: "prompt 777" }) { totalCount totalIsEstimate edges { node { ${PICTURE} } } } }`,
  'where two methods disagree most, with pictures': `{
    comparisons(first: 20, orderBy: { field: DISAGREEMENT }, models: ["${vanilla}", "${ella}"]) {
      totalCount totalIsEstimate
      edges { cursor node { key prompt { text } enrichment { text } generations { ${PICTURE} scores { facts { words verdict } } } } } } }`,
  'prompts on which they do, of one category': `{
    prompts(first: 20, filter: { category: SPATIAL }, orderBy: { field: DISAGREEMENT }, models: ["${vanilla}", "${ella}"]) {
      edges { node { text generations(first: 4, orderBy: { field: SCORE }, filter: { method: ELLA }) { edges { node { ${PICTURE} } } } } } } }`,
  'the comparisons with most votes': `{
    comparisons(first: 20, filter: { category: COUNTING }, orderBy: { field: VOTES }) {
      edges { node { key prompt { text } generations { ${PICTURE} } } } } }`,
  'a page of prompts, of each the five most voted pictures': `{
    prompts(first: 20) { edges { node { text generations(first: 5, orderBy: { field: VOTES }) {
      totalCount edges { node { ${PICTURE} } } } } } } }`,
});

/** Starts a PostgreSQL with its files in `folder`; it ends with this process. */
async function startPostgres(folder: string): Promise<string> {
  const script = ['--import', 'tsx', 'tests/load/database-process.ts', 'postgres', folder];
  const database = spawn(process.execPath, script, {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [url] = z.tuple([z.string()]).parse((await once(database, 'message')).slice(0, 1));
  return url;
}

/** The statements of a question as the database runs them, with how long each takes. */
async function explained(question: string): Promise<string[]> {
  const { statements } = await sentBy(() => run(question, z.unknown()));
  const plans = statements
    .filter(({ text }) => /^\s*(SELECT|WITH)/i.test(text))
    .map(async ({ text, values }) => {
      const { rows } = await pool().query<{ 'QUERY PLAN': string }>(
        `EXPLAIN (ANALYZE, BUFFERS) ${text}`,
        [...values],
      );
      return rows.map((row) => row['QUERY PLAN']).join('\n');
    });
  return Promise.all(plans);
}

/**
 * Answers each question so many times on a PostgreSQL with so many pictures, that of DATABASE_URL if there is one. Milliseconds of a whole answer, without
 * HTTP; with `explain`, how the database goes about it.
 */
export async function measureQuestions(
  folder: string,
  { pictures, times, explain }: { pictures: number; times: number; explain: boolean },
): Promise<object> {
  const url = process.env['DATABASE_URL'] ?? (await startPostgres(folder));
  process.env['DATABASE_URL'] = url;
  process.env['DATA_DIR'] = folder;
  await migrate(url);
  const filled = await pool().query('SELECT 1 FROM "Base" LIMIT 1');
  if (filled.rowCount === 0) await fillGallery(pictures);
  const answers: Record<string, object> = {};
  const models = await prisma().model.findMany({ orderBy: { id: 'asc' } });
  const idOf = (method: string) =>
    encodeGlobalID('Model', models.find((model) => model.method === method)?.id ?? '');
  for (const [question, document] of Object.entries(questions(idOf('VANILLA'), idOf('ELLA')))) {
    const cost = admit(document)?.cost.requested;
    const took: number[] = [];
    // The first one compiles.
    for (let turn = 0; turn <= times; turn += 1) {
      const begun = performance.now();
      await run(document, z.unknown());
      if (turn > 0) took.push(performance.now() - begun);
    }
    answers[question] = { cost, median: quantile(took, 0.5), p95: quantile(took, 0.95) };
    if (explain) console.error(`${question}\n${(await explained(document)).join('\n\n')}\n`);
  }
  await closeDatabase();
  return { pictures, answers };
}
