import { z } from 'zod';
import { inferredCategory } from '@/lib/evaluation/categories';
import { limit } from '@/lib/limits';
import { firstLook, type FirstLook } from '@/lib/moderation/first-look';
import { tellCurators } from '@/lib/moderation/reports';
import { InvalidInput } from '@/lib/problems';
import { prisma } from '@/lib/store/database';
import { Prisma, type Visibility } from '@/lib/store/generated/client';
import { writtenText } from '@/lib/written-text';
import { parseInput } from '../input';
import type { Asker } from '../ownership';
import { readSet, SET_LIMITS, type CheckedPrompt, type CheckedSet } from './checked';
import { FORMAT_NAMES, formatNamed } from './formats';
import { LICENCES } from './licences';
import { wrongLine } from './read-prompt';

/** How much somebody may bring at once: large sets are for curators, who answer for them, and for the operator. */
export const MOST = {
  visitor: { characters: 1_000_000, prompts: 200 },
  curator: { characters: 64_000_000, prompts: 20_000 },
} as const;

const name = (what: string) =>
  writtenText(what).check(
    z.maxLength(SET_LIMITS.name, `${what} must not be longer than ${SET_LIMITS.name} characters.`),
  );

const fileFields = {
  text: z.string(),
  fileName: z.string().max(1000).nullish(),
  format: z.enum(FORMAT_NAMES).nullish(),
  column: z.string().nullish(),
  categoryColumn: z.string().nullish(),
};

const fileSchema = z.object(fileFields);

const importSchema = z.object({
  ...fileFields,
  title: name('The name of the set').check(z.minLength(1, 'Say what the set is called.')),
  licence: z
    .enum(LICENCES, { error: `The licence must be one of ${LICENCES.join(', ')}.` })
    .nullish(),
  source: z
    .url({
      protocol: /^https?$/,
      error: 'Say where the set was published as an address that begins with https://.',
    })
    .max(SET_LIMITS.name)
    .nullish(),
});

function read(input: z.output<typeof fileSchema>, { network }: Asker): CheckedSet {
  const most = network === undefined ? MOST.curator : MOST.visitor;
  const forLarger = 'a curator, or `npm run prompts` on the machine itself, takes larger ones.';
  if (input.text.length > most.characters) {
    throw new InvalidInput(
      'text',
      `The file is longer than ${most.characters / 1_000_000} million characters; ${forLarger}`,
    );
  }
  const set = readSet(
    { text: input.text, name: input.fileName ?? '' },
    {
      format: input.format ?? undefined,
      columns: { prompt: input.column ?? undefined, category: input.categoryColumn ?? undefined },
    },
  );
  if (set.prompts.length <= most.prompts) return set;
  throw new InvalidInput(
    'text',
    `The file has ${set.prompts.length} prompts, and ${most.prompts} are taken at once; ${forLarger}`,
  );
}

/** What is in a file, before anybody decides to import it. Throws InvalidInput, with the line, for what cannot be taken. */
export function previewSet(input: unknown, asker: Asker): CheckedSet {
  return read(parseInput(fileSchema, input), asker);
}

/** What came of an import. */
export interface Imported {
  readonly id: string;
  /** Prompts that nobody had written before, and those that were here. */
  readonly added: number;
  readonly known: number;
  /** Lines that say a prompt of the file again. */
  readonly repeated: readonly number[];
}

/** So many rows in a statement: the database takes 65,535 values. */
const ROWS = 1000;

/** So many texts are looked at together, each for two seconds at most where there is a moderation server. */
const LOOKS = 16;

function chunks<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, i) =>
    list.slice(i * size, (i + 1) * size),
  );
}

/** The rows of those that are here already, by their normalised texts. */
async function knownOf(
  db: Pick<Prisma.TransactionClient, 'prompt'>,
  prompts: readonly CheckedPrompt[],
) {
  const select = { id: true, normalizedText: true, visibility: true };
  const found = [];
  for (const some of chunks(prompts, ROWS)) {
    const where = { normalizedText: { in: some.map(({ normalizedText }) => normalizedText) } };
    found.push(...(await db.prompt.findMany({ where, select })));
  }
  return new Map(found.map((row) => [row.normalizedText, row]));
}

interface Looked extends FirstLook {
  readonly prompt: CheckedPrompt;
}

