import { useTranslations } from 'use-intl/react';
import { Problem } from '@/app/components/ui/field';
import { useModelWords } from '@/app/words/provider';
import type { Choices } from './choices';
import type { BaseOptionFragment, PaintingFragment } from './create.documents';
import { DropPicture, type Dropped } from './dropped-picture';
import { InitialPicture } from './initial-picture';
import { Settings, type SettingsProps } from './settings';

interface Props extends SettingsProps {
  readonly choices: Choices;
  readonly base: BaseOptionFragment | undefined;
  /** What was painted last, to begin from. */
  readonly painting: PaintingFragment | undefined;
  readonly problem: string;
  readonly onChange: (changes: Partial<Choices>) => void;
  readonly onDropped: (dropped: Dropped) => void;
  readonly onProblem: (problem: string) => void;
}

/** What few need, folded away: settings, a picture to begin from, a picture whose recipe is taken. */
export function Advanced(props: Props) {
  const { choices, base, painting, problem, onChange, onDropped, onProblem } = props;
  const t = useTranslations('create');
  const nameOf = useModelWords();
  const { settings } = choices;
  const set = (changes: Choices['settings']) => onChange({ settings: { ...settings, ...changes } });
  const painted = (painting?.generations ?? []).flatMap(({ imageSha256: sha256, model }) =>
    sha256 === null ? [] : [{ sha256, title: nameOf(model).title }],
  );
  return (
    <details open={problem !== '' || undefined} className="border-t border-(--line) pt-2">
      <summary className="min-h-11 content-center font-medium">{t('advanced')}</summary>
      <div className="space-y-6 pt-2">
        <Problem>{problem}</Problem>
        <Settings
          schedulers={props.schedulers}
          limits={props.limits}
          base={base}
          seed={choices.seed}
          seeds={choices.seeds}
          settings={settings}
          onChange={onChange}
        />
        <InitialPicture
          initial={settings.initialSha256 ?? ''}
          strength={settings.strength ?? ''}
          limits={props.limits}
          painted={painted}
          onInitial={(initialSha256) =>
            set(initialSha256 === '' ? { initialSha256, strength: '' } : { initialSha256 })
          }
          onStrength={(strength) => set({ strength })}
          onProblem={onProblem}
        />
        <DropPicture onRecipe={onDropped} onProblem={onProblem} />
      </div>
    </details>
  );
}
