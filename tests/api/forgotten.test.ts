import { encodeGlobalID } from '@pothos/plugin-relay';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { getDatamodel } from '@/graphql/generated/pothos-types';
import { publicVoter } from '@/lib/arena/names';
import { closeVoters } from '@/lib/arena/voters';
import { blobs } from '@/lib/store/blobs';
import { pool, prisma } from '@/lib/store/database';
import { FORGOTTEN } from '@/lib/yours/forget';
import { fillArena, publishArena, Visitor } from '../support/arena';
import { startDatabase } from '../support/database';
import { run } from '../support/execute';
import { exportedLines } from '../support/exports';
import type { HttpClient } from '../support/http';
import { brought, downloaded, painted, sameBrowser } from '../support/yours';

const TOKEN = 'a token of the curators';
let stop: () => Promise<void>;
beforeAll(async () => {
  process.env['CURATOR_TOKEN'] = TOKEN;
  stop = await startDatabase();
  await fillArena(3);
});
afterAll(async () => {
  closeVoters();
  await stop();
});

const columnShape = z.object({
  name: z.string(),
  kind: z.string(),
  type: z.string(),
  relationFromFields: z.array(z.string()).optional(),
});
const modelsShape = z.object({
  datamodel: z.object({
    models: z.record(z.string(), z.object({ fields: z.array(columnShape) })),
  }),
});

/** Whose columns are called so, they tell of somebody. */
const OF_SOMEBODY =
  /voter|asker|asked|reporter|propos|brought|owner|author|visitor|user|person|curator|cookie|session|address|network|email|ip$|fingerprint|idempotency/i;

/** What is called so and tells of nobody. */
const OF_NOBODY: readonly string[] = [
  // A name that only curators see, and that no voter has.
  'Decision.curator',
];

/** Each column of the schema that refers to a voter, or is called as if it told of one. */
function columnsOfVoters(): string[] {
  const { models } = modelsShape.parse(getDatamodel()).datamodel;
  return Object.entries(models).flatMap(([model, { fields }]) => {
    const referring = fields
      .filter(({ type }) => type === 'Voter')
      .flatMap(({ relationFromFields }) => relationFromFields ?? []);
    const called = fields
      .filter(
        ({ kind, type, name }) => kind === 'scalar' && type === 'String' && OF_SOMEBODY.test(name),
      )
      .map(({ name }) => name);
    return [...new Set([...referring, ...called])].map((name) => `${model}.${name}`);
  });
}

const personalShape = z.object({
  personalData: z.array(
    z.object({ model: z.string(), field: z.string(), purpose: z.string(), kept: z.string() }),
  ),
});

describe('the schema', () => {
  test('has no column that tells of a voter and of which being forgotten knows nothing', () => {
    const columns = columnsOfVoters().filter((column) => !OF_NOBODY.includes(column));
    expect(columns.length).toBeGreaterThan(8);
    expect(columns.filter((column) => !Object.hasOwn(FORGOTTEN, column))).toEqual([]);
  });

  test('says of each of them, and of each that being forgotten changes, what it is for', async () => {
    const { personalData } = await run(
      '{ personalData { model field purpose kept } }',
      personalShape,
    );
    const said = personalData.map(({ model, field }) => `${model}.${field}`);
    const columns = new Set([...columnsOfVoters(), ...Object.keys(FORGOTTEN)]);
    expect([...columns].filter((column) => !said.includes(column))).toEqual([]);
    expect(personalData.every(({ purpose, kept }) => purpose !== '' && kept !== '')).toBe(true);
  });
});

