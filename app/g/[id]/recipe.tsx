import { versionsOf } from '@/app/components/runtime';
import { GUIDANCE_TITLES } from '@/app/components/guidance-titles';
import type { Setting } from '@/lib/studio/recipe';
import type { Permalink } from './load';

/** Who wrote the longer prompt, and how to have it written again. */
function enrichedBy({
  llm,
  templateName,
  templateVersion,
  seed,
  drafts,
  mended,
}: NonNullable<Permalink['enrichment']>): string {
  if (!llm) return 'a person';
  const lost = mended.map(({ text }) => text).join(', ');
  const template = `template ${templateName ?? '?'} ${templateVersion ?? '?'}, seed ${seed}`;
  return `${llm}, ${template}, draft ${drafts}${lost ? `, mended: ${lost}` : ''}`;
}

/** Everything that it takes to paint the picture again. */
export function Recipe({ generation }: { generation: Permalink }) {
  const { prompt, model, enrichment, timestepSpacing, initialUrl, strength } = generation;
  const { guidanceMode, guidanceFrom, guidanceTo } = generation;
  const settings: Readonly<Record<Setting, readonly [string, string] | null>> = {
    steps: ['Steps', String(generation.steps)],
    guidanceScale: ['Guidance scale', String(generation.guidanceScale)],
    guidanceRescale: ['Guidance rescale', String(generation.guidanceRescale)],
    guidanceMode: guidanceMode && ['Guidance', GUIDANCE_TITLES[guidanceMode]],
    guidanceFrom: guidanceFrom === null ? null : ['Guidance from', String(guidanceFrom)],
    guidanceTo: guidanceTo === null ? null : ['Guidance to', String(guidanceTo)],
    scheduler: ['Scheduler', generation.scheduler],
    timestepSpacing: timestepSpacing && ['Timesteps', timestepSpacing.toLowerCase()],
    strength: strength === null ? null : ['Strength', String(strength)],
    noise: ['Noise', generation.noise],
    width: ['Size', `${generation.width} × ${generation.height}`],
    // With the width.
    height: null,
    negativePrompt: ['Negative prompt', generation.negativePrompt || '–'],
    // Shown above them all, as a picture.
    initialSha256: null,
  };
  const lines: readonly (readonly [string, string])[] = [
    [
      'Model',
      `${model.base.title}, ${model.name}${model.status === 'RETIRED' ? ' (retired)' : ''}`,
    ],
    ...(enrichment ? [['Longer prompt by', enrichedBy(enrichment)] as const] : []),
    ['Seed', generation.seed],
    ...Object.values(settings).filter((line) => line !== null),
    ['Device', generation.device ?? '–'],
    ['Runtime', Object.values(versionsOf(generation.runtime)).join(', ') || '–'],
    [
      'Time',
      generation.durationMs === null ? '–' : `${(generation.durationMs / 1000).toFixed(2)} s`,
    ],
    ['Painted', generation.createdAt.replace('T', ' ').slice(0, 19)],
    ['Licences', `prompt ${prompt.licence}, weights ${model.base.licence}`],
  ];

  return (
    <dl className={LINES}>
      {initialUrl && (
        <>
          <dt className="quiet">Begun from</dt>
          <dd>
            <a href={initialUrl}>
              <img
                src={initialUrl}
                alt="The picture that it was painted over"
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
export function Hashes({ generation }: { generation: Permalink }) {
  const { model, imageSha256, pixelsSha256 } = generation;
  const lines = [
    ['Weights SHA-256', model.weightsSha256],
    ['Image SHA-256', imageSha256 ?? '–'],
    ['Pixels SHA-256', pixelsSha256 ?? '–'],
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