/** What is thought of each; of what a visitor brings nothing that is flagged is taken. Throws InvalidInput. */
async function lookAt(prompts: readonly CheckedPrompt[], byVisitor: boolean): Promise<Looked[]> {
  const looked: Looked[] = [];
  for (const some of chunks(prompts, LOOKS)) {
    const looks = some.map(async (prompt) => ({ prompt, ...(await firstLook(prompt.text)) }));
    looked.push(...(await Promise.all(looks)));
    const flagged = byVisitor && looked.find(({ visibility }) => visibility === 'HIDDEN');
    if (flagged) throw wrongLine(flagged.prompt.line, 'This prompt is not taken from visitors.');
  }
  return looked;
}

const asJson = (list: readonly object[] | undefined) =>
  list?.map((one) => ({ ...one })) ?? Prisma.DbNull;

/**
 * Imports a file of prompts as a set, all of it or nothing: prompts that are new under the set’s licence, those that are
 * here as they are. What a visitor brings is unlisted until a curator lets it through. Throws InvalidInput, with the
 * line, and TooFast.
 */
export async function importPromptSet(input: unknown, asker: Asker): Promise<Imported> {
  const { title, source, ...asked } = parseInput(importSchema, input);
  const set = read(asked, asker);
  const published = formatNamed(set.format);
  const licence = asked.licence ?? published.licence;
  if (licence === undefined) {
    throw new InvalidInput(
      'licence',
      `Say under which licence these prompts may be published: ${LICENCES.join(', ')}.`,
    );
  }
  const before = await knownOf(prisma(), set.prompts);
  const hidden = set.prompts.find(
    ({ normalizedText }) => before.get(normalizedText)?.visibility === 'HIDDEN',
  );
  if (hidden)
    throw wrongLine(hidden.line, 'This prompt is hidden unless a curator lets it through.');
  const fresh = set.prompts.filter(({ normalizedText }) => !before.has(normalizedText));
  const { network } = asker;
  const byVisitor = network !== undefined;
  const importedById = await asker.id();
  if (byVisitor) {
    await limit('import', { voter: importedById ?? undefined, network }, fresh.length + 1);
  }
  const looked = await lookAt(fresh, byVisitor);
  const visibility: Visibility = byVisitor ? 'UNLISTED' : 'VISIBLE';
  const data = looked.map(({ prompt, visibility: seen }) => ({
    text: prompt.text,
    normalizedText: prompt.normalizedText,
    category: prompt.category ?? inferredCategory(prompt.text),
    licence,
    visibility: seen === 'VISIBLE' ? visibility : seen,
    askedById: importedById,
  }));
  const reasons = new Map(looked.map((own) => [own.prompt.normalizedText, own.reasons]));
  return prisma().$transaction(
    async (tx) => {
      const made: { id: string; normalizedText: string }[] = [];
      for (const some of chunks(data, ROWS)) {
        const select = { id: true, normalizedText: true };
        const rows = { data: some, skipDuplicates: true, select };
        made.push(...(await tx.prompt.createManyAndReturn(rows)));
      }
      for (const { id, normalizedText } of made) {
        await tellCurators(tx, 'PROMPT', id, reasons.get(normalizedText) ?? []);
      }
      const added = new Set(made.map(({ id }) => id));
      const ids = await knownOf(tx, set.prompts);
      const about = { title, format: set.format, licence, visibility, importedById } as const;
      const { id: setId } = await tx.promptSet.create({
        data: { ...about, source: source ?? published.source ?? null },
        select: { id: true },
      });
      const rows = set.prompts.map((prompt, index) => {
        const promptId = ids.get(prompt.normalizedText)?.id;
        // Somebody has deleted it in this moment.
        if (promptId === undefined) throw wrongLine(prompt.line, 'Import the file once more.');
        return {
          setId,
          promptId,
          position: index + 1,
          isNew: added.has(promptId),
          ownKey: prompt.ownKey ?? null,
          ownCategory: prompt.ownCategory ?? null,
          facts: asJson(prompt.facts),
          questions: asJson(prompt.questions),
        };
      });
      for (const some of chunks(rows, ROWS)) await tx.promptInSet.createMany({ data: some });
      return {
        id: setId,
        added: made.length,
        known: set.prompts.length - made.length,
        repeated: set.repeated.map(({ line }) => line),
      };
    },
    { maxWait: 10_000, timeout: 60_000 },
  );
}
