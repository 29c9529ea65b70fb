import { TEMPLATES } from '@/lib/enrichment/templates';
import { votesNeeded } from '@/lib/evaluation/votes-needed';
import { byMethod } from '@/lib/methods';
import { InvalidInput } from '@/lib/problems';
import { PUBLIC_TEXT } from '@/lib/public';
import { sha256 } from '@/lib/store/blobs';
import { prisma } from '@/lib/store/database';
import type { Base, Prisma, PromptSet } from '@/lib/store/generated/client';
import { recipeOn } from '@/lib/studio/generate-input';
import type { Asker } from '@/lib/studio/ownership';
import { weightOf } from '@/lib/studio/request-pictures';
import { frozenSchema, hashOf, type Frozen } from './frozen';
import { checkedStudy } from './input';
import { secondsOfOne, secondsOfText } from './measured';

/** How much a study may be: of visitors by what it costs, in pictures by a base alone; larger ones are for curators and the operator. */
export const MOST = { visitor: { weight: 400 }, curator: { pictures: 200_000 } } as const;

/** Shares of decisive votes that a study may be to find. */
const SHARES = [0.6, 0.55];

/** Bytes of a picture's recipe in its file, and of its rows. */
const BYTES_BESIDE = 4096;

/** What a study would be, and cost. */
export interface StudyPlan {
  readonly title: string;
  readonly set: PromptSet;
  readonly frozen: Frozen;
  readonly sha256: string;
  readonly prompts: number;
  readonly pictures: number;
  /** In pictures by a base alone, of its own size and steps. */
  readonly weight: number;
  /** Longer versions that are to be written first. */
  readonly texts: number;
  /** While nobody else asks for anything; null where nothing of the kind was made yet. */
  readonly seconds: number | null;
  /** At most: that of its pictures as they are before they are compressed. */
  readonly bytes: number;
  /** How many decisive votes tell two models apart of which one wins that share, and each two of all. */
  readonly votes: readonly {
    readonly share: number;
    readonly ofPair: number;
    readonly ofAll: number;
  }[];
}

type Found = Prisma.ModelGetPayload<{ include: { base: true } }>;

/** The set of that key, or else the only one of that title. Throws InvalidInput. */
async function setNamed(name: string): Promise<PromptSet> {
  const own = await prisma().promptSet.findFirst({ where: { id: name, ...PUBLIC_TEXT } });
  if (own) return own;
  const titled = await prisma().promptSet.findMany({
    where: { title: name, visibility: 'VISIBLE' },
    take: 2,
  });
  const [first, second] = titled;
  if (first && !second) return first;
  throw new InvalidInput(
    'set',
    first
      ? `Several sets are called “${name}”; say which by its key, the last part of its address /sets/<key>.`
      : `There is no set of prompts “${name}”; bring it on /sets or with npm run prompts, or say its key.`,
  );
}

/** The active models of those ids, names, or names of base and model with a slash between. Throws InvalidInput. */
async function modelsNamed(names: readonly string[]): Promise<Found[]> {
  const active = await prisma().model.findMany({
    where: { status: 'ACTIVE' },
    include: { base: true },
  });
  const found = names.map((name, index) => {
    const fits = active.filter(
      (model) =>
        model.id === name || model.name === name || `${model.base.name}/${model.name}` === name,
    );
    const [first, second] = fits;
    if (first && !second) return first;
    throw new InvalidInput(
      `models.${index}`,
      first
        ? `There are several models “${name}”: ${fits.map((model) => `${model.base.name}/${model.name} ${model.id}`).join(', ')}; write one of these names, or its id.`
        : `There is no active model “${name}”; there are ${active.map((model) => `${model.base.name}/${model.name}`).join(', ')}.`,
    );
  });
  const twice = found.findIndex((model, index) => found.indexOf(model) !== index);
  if (twice >= 0) throw new InvalidInput(`models.${twice}`, 'This model is named twice.');
  return found.toSorted(byMethod);
}

type Asked = ReturnType<typeof checkedStudy>;

/** Every recipe as each of these bases follows it. Throws InvalidInput. */
function recipesOn(bases: readonly Base[], { recipes }: Asked, asker: Asker) {
  return recipes.map(({ name, recipe }, index) => {
    const on = bases.map((base) => {
      try {
        return [base.id, recipeOn(base, recipe, asker)] as const;
      } catch (problem) {
        if (!(problem instanceof InvalidInput)) throw problem;
        throw new InvalidInput(`recipes.${index}.${problem.field}`, problem.message);
      }
    });
    return { name, on: Object.fromEntries(on) };
  });
}

