import { at } from '@/lib/at';
import { pool, prisma } from '@/lib/store/database';
import type { EntryState, JobStatus, Prisma, Visibility } from '@/lib/store/generated/client';
import type { RowPage } from '@/lib/store/paging';

export const OWN_KINDS = ['COMPARISON', 'PICTURE', 'ENRICHMENT', 'PROMPT', 'PROMPT_SET'] as const;
export type OwnKind = (typeof OWN_KINDS)[number];

/** Something that somebody asked for. */
export interface Own {
  readonly kind: OwnKind;
  readonly id: string;
}

/** The same with what its asker wants to know of it. */
export interface OwnWork extends Own {
  readonly text: string;
  /** Who sees it, the strictest of it and of its texts. */
  readonly visibility: Visibility;
  /** Of its pictures, or of its text; none of a prompt. */
  readonly statuses: readonly JobStatus[];
  /** What was decided about it being voted on; null where nobody has proposed that. */
  readonly entry: EntryState | null;
  /** Its page; null of what has none. */
  readonly path: string | null;
  readonly pictureUrls: readonly string[];
  readonly createdAt: Date;
}

const PAGE = (order: string) => `
  SELECT kind, id FROM (
    SELECT DISTINCT 'COMPARISON' AS kind, "comparisonId" AS id FROM "Generation"
      WHERE "askedById" = $1 AND "comparisonId" IS NOT NULL
    UNION ALL SELECT 'PICTURE', id FROM "Generation" WHERE "askedById" = $1 AND "comparisonId" IS NULL
    UNION ALL SELECT 'ENRICHMENT', id FROM "Enrichment" WHERE "askedById" = $1
    UNION ALL SELECT 'PROMPT', id FROM "Prompt" WHERE "askedById" = $1
    UNION ALL SELECT 'PROMPT_SET', id FROM "PromptSet" WHERE "importedById" = $1) own
  WHERE ($2::text IS NULL OR kind = $2) AND ($3::text IS NULL OR id < $3) AND ($4::text IS NULL OR id > $4)
  ORDER BY id ${order} LIMIT $5::int`;

/** From what everybody sees to what nobody does. */
const STRICTEST = ['VISIBLE', 'UNLISTED', 'HIDDEN', 'REMOVED'] as const;

interface Seen {
  readonly visibility: Visibility;
}

function strictest(all: readonly (Seen | null)[]): Visibility {
  const ranks = all.map((one) => STRICTEST.indexOf(one?.visibility ?? 'VISIBLE'));
  return at(STRICTEST, Math.max(...ranks));
}

const PICTURE = {
  status: true,
  imageSha256: true,
  visibility: true,
} as const satisfies Prisma.GenerationSelect;

const TEXTS = {
  enrichmentId: true,
  enrichment: { select: { visibility: true, text: true } },
  prompt: {
    select: {
      text: true,
      visibility: true,
      entries: { select: { enrichmentId: true, state: true }, orderBy: { id: 'desc' } },
    },
  },
  createdAt: true,
} as const;

interface Entries {
  readonly entries: readonly { readonly enrichmentId: string | null; readonly state: EntryState }[];
}

const entryOf = ({ entries }: Entries, enrichmentId: string | null) =>
  entries.find((entry) => entry.enrichmentId === enrichmentId)?.state ?? null;

type Files = readonly { readonly imageSha256: string | null }[];
const urls = (files: Files) =>
  files.flatMap(({ imageSha256 }) => (imageSha256 === null ? [] : `/i/${imageSha256}.png`));

async function pictures(ids: readonly string[]): Promise<OwnWork[]> {
  const select = { id: true, ...TEXTS, ...PICTURE };
  const rows = await prisma().generation.findMany({ where: { id: { in: [...ids] } }, select });
  return rows.map((row) => ({
    kind: 'PICTURE',
    id: row.id,
    text: row.enrichment?.text ?? row.prompt.text,
    visibility: strictest([row, row.prompt, row.enrichment]),
    statuses: [row.status],
    entry: entryOf(row.prompt, row.enrichmentId),
    path: `/g/${row.id}`,
    pictureUrls: urls([row]),
    createdAt: row.createdAt,
  }));
}

