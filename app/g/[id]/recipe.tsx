import { words } from '@/app/words/server';
import type { Translate } from '@/app/words/translate';
import { versionsOf } from '@/app/components/runtime';
import { GUIDANCE_TITLES } from '@/app/components/guidance-titles';
import type { Setting } from '@/lib/studio/recipe';
import type { Permalink } from './load';

type Enrichment = NonNullable<Permalink['enrichment']>;

/** Who wrote the longer prompt, and how to have it written again. */
function enrichedBy(
  t: Translate,
  { llm, templateName, templateVersion, seed, drafts, mended }: Enrichment,
): string {
  if (!llm) return t('recipe.person');
  const lost = mended.map(({ text }) => text).join(', ');
  const template = `${templateName ?? '?'} ${templateVersion ?? '?'}`;
  const draft = t('recipe.draft', { llm, template, seed, drafts });
  return lost ? t('recipe.mended', { draft, lost }) : draft;
}

/** Everything that it takes to paint the picture again. */
export async function Recipe({ generation }: { generation: Permalink }) {
  const t = await words();
  const { prompt, model, enrichment, timestepSpacing, initialUrl, strength } = generation;
  const painter = `${model.base.title}, ${model.name}`;
  const { guidanceMode, guidanceFrom, guidanceTo } = generation;
  const settings: Readonly<Record<Setting, readonly [string, string] | null>> = {
    steps: [t('recipe.steps'), String(generation.steps)],
    guidanceScale: [t('recipe.guidance'), String(generation.guidanceScale)],
    guidanceRescale: [t('recipe.rescale'), String(generation.guidanceRescale)],
    guidanceMode: guidanceMode && [t('recipe.guidanceMode'), GUIDANCE_TITLES[guidanceMode]],
    guidanceFrom: guidanceFrom === null ? null : [t('recipe.guidanceFrom'), String(guidanceFrom)],
    guidanceTo: guidanceTo === null ? null : [t('recipe.guidanceTo'), String(guidanceTo)],
    scheduler: [t('recipe.scheduler'), generation.scheduler],
    timestepSpacing: timestepSpacing && [t('recipe.timesteps'), timestepSpacing.toLowerCase()],
    strength: strength === null ? null : [t('recipe.strength'), String(strength)],
    noise: [t('recipe.noise'), generation.noise],
    width: [t('recipe.size'), `${generation.width} × ${generation.height}`],
    // With the width.
    height: null,
    negativePrompt: [t('recipe.negative'), generation.negativePrompt || '–'],
    // Shown above them all, as a picture.
    initialSha256: null,
  };
  const lines: readonly (readonly [string, string])[] = [
    [
      t('recipe.model'),
      model.status === 'RETIRED' ? t('recipe.retired', { model: painter }) : painter,
    ],
    ...(enrichment ? [[t('recipe.longer'), enrichedBy(t, enrichment)] as const] : []),
    [t('recipe.seed'), generation.seed],
    ...Object.values(settings).filter((line) => line !== null),
    [t('recipe.device'), generation.device ?? '–'],
    [t('recipe.runtime'), Object.values(versionsOf(generation.runtime)).join(', ') || '–'],
    [
      t('recipe.time'),
      generation.durationMs === null ? '–' : `${(generation.durationMs / 1000).toFixed(2)} s`,
    ],
    [t('recipe.painted'), generation.createdAt.replace('T', ' ').slice(0, 19)],
    [
      t('recipe.licences'),
      t('recipe.licence', { prompt: prompt.licence, weights: model.base.licence }),
    ],
  ];

  return (
    <dl className={LINES}>
      {initialUrl && (
        <>
          <dt className="quiet">{t('recipe.begun')}</dt>
          <dd>
            <a href={initialUrl}>
              <img
                src={initialUrl}
                alt={t('recipe.begunAlt')}
                width={96}
                height={96}
                className="size-24 rounded-box object-cover"
              />
            </a>
          </dd>
        </>
      )}
      <Lines lines={lines} />
    </dl>
  );
}

/** What tells whether it came out the same. */
export async function Hashes({ generation }: { generation: Permalink }) {
  const t = await words();
  const { model, imageSha256, pixelsSha256 } = generation;
  const lines = [
    [t('recipe.weightsSha'), model.weightsSha256],
    [t('recipe.imageSha'), imageSha256 ?? '–'],
    [t('recipe.pixelsSha'), pixelsSha256 ?? '–'],
  ] as const;
  return (
    <dl className={LINES}>
      <Lines lines={lines} />
    </dl>
  );
}

const LINES = 'grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-sm';

function Lines({ lines }: { readonly lines: readonly (readonly [string, string])[] }) {
  return lines.map(([term, value]) => (
    <div key={term} className="contents">
      <dt className="quiet">{term}</dt>
      <dd className="break-all">{value}</dd>
    </div>
  ));
}
