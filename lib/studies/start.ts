import { limit } from '@/lib/limits';
import { InvalidInput } from '@/lib/problems';
import { UNSEEN } from '@/lib/public';
import { prisma } from '@/lib/store/database';
import { wakeWorkers } from '@/lib/store/wake';
import type { Asker } from '@/lib/studio/ownership';
import { cellSizes, type Frozen } from './frozen';
import { planStudy } from './plan';

/**
 * $1 study, $2 set, $3 forms, $4 how many recipes, $5 bases and $6 how many pictures a cell has on each: prompts in the order
 * of their set, so that the first ones are whole while the others wait.
 */
const CELLS = `
  INSERT INTO "StudyCell" (id, "studyId", position, "promptId", form, recipe, "baseId", pictures)
  SELECT gen_random_uuid()::text, $1, row_number() OVER (ORDER BY i.position, form.place, recipe, base.place),
    i."promptId", form.name::"PaintedForm", recipe, base.id, base.pictures
  FROM "PromptInSet" i JOIN "Prompt" p ON p.id = i."promptId" AND p.visibility NOT IN (${UNSEEN.map((name) => `'${name}'`).join(', ')})
    CROSS JOIN unnest($3::text[]) WITH ORDINALITY AS form(name, place)
    CROSS JOIN generate_series(0, $4::int - 1) AS recipe
    CROSS JOIN unnest($5::text[], $6::int[]) WITH ORDINALITY AS base(id, pictures, place)
  WHERE i."setId" = $2`;

function valuesOf(id: string, frozen: Frozen) {
  const sizes = cellSizes(frozen);
  return [
    id,
    frozen.set,
    [...frozen.forms],
    frozen.recipes.length,
    sizes.map(({ baseId }) => baseId),
    sizes.map(({ pictures }) => pictures),
  ] as const;
}

/**
 * Starts the study of `input`, which must be what was planned under that hash; it goes on by itself. One that was started
 * before is not started again. Returns its id. Throws InvalidInput or TooFast.
 */
export async function startStudy(
  input: unknown,
  planSha256: string,
  asker: Asker,
): Promise<string> {
  const { frozen, sha256, title, weight, seconds } = await planStudy(input, asker);
  if (sha256 !== planSha256) {
    const sentence =
      'This is not what was planned, or something has changed since; look at the new plan.';
    throw new InvalidInput('planSha256', sentence);
  }
  const known = await prisma().study.findUnique({ where: { planSha256 }, select: { id: true } });
  if (known) return known.id;
  const { network } = asker;
  const askedById = await asker.id();
  if (network !== undefined) {
    await limit('study', { voter: askedById ?? undefined, network }, Math.ceil(weight));
  }
  const data = { title, setId: frozen.set, plan: frozen, planSha256, plannedSeconds: seconds };
  const id = await prisma().$transaction(async (tx) => {
    const [made] = await tx.study.createManyAndReturn({
      data: { ...data, askedById },
      skipDuplicates: true,
      select: { id: true },
    });
    if (!made) return (await tx.study.findUniqueOrThrow({ where: { planSha256 } })).id;
    await tx.$executeRawUnsafe(CELLS, ...valuesOf(made.id, frozen));
    return made.id;
  });
  await wakeWorkers();
  return id;
}