async function comparisons(ids: readonly string[], askedById: string): Promise<OwnWork[]> {
  const generations = { where: { askedById }, select: PICTURE, orderBy: { id: 'asc' } } as const;
  const rows = await prisma().comparison.findMany({
    where: { id: { in: [...ids] } },
    select: { id: true, ...TEXTS, generations },
  });
  return rows.map((row) => ({
    kind: 'COMPARISON',
    id: row.id,
    text: row.enrichment?.text ?? row.prompt.text,
    visibility: strictest([row.prompt, row.enrichment]),
    statuses: row.generations.map(({ status }) => status),
    entry: entryOf(row.prompt, row.enrichmentId),
    path: `/c/${row.id}`,
    pictureUrls: urls(row.generations),
    createdAt: row.createdAt,
  }));
}

async function enrichments(ids: readonly string[]): Promise<OwnWork[]> {
  const rows = await prisma().enrichment.findMany({
    where: { id: { in: [...ids] } },
    select: {
      id: true,
      text: true,
      visibility: true,
      status: true,
      createdAt: true,
      prompt: TEXTS.prompt,
    },
  });
  return rows.map((row) => ({
    kind: 'ENRICHMENT',
    id: row.id,
    text: row.text || row.prompt.text,
    visibility: strictest([row, row.prompt]),
    statuses: [row.status],
    entry: entryOf(row.prompt, row.id),
    path: null,
    pictureUrls: [],
    createdAt: row.createdAt,
  }));
}

async function prompts(ids: readonly string[]): Promise<OwnWork[]> {
  const { entries } = TEXTS.prompt.select;
  const rows = await prisma().prompt.findMany({
    where: { id: { in: [...ids] } },
    select: { id: true, text: true, visibility: true, createdAt: true, entries },
  });
  return rows.map((row) => ({
    kind: 'PROMPT',
    id: row.id,
    text: row.text,
    visibility: row.visibility,
    statuses: [],
    entry: entryOf(row, null),
    path: null,
    pictureUrls: [],
    createdAt: row.createdAt,
  }));
}

async function promptSets(ids: readonly string[]): Promise<OwnWork[]> {
  const rows = await prisma().promptSet.findMany({
    where: { id: { in: [...ids] } },
    select: { id: true, title: true, visibility: true, createdAt: true },
  });
  return rows.map(({ title, ...row }) => ({
    kind: 'PROMPT_SET',
    ...row,
    text: title,
    statuses: [],
    entry: null,
    path: `/sets/${row.id}`,
    pictureUrls: [],
  }));
}

/** A page of what somebody asked for and has not deleted, of one kind or of all. */
export async function listOwn(
  voterId: string,
  kind: OwnKind | undefined,
  { after, before, limit, inverted }: RowPage,
): Promise<OwnWork[]> {
  const { rows } = await pool().query<Own>(PAGE(inverted ? 'ASC' : 'DESC'), [
    ...[voterId, kind ?? null, after ?? null, before ?? null],
    limit,
  ]);
  const ids = (of: OwnKind) => rows.filter((row) => row.kind === of).map(({ id }) => id);
  const found = await Promise.all([
    pictures(ids('PICTURE')),
    comparisons(ids('COMPARISON'), voterId),
    enrichments(ids('ENRICHMENT')),
    prompts(ids('PROMPT')),
    promptSets(ids('PROMPT_SET')),
  ]);
  const work = new Map(found.flat().map((one) => [one.id, one]));
  // What was deleted meanwhile is left out.
  return rows.flatMap(({ id }) => work.get(id) ?? []);
}
