import { ALIKE, differencesIn, SAME } from '@/lib/arena/differences';
import { exportedMatchups, exportedVotes } from '@/lib/arena/exported-votes';
import { modelLabel } from '@/lib/arena/names';
import { METHOD_NAMES } from '@/lib/methods';
import { LISTED_PICTURE, LISTED_TEXT } from '@/lib/public';
import { prisma } from '@/lib/store/database';
import { pageAfter, paged } from '@/lib/store/paging';
import { settingsOf, type Setting } from '@/lib/studio/recipe';
import { isNonCommercial } from '@/lib/studio/prompt-sets/licences';
import type { Dataset } from './dataset';

const text = (name: string, about: string) => ({ name, type: 'STRING' as const, about });
const number = (name: string, about: string) => ({ name, type: 'DOUBLE' as const, about });
const truth = (name: string, about: string) => ({ name, type: 'BOOLEAN' as const, about });
const moment = (name: string, about: string) => ({ name, type: 'TIMESTAMP' as const, about });
const json = (name: string, about: string) => ({ name, type: 'JSON' as const, about });

/** All that is stored with a base may be megabytes. */
const BASE_NAME = { base: { select: { name: true } } };

const EITHER = new Intl.ListFormat('en-GB', { type: 'disjunction' });

const PAIR = [
  text('base', 'the base whose models met'),
  text('category', 'what the prompt puts to the test'),
  text('form', 'SIMPLE: the short prompt was painted; ENRICHED: its longer version'),
  text('prompt', 'id in `prompts`'),
  text(
    'set',
    'pictures of one prompt, in pairs from the same noise (sets of before: all from one): the last part of their permalink /c/',
  ),
  text('first', 'the model on the left, as name@weights'),
  text('second', 'the model on the right'),
];
const DRAWN = [
  text(
    'kind',
    'SAMPLED votes make the rankings; REPEATED and GOLD ones show how reliable voters are',
  ),
  number('propensity', 'the probability with which its pair of models was drawn'),
  text('gold', 'of a GOLD one: which is right'),
  text('repeats', 'of a REPEATED one: the matchup that it repeats'),
];

const NON_COMMERCIAL = truth(
  'nonCommercial',
  'the licence of the prompt’s text forbids commercial use: it came with a set that is published so',
);

const votes: Dataset = {
  about: 'Every answer that was not taken back, once its pictures have left the arena.',
  columns: [
    text('id', 'sorts by time'),
    text('matchup', 'id in `matchups`'),
    moment('at', 'when it was answered, UTC'),
    text('question', 'ALIGNMENT: which follows the prompt better? OVERALL: which is preferred?'),
    ...PAIR,
    text('outcome', 'FIRST, SECOND, TIE or BOTH_BAD'),
    text('voter', 'a name that leads nowhere, the same for all votes of a voter'),
    ...DRAWN,
    truth('quarantined', 'set aside: no honest voter would plausibly answer like this one'),
    truth('held', 'not counted yet: its voter has decided fewer than ten matchups'),
    truth(
      'seasoned',
      'its voter has decided twenty matchups, the first a week before the newest of all: all others together weigh a tenth of such',
    ),
    truth('verified', 'its voter has signed in, once for all votes of theirs'),
  ],
  rows: exportedVotes,
};

const matchups: Dataset = {
  about: 'Every pair of pictures that was shown and has left the arena, answered or not.',
  columns: [
    text('id', 'sorts by time'),
    moment('at', 'when it was drawn, UTC'),
    text('state', 'DECIDED, SKIPPED, or, long ago, WITHDRAWN after the reveal'),
    ...PAIR,
    text('voter', 'as in `votes`'),
    ...DRAWN,
    text('left', 'id in `generations`'),
    text('right', 'id in `generations`'),
  ],
  rows: exportedMatchups,
};

const prompts: Dataset = {
  about: 'What was asked to be painted.',
  columns: [
    text('id', 'sorts by time'),
    text('text', 'as it was written'),
    text('category', 'what it puts to the test'),
    text('licence', 'of the text'),
    NON_COMMERCIAL,
    truth('seeded', 'came with Sarovar'),
    moment('at', 'when it was written, UTC'),
  ],
  async *rows() {
    for await (const row of paged((after) =>
      prisma().prompt.findMany({ where: LISTED_TEXT, ...pageAfter(after) }),
    )) {
      const { id, category, licence, seeded, createdAt } = row;
      const nonCommercial = isNonCommercial(licence);
      const at = createdAt.toISOString();
      yield { id, text: row.text, category, licence, nonCommercial, seeded, at };
    }
  },
};