/** Every row of every table as text. */
async function everyRow(): Promise<{ table: string; row: string }[]> {
  const tables = await pool().query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1`,
  );
  const rows = [];
  for (const { name } of tables.rows) {
    const found = await pool().query<{ row: string }>(`SELECT t::text AS row FROM "${name}" t`);
    rows.push(...found.rows.map(({ row }) => ({ table: name, row })));
  }
  return rows;
}

const idOf = ({ cookie }: { readonly cookie: string | undefined }) =>
  /sarovar-voter=([^.]+)/.exec(decodeURIComponent(cookie ?? ''))?.[1] ?? '';

const FORGET = `mutation ($deleteAll: Boolean!) { forgetMe(deleteAll: $deleteAll) {
  __typename ... on Forgotten { deleted kept } } }`;
const forgotten = z.object({
  data: z.object({ forgetMe: z.object({ deleted: z.number(), kept: z.number() }) }),
});

async function forget(who: HttpClient, deleteAll = false) {
  return (await who.ask(FORGET, forgotten, { deleteAll })).data.forgetMe;
}

/** Somebody who has done everything that can be done here. Returns them, and what they did. */
async function busy(thing: string) {
  const visitor = new Visitor();
  const { key: published } = await visitor.decide('LEFT');
  const aside = { voterId: idOf(visitor), reasons: [{ detail: 'always left' }] };
  await publishArena();
  await fillArena(2);
  // What is judged now stays.
  await prisma().comparison.updateMany({ where: { arena: 'OPEN' }, data: { judgements: 1_000 } });
  const { key: running } = await visitor.decide('RIGHT');
  const { key: open } = await visitor.draw();
  const client = sameBrowser(visitor);
  const photo = await brought(client);
  const base = await brought(client);
  const work = await painted(client, thing, { initialSha256: base, strength: 0.5 });
  const enrich = `mutation { enrich(input: { prompt: "${thing}", text: "${thing} in a field" }) { __typename } }`;
  await client.ask(enrich, z.unknown());
  const set = `{ title: "${thing}s", licence: "CC0-1.0", text: "${thing} that reads" }`;
  await client.ask(`mutation { importPromptSet(input: ${set}) { __typename } }`, z.unknown());
  const studied = await prisma().promptSet.findFirstOrThrow({ where: { title: `${thing}s` } });
  await prisma().study.create({
    data: {
      title: studied.title,
      setId: studied.id,
      plan: {},
      planSha256: thing,
      state: 'PAUSED',
      askedById: idOf(visitor),
    },
  });
  await client.ask(`mutation { sendToVoting(id: "${work.id}") { __typename } }`, z.unknown());
  const picture = encodeGlobalID('Generation', work.pictures[0]?.id ?? '');
  const rate = `mutation { rate(input: { generationId: "${picture}", criterion: QUALITY, value: 4 }) { __typename } }`;
  await client.ask(rate, z.unknown());
  for (const id of [picture, encodeGlobalID('Generation', work.pictures[1]?.id ?? '')]) {
    await client.ask(
      `mutation { report(id: "${id}", reason: "my own words") { __typename } }`,
      z.unknown(),
    );
  }
  const settled = { subjectId: work.pictures[1]?.id ?? '' };
  await prisma().report.updateMany({ where: settled, data: { settledAt: new Date() } });
  await prisma().quarantine.create({ data: aside });
  await prisma().decision.create({
    data: { subject: 'VOTER', subjectId: idOf(visitor), reason: 'spam' },
  });
  return { visitor, client, id: idOf(visitor), published, running, open, photo, base, work };
}

describe('whoever asks to be forgotten', () => {
  test('is in no row of any table any more', async () => {
    const { client, id } = await busy('a purple owl');
    const before = (await everyRow()).filter(({ row }) => row.includes(id));
    // Each column that tells of them has been filled, or else this shows nothing.
    const tables = new Set(Object.keys(FORGOTTEN).map((column) => column.split('.')[0]));
    tables.delete('Vote');
    expect(new Set(before.map(({ table }) => table))).toEqual(tables);
    await forget(client);
    expect((await everyRow()).filter(({ row }) => row.includes(id))).toEqual([]);
    expect(client.cookie).toBe('sarovar-voter=');
  });

  test('leaves published votes as one nobody’s, and no others', async () => {
    const { client, id, published, running, open } = await busy('a green owl');
    const keys = { matchupId: published };
    const [vote] = await prisma().vote.findMany({ where: keys, orderBy: { id: 'asc' } });
    const lines = (await exportedLines('votes')).split('\n').length;
    expect(await exportedLines('votes')).toContain(publicVoter(id));
    expect(await forget(client)).toEqual({ deleted: 2, kept: 2 });
    expect(await prisma().matchup.count({ where: { id: { in: [running, open] } } })).toBe(0);
    expect(await prisma().vote.count({ where: { matchupId: running } })).toBe(0);
    const left = await prisma().matchup.findUniqueOrThrow({
      where: { id: published },
      include: { voter: { include: { quarantine: true, matchups: true } }, votes: true },
    });
    // What was set aside does not count by being forgotten.
    expect(left.voter).toMatchObject({ forgotten: true, quarantine: { liftedAt: null } });
    expect(left.voter.matchups.map((matchup) => matchup.id)).toEqual([published]);
    expect(left.votes.map(({ outcome }) => outcome)).toEqual(['LEFT', 'LEFT']);
    expect(left.votes.map(({ idempotencyKey }) => idempotencyKey)).not.toContain(
      vote?.idempotencyKey,
    );
    const exported = await exportedLines('votes');
    expect(exported).not.toContain(publicVoter(id));
    expect(exported.split('\n')).toHaveLength(lines);
  });

  test('takes along pictures that were brought, stars and settled reports; the rest is nobody’s', async () => {
    const { client, photo, base, work } = await busy('a white owl');
    await forget(client);
    expect(await blobs().has(photo)).toBe(false);
    // Something was begun from it, which stays.
    expect(await blobs().has(base)).toBe(true);
    expect(await prisma().rating.count()).toBe(0);
    const reports = await prisma().report.findMany({ where: { reason: 'my own words' } });
    expect(reports.every(({ settledAt }) => settledAt === null)).toBe(true);
    expect(reports.map(({ subjectId }) => subjectId)).toContain(work.pictures[0]?.id);
    expect(await prisma().generation.count({ where: { comparisonId: work.key } })).toBe(6);
  });

  test('can have all deleted that they asked for, in the same moment', async () => {
    const { client, base, work } = await busy('a brown owl');
    await forget(client, true);
    expect(await blobs().has(base)).toBe(false);
    expect(await prisma().generation.count({ where: { comparisonId: work.key } })).toBe(0);
    expect((await everyRow()).filter(({ row }) => row.includes('a brown owl'))).toEqual([]);
  });

  test('is somebody new with the old cookie', async () => {
    const visitor = new Visitor();
    await visitor.draw();
    const { cookie } = visitor;
    await forget(sameBrowser(visitor));
    await visitor.draw();
    expect(visitor.cookie).not.toBe(cookie);
    expect((await downloaded({ cookie })).status).toBe(200);
  });

  test('has all or nothing of it done', async () => {
    const { client, id, work } = await busy('a grey owl');
    await pool().query(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION 'not now'; END $$`);
    await pool().query(
      `CREATE TRIGGER refuse BEFORE DELETE ON "Voter" FOR EACH ROW EXECUTE FUNCTION refuse()`,
    );
    const before = await everyRow();
    const answer = z.object({ errors: z.array(z.unknown()).min(1) });
    await client.ask(FORGET, answer, { deleteAll: true });
    await pool().query('DROP TRIGGER refuse ON "Voter"');
    expect(await everyRow()).toEqual(before);
    expect(await prisma().generation.count({ where: { askedById: id } })).toBe(
      work.pictures.length,
    );
  });
});
