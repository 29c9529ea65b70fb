import { prisma } from '@/lib/store/database';
import type { Category, Prisma, Visibility } from '@/lib/store/generated/client';
import type { Reportable } from './reports';

/** So much is shown at a time. */
const AT_ONCE = 50;

/** So many prompts of a set are shown. */
const MOST_OF_SET = 200;

/** Something that waits for a curator's decision. */
export interface QueueItem {
  readonly subject: Reportable;
  /** As the schema names its type. */
  readonly type: 'Prompt' | 'PromptSet' | 'Enrichment' | 'Generation';
  readonly id: string;
  readonly text: string;
  readonly category: Category;
  readonly visibility: Visibility;
  readonly pictureUrls: readonly string[];
  readonly askedById: string | null;
  readonly reports: readonly {
    readonly reason: string;
    readonly byVisitor: boolean;
    readonly createdAt: Date;
  }[];
  readonly createdAt: Date;
}

const PICTURES = {
  where: { status: 'SUCCEEDED', blind: false },
  select: { imageSha256: true, askedById: true },
  orderBy: { id: 'asc' },
  take: 6,
} as const satisfies Prisma.Prompt$generationsArgs;

type Item = Omit<QueueItem, 'reports'>;

function urls(pictures: readonly { readonly imageSha256: string | null }[]): string[] {
  return pictures.flatMap(({ imageSha256 }) => imageSha256 ?? []).map((hash) => `/i/${hash}.png`);
}

/** Of a set that waits: decided about with it. */
const WITH_ITS_SET = {
  visibility: 'UNLISTED',
  inSets: { some: { isNew: true, set: { visibility: 'UNLISTED' } } },
} as const satisfies Prisma.PromptWhereInput;

async function prompts(where: Prisma.PromptWhereInput): Promise<Item[]> {
  const rows = await prisma().prompt.findMany({
    where,
    include: { generations: PICTURES },
    orderBy: { id: 'asc' },
    take: AT_ONCE,
  });
  return rows.map(({ generations, ...row }) => ({
    subject: 'PROMPT',
    type: 'Prompt',
    ...row,
    pictureUrls: urls(generations),
    askedById: row.askedById ?? generations[0]?.askedById ?? null,
  }));
}

/** A set with its prompts, as many as a visitor can bring: a curator has to read what they let through. */
async function promptSets(where: Prisma.PromptSetWhereInput): Promise<Item[]> {
  const rows = await prisma().promptSet.findMany({
    where,
    include: {
      prompts: { include: { prompt: true }, orderBy: { position: 'asc' }, take: MOST_OF_SET },
    },
    orderBy: { id: 'asc' },
    take: AT_ONCE,
  });
  return rows.map(({ prompts, title, importedById, ...row }) => ({
    subject: 'PROMPT_SET',
    type: 'PromptSet',
    ...row,
    text: [title, ...prompts.map(({ prompt }) => prompt.text)].join('\n'),
    category: prompts[0]?.prompt.category ?? 'OTHER',
    pictureUrls: [],
    askedById: importedById,
  }));
}

async function enrichments(where: Prisma.EnrichmentWhereInput): Promise<Item[]> {
  const rows = await prisma().enrichment.findMany({
    where,
    include: { prompt: true, generations: PICTURES },
    orderBy: { id: 'asc' },
    take: AT_ONCE,
  });
  return rows.map(({ generations, prompt, ...row }) => ({
    subject: 'ENRICHMENT',
    type: 'Enrichment',
    ...row,
    category: prompt.category,
    pictureUrls: urls(generations),
  }));
}

async function pictures(where: Prisma.GenerationWhereInput): Promise<Item[]> {
  const rows = await prisma().generation.findMany({
    where,
    include: { prompt: true },
    orderBy: { id: 'asc' },
    take: AT_ONCE,
  });
  return rows.map(({ prompt, ...row }) => ({
    subject: 'PICTURE',
    type: 'Generation',
    ...row,
    text: prompt.text,
    category: prompt.category,
    pictureUrls: urls([row]),
  }));
}

interface Wanted {
  readonly visibility: { readonly not: Visibility } | Visibility;
  readonly id: { readonly in: string[] } | { readonly notIn: string[] };
}

/** All kinds of things, as `wanted` has them. */
async function things(
  wanted: (subject: Reportable) => Wanted,
  ofPrompts: Prisma.PromptWhereInput = {},
): Promise<Item[]> {
  return [
    ...(await prompts({ ...wanted('PROMPT'), ...ofPrompts })),
    ...(await promptSets(wanted('PROMPT_SET'))),
    ...(await enrichments(wanted('ENRICHMENT'))),
    ...(await pictures(wanted('PICTURE'))),
  ];
}

/** What is reported, most often and by people first: no flood of what programs would have looked at hides that. */
async function reported(): Promise<QueueItem[]> {
  const open = await prisma().report.findMany({
    where: { settledAt: null },
    orderBy: [{ reporterId: { sort: 'asc', nulls: 'last' } }, { id: 'asc' }],
    take: 10 * AT_ONCE,
  });
  const idsOf = (subject: Reportable) =>
    open.filter((one) => one.subject === subject).map(({ subjectId }) => subjectId);
  const found = await things((subject) => ({
    visibility: { not: 'REMOVED' },
    id: { in: idsOf(subject) },
  }));
  const items = found.map((item) => ({
    ...item,
    reports: open
      .filter(({ subject, subjectId }) => subject === item.subject && subjectId === item.id)
      .map(({ reason, reporterId, createdAt }) => ({
        reason,
        byVisitor: reporterId !== null,
        createdAt,
      })),
  }));
  const people = ({ reports }: QueueItem) => reports.filter(({ byVisitor }) => byVisitor).length;
  return items.sort(
    (a, b) =>
      people(b) - people(a) ||
      b.reports.length - a.reports.length ||
      Number(a.createdAt) - Number(b.createdAt),
  );
}

/**
 * What a curator is to look at: what was reported, with the reports, and then what is unlisted, the oldest first; or
 * what is hidden, the newest first.
 */
export async function moderationQueue(hidden: boolean): Promise<QueueItem[]> {
  const first = hidden ? [] : await reported();
  const visibility: Visibility = hidden ? 'HIDDEN' : 'UNLISTED';
  const others = await things(
    (subject) => ({
      visibility,
      id: { notIn: first.filter((item) => item.subject === subject).map(({ id }) => id) },
    }),
    { NOT: WITH_ITS_SET },
  );
  const sign = hidden ? -1 : 1;
  const rest = others
    .map((item) => ({ ...item, reports: [] }))
    .sort((a, b) => sign * (Number(a.createdAt) - Number(b.createdAt)));
  return [...first, ...rest].slice(0, AT_ONCE);
}
