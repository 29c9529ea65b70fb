import type { ChangeEvent } from 'react';
import { useTranslations } from 'use-intl/react';
import { GUIDANCE_TITLES } from '@/app/components/guidance-titles';
import { Field, Select } from '@/app/components/ui/field';
import { TooLong } from '@/app/components/ui/too-long';
import { mostSide, type LIMITS } from '@/lib/studio/picture-limits';
import type { Setting } from '@/lib/studio/recipe';
import type { Choices } from './choices';
import type { BaseOptionFragment, SchedulerOptionFragment } from './create.documents';

export interface SettingsProps {
  readonly schedulers: readonly SchedulerOptionFragment[];
  readonly limits: typeof LIMITS;
}

/** Noise levels that have no name of their own. */
const LEVELS = ['karras', 'exponential', 'beta'] as const;

type Values = Pick<Choices, 'seed' | 'seeds' | 'settings'>;

interface Props extends SettingsProps, Values {
  readonly base: Omit<BaseOptionFragment, 'vocabulary' | 'methodComparison'> | undefined;
  readonly onChange: (changes: Partial<Values>) => void;
}

/** The settings beyond the prompt; each says what it does and begins as the base has it. */
export function Settings({ schedulers, limits, base, seed, seeds, settings, onChange }: Props) {
  const t = useTranslations('create.settings');
  const step = base?.sizeStep ?? 1;
  const usual: Partial<Record<Setting, string | number>> = {
    ...base,
    width: base?.resolution ?? '',
    height: base?.resolution ?? '',
    guidanceRescale: limits.guidanceRescale.default,
    noise: 'CPU',
  };
  /** A field of that setting: its value, and what a change of it does. */
  const of = (name: Setting) => ({
    id: name,
    value: settings[name] ?? usual[name] ?? '',
    onChange: ({ target }: ChangeEvent<HTMLInputElement | HTMLSelectElement>) =>
      onChange({ settings: { ...settings, [name]: target.value } }),
  });
  const number = (name: 'steps' | 'guidanceScale' | 'guidanceRescale', by: string) => ({
    ...of(name),
    type: 'number',
    step: by,
    min: limits[name].min,
    max: limits[name].max,
    className: 'field',
  });
  const share = { type: 'number', step: 0.05, ...limits.guidanceShare, className: 'field' };
  const side = {
    type: 'number',
    // Browsers count steps from the least: it must be a multiple itself.
    min: Math.ceil(limits.side.min / step) * step,
    max: base ? mostSide(base) : limits.side.max,
    step,
    className: 'field',
  };
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field id="seed" label={t('seed')} help={t('seedHelp')}>
        <input
          id="seed"
          inputMode="numeric"
          className="field"
          value={seed}
          onChange={(event) => onChange({ seed: event.target.value.trim() })}
        />
      </Field>
      <Field id="seeds" label={t('seeds')} help={t('seedsHelp')}>
        <input
          id="seeds"
          type="number"
          min={1}
          max={limits.seeds}
          className="field"
          value={seeds}
          onChange={(event) =>
            onChange({ seeds: Math.min(limits.seeds, Math.max(1, Number(event.target.value))) })
          }
        />
      </Field>
      <Field id="steps" label={t('steps')} help={t('stepsHelp')}>
        <input {...number('steps', '1')} />
      </Field>
      <Field id="guidanceScale" label={t('guidance')} help={t('guidanceHelp')}>
        <input {...number('guidanceScale', '0.1')} />
      </Field>
      <Field id="scheduler" label={t('scheduler')} help={t('schedulerHelp')}>
        <Select
          {...of('scheduler')}
          choices={schedulers
            .filter(({ name }) => !base || base.schedulers.includes(name))
            .map(({ name, title }) => {
              const levels = LEVELS.find((own) => name.endsWith(`-${own}`));
              const solver = schedulers.find((own) => `${own.name}-${levels}` === name)?.title;
              return {
                value: name,
                title: levels && solver ? t('onLevels', { solver, levels }) : title,
              };
            })}
        />
      </Field>
      <Field id="timestepSpacing" label={t('timesteps')} help={t('timestepsHelp')}>
        <Select
          {...of('timestepSpacing')}
          choices={[
            { value: '', title: t('asBase') },
            { value: 'LEADING', title: t('leading') },
            { value: 'LINSPACE', title: t('linspace') },
            { value: 'TRAILING', title: t('trailing') },
          ]}
        />
      </Field>
      <Field id="negativePrompt" label={t('negative')} help={t('negativeHelp')}>
        <input {...of('negativePrompt')} className="field" />
        <TooLong text={settings.negativePrompt ?? ''} limit={limits.prompt} />
      </Field>
      <Field id="guidanceRescale" label={t('rescale')} help={t('rescaleHelp')}>
        <input {...number('guidanceRescale', '0.05')} />
      </Field>
      <Field id="guidanceMode" label={t('guidanceMode')} help={t('guidanceModeHelp')}>
        <Select
          {...of('guidanceMode')}
          choices={[
            { value: '', title: t('plainGuidance') },
            ...Object.entries(GUIDANCE_TITLES).map(([value, title]) => ({ value, title })),
          ]}
        />
      </Field>
      <Field id="guidanceFrom" label={t('guidanceFrom')} help={t('guidanceFromHelp')}>
        <input {...of('guidanceFrom')} {...share} placeholder="0" />
      </Field>
      <Field id="guidanceTo" label={t('guidanceTo')} help={t('guidanceToHelp')}>
        <input {...of('guidanceTo')} {...share} placeholder="1" />
      </Field>
      <Field id="width" label={t('width')} help={t('widthHelp', { step, most: side.max })}>
        <input {...of('width')} {...side} />
      </Field>
      <Field id="height" label={t('height')} help={t('heightHelp')}>
        <input {...of('height')} {...side} />
      </Field>
      <Field id="noise" label={t('noise')} help={t('noiseHelp')}>
        <Select
          {...of('noise')}
          choices={[
            { value: 'CPU', title: t('cpu') },
            { value: 'PHILOX', title: t('cuda') },
          ]}
        />
      </Field>
    </div>
  );
}