const PROMPTS_LICENCE = { prompt: { select: { licence: true } } } as const;

const enrichments: Dataset = {
  about: 'Longer versions of prompts.',
  columns: [
    text('id', 'sorts by time'),
    text('prompt', 'id in `prompts`'),
    text('text', 'the longer version'),
    NON_COMMERCIAL,
    text('llm', 'who wrote it; null for a person'),
    text('template', 'the instruction’s name and version'),
    number('seed', 'of the language model'),
    number('drafts', 'how many texts it wrote until nothing was lost'),
    json('facts', 'each fact of the prompt, and whether the text keeps it'),
    json('mended', 'facts that were put in front of the text without the language model'),
    moment('at', 'when it was asked for, UTC'),
  ],
  async *rows() {
    const finished = {
      where: { status: 'SUCCEEDED' as const, ...LISTED_TEXT, prompt: LISTED_TEXT },
    };
    const pages = paged((after) =>
      prisma().enrichment.findMany({ ...finished, include: PROMPTS_LICENCE, ...pageAfter(after) }),
    );
    for await (const { promptId, createdAt, templateName, templateVersion, ...row } of pages) {
      const { id, llm, seed, drafts, facts, mended } = row;
      const template = templateName && `${templateName} ${templateVersion ?? ''}`;
      yield {
        id,
        prompt: promptId,
        text: row.text,
        nonCommercial: isNonCommercial(row.prompt.licence),
        llm,
        template,
        seed,
        drafts,
        facts,
        mended,
        at: createdAt.toISOString(),
      };
    }
  },
};

const promptSets: Dataset = {
  about: 'What the sets say of their prompts that were brought in one file.',
  columns: [
    text('id', 'sorts by time'),
    text('set', 'the last part of its permalink /sets/'),
    text('title', 'of the set'),
    text('source', 'where it was published'),
    text('licence', 'of the set'),
    NON_COMMERCIAL,
    number('position', 'from 1 on, in the order of its file'),
    text('prompt', 'id in `prompts`'),
    text('ownKey', 'what the set calls the prompt'),
    text('ownCategory', 'its category in the set’s words'),
    json('facts', 'each fact that the set states of it: its kind, and what it is of'),
    json('questions', 'each question that the set asks of its pictures, with the right answer'),
  ],
  async *rows() {
    const query = {
      where: { set: LISTED_TEXT, prompt: LISTED_TEXT },
      include: { set: true },
    };
    const pages = paged((after) =>
      prisma().promptInSet.findMany({ ...query, ...pageAfter(after) }),
    );
    for await (const { set, setId, promptId, ...row } of pages) {
      const { id, position, ownKey, ownCategory, facts, questions } = row;
      const { title, source, licence } = set;
      yield {
        id,
        set: setId,
        title,
        source,
        licence,
        nonCommercial: isNonCommercial(licence),
        position,
        prompt: promptId,
        ownKey,
        ownCategory,
        facts,
        questions,
      };
    }
  },
};

const models: Dataset = {
  about: 'Every model there is or was.',
  columns: [
    text('id', 'sorts by time'),
    text('label', 'name@weights, as votes have it'),
    text('base', 'the diffusion model'),
    text('name', 'of the model'),
    text('method', EITHER.format(METHOD_NAMES)),
    text('checkpoint', 'of the adapter'),
    text('weightsSha256', 'of the weights'),
    text('status', 'ACTIVE or RETIRED'),
    text('licence', 'of the base’s weights'),
    moment('at', 'when it was registered, UTC'),
  ],
  async *rows() {
    const include = { base: { select: { name: true, licence: true } } };
    const pages = paged((after) => prisma().model.findMany({ include, ...pageAfter(after) }));
    for await (const row of pages) {
      const { id, name, method, checkpoint, weightsSha256, status, base, createdAt } = row;
      yield {
        id,
        label: modelLabel(row),
        base: base.name,
        name,
        method,
        checkpoint,
        weightsSha256,
        status,
        licence: base.licence,
        at: createdAt.toISOString(),
      };
    }
  },
};