/** Throws InvalidInput for what is more than the asker may have painted. */
function checkSize({ pictures, weight }: Pick<StudyPlan, 'pictures' | 'weight'>, asker: Asker) {
  if (pictures > MOST.curator.pictures) {
    throw new InvalidInput(
      'set',
      `That would be ${pictures} pictures, and a study has at most ${MOST.curator.pictures}; name fewer models, seeds or recipes.`,
    );
  }
  if (asker.network === undefined || weight <= MOST.visitor.weight) return;
  throw new InvalidInput(
    'set',
    `That would cost as much as ${Math.ceil(weight)} pictures, and a visitor’s study at most ${MOST.visitor.weight}; ` +
      'name fewer models, seeds or recipes: a curator, or npm run study on the machine itself, starts larger ones.',
  );
}

/** How many longer versions of its prompts nobody has written yet. */
function textsMissing(setId: string, template: Frozen['template']): Promise<number> | number {
  if (!template) return 0;
  const written: Prisma.EnrichmentWhereInput = {
    templateName: template.name,
    templateVersion: template.version,
    seed: 0,
    status: 'SUCCEEDED',
    ...PUBLIC_TEXT,
  };
  return prisma().promptInSet.count({
    where: { setId, prompt: { ...PUBLIC_TEXT, enrichments: { none: written } } },
  });
}

/**
 * What a study would be and cost: nothing is stored. Throws InvalidInput whose `field` is the path to what is wrong, such as
 * `recipes.1.steps`.
 */
export async function planStudy(input: unknown, asker: Asker): Promise<StudyPlan> {
  const asked = checkedStudy(input);
  if (asked.title && asker.network !== undefined) {
    const sentence = 'A visitor’s study is called like its set of prompts; leave its title out.';
    throw new InvalidInput('title', sentence);
  }
  const set = await setNamed(asked.set);
  const found = await modelsNamed(asked.models);
  const bases = [...new Map(found.map(({ base }) => [base.id, base])).values()];
  const prompts = await prisma().promptInSet.findMany({
    where: { setId: set.id, prompt: PUBLIC_TEXT },
    orderBy: { position: 'asc' },
    select: { promptId: true },
  });
  if (prompts.length === 0) throw new InvalidInput('set', 'There is no prompt in this set.');
  const { name, version } = TEMPLATES.detailed;
  const frozen = frozenSchema.parse({
    set: set.id,
    promptsSha256: sha256(
      new TextEncoder().encode(prompts.map(({ promptId }) => promptId).join('\n')),
    ),
    models: found.map((model) => ({ ...model, base: model.base.name })),
    seeds: asked.seeds,
    recipes: recipesOn(bases, asked, asker),
    forms: asked.forms,
    template: asked.forms.includes('ENRICHED') ? { name, version } : null,
  });
  const times = prompts.length * frozen.forms.length * frozen.seeds.length;
  const texts = await textsMissing(set.id, frozen.template);
  const forText = texts > 0 ? await secondsOfText() : 0;
  const sums = { pictures: 0, weight: 0, bytes: 0 };
  let seconds = forText === null ? null : texts * forText;
  for (const base of bases) {
    const one = await secondsOfOne(base);
    const own = found.filter(({ baseId }) => baseId === base.id);
    for (const { on } of frozen.recipes) {
      const settings = on[base.id];
      if (!settings) continue;
      const weights = own.map((model) => weightOf(model.name, base, settings));
      const weight = times * weights.reduce((sum, each) => sum + each, 0);
      const pictures = times * own.length;
      sums.pictures += pictures;
      sums.weight += weight;
      sums.bytes += pictures * (settings.width * settings.height * 3 + BYTES_BESIDE);
      seconds = seconds === null || one === null ? null : seconds + weight * one;
    }
  }
  checkSize(sums, asker);
  const pairs = (found.length * (found.length - 1)) / 2;
  const votes = SHARES.map((share) => {
    const ofPair = votesNeeded(share);
    return { share, ofPair, ofAll: pairs * ofPair };
  });
  const title = asked.title ?? set.title;
  return {
    title,
    set,
    frozen,
    sha256: hashOf(frozen),
    prompts: prompts.length,
    ...sums,
    texts,
    seconds,
    votes,
  };
}