const SETTING_COLUMNS = {
  steps: number('steps', 'of the scheduler'),
  guidanceScale: number('guidanceScale', 'off up to 1'),
  guidanceRescale: number('guidanceRescale', '0 to 1'),
  guidanceMode: text('guidanceMode', 'APG or CFG_ZERO_STAR, where it was not plain'),
  guidanceFrom: number(
    'guidanceFrom',
    'share of the steps after which guidance began, if not at once',
  ),
  guidanceTo: number('guidanceTo', 'share of the steps after which it ended, if before the last'),
  scheduler: text('scheduler', 'its name'),
  noise: text('noise', 'CPU or PHILOX: whose random numbers it starts from'),
  negativePrompt: text('negativePrompt', 'what should not be in it'),
  width: number('width', 'pixels'),
  height: number('height', 'pixels'),
  timestepSpacing: text('timestepSpacing', 'where the base’s own was not taken'),
  initialSha256: text('initialSha256', 'of the PNG file that it was painted over'),
  strength: number('strength', 'how much of that was painted anew, 0 to 1'),
} satisfies Record<Setting, unknown>;

const generations: Dataset = {
  about: 'Every finished picture with its recipe, but for those that are in the arena.',
  columns: [
    text('id', 'sorts by time; the last part of the permalink'),
    text('prompt', 'id in `prompts`'),
    NON_COMMERCIAL,
    text('enrichment', 'id in `enrichments`, where a longer version was painted'),
    text('comparison', 'the same for pictures that were asked for together'),
    text('base', 'the diffusion model'),
    text('model', 'its label in `models`'),
    text('seed', 'a whole number below 2^63, as text'),
    ...Object.values(SETTING_COLUMNS),
    text('device', 'what painted it'),
    text('imageSha256', 'of the PNG file'),
    text('pixelsSha256', 'of the raw RGB bytes'),
    number('score', 'the share of facts that the automatic scorer finds right'),
    moment('at', 'when it was asked for, UTC'),
  ],
  async *rows() {
    const query = {
      where: { status: 'SUCCEEDED' as const, ...LISTED_PICTURE },
      include: {
        ...PROMPTS_LICENCE,
        model: { include: BASE_NAME },
        scores: { select: { score: true } },
      },
    };
    const pages = paged((after) => prisma().generation.findMany({ ...query, ...pageAfter(after) }));
    for await (const row of pages) {
      const { id, device, imageSha256, pixelsSha256 } = row;
      yield {
        id,
        prompt: row.promptId,
        nonCommercial: isNonCommercial(row.prompt.licence),
        enrichment: row.enrichmentId,
        comparison: row.comparisonId,
        base: row.model.base.name,
        model: modelLabel(row.model),
        seed: row.seed.toString(),
        ...settingsOf(row),
        device,
        imageSha256,
        pixelsSha256,
        score: row.scores[0]?.score,
        at: row.createdAt.toISOString(),
      };
    }
  },
};

const differences: Dataset = {
  about:
    'How far each two pictures of a set that are from the same noise differ, as it was measured when the set entered the arena; of sets that have ' +
    'left it.',
  columns: [
    text(
      'set',
      'pictures of one prompt, in pairs from the same noise (sets of before: all from one): the last part of their permalink /c/',
    ),
    text('prompt', 'id in `prompts`'),
    text('category', 'what the prompt puts to the test'),
    text('base', 'the base whose models painted them'),
    text('first', 'a model, as name@weights'),
    text('second', 'the other one'),
    number(
      'share',
      `the share of pixels of which a channel differs by more than ${SAME} of 255, 0 to 1`,
    ),
    truth('alike', `less than ${100 * ALIKE} %: nobody is asked about this pair`),
  ],
  async *rows() {
    const query = {
      where: { arena: 'LEFT' as const },
      select: {
        id: true,
        promptId: true,
        differences: true,
        prompt: { select: { category: true } },
        generations: { select: { id: true, model: { include: BASE_NAME } } },
      },
    };
    const pages = paged((after) => prisma().comparison.findMany({ ...query, ...pageAfter(after) }));
    for await (const { id: set, promptId, prompt, generations, ...row } of pages) {
      const models = new Map(generations.map((picture) => [picture.id, picture.model]));
      for (const { first, second, share } of differencesIn(row.differences)) {
        const [one, other] = [models.get(first), models.get(second)];
        // Of a picture that is not there any more nothing is known.
        if (!one || !other) continue;
        yield {
          set,
          prompt: promptId,
          category: prompt.category,
          base: one.base.name,
          first: modelLabel(one),
          second: modelLabel(other),
          share,
          alike: share < ALIKE,
        };
      }
    }
  },
};

/** Everything that can be downloaded, by the name of its files. */
export const DATASETS: Readonly<Record<string, Dataset>> = {
  votes,
  matchups,
  differences,
  generations,
  prompts,
  sets: promptSets,
  enrichments,
  models,
};
