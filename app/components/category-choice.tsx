'use client';

import { useTranslations } from 'use-intl/react';
import { inferredCategory } from '@/lib/evaluation/categories';
import { CATEGORIES, categoryTitle } from './categories';

type Name = (typeof CATEGORIES)[number]['name'];

interface Props {
  readonly prompt: string;
  /** '': what the prompt's words suggest. */
  readonly chosen: Name | '';
  readonly onChoose: (chosen: Name | '') => void;
}

/** What a prompt puts to the test: what its words say, unless whoever asks says otherwise. */
export function CategoryChoice({ prompt, chosen, onChoose }: Props) {
  const t = useTranslations();
  const suggested = prompt.trim() === '' ? undefined : inferredCategory(prompt);
  return (
    <p className="flex flex-wrap items-center gap-2 text-sm">
      <label htmlFor="category">{t('create.category')}</label>
      <select
        id="category"
        className="field w-auto"
        value={chosen}
        onChange={({ target }) =>
          onChoose(CATEGORIES.find(({ name }) => name === target.value)?.name ?? '')
        }
      >
        <option value="">
          {suggested === undefined
            ? t('create.fromPrompt')
            : t('create.suggested', { category: categoryTitle(t, suggested) })}
        </option>
        {CATEGORIES.filter(({ name }) => name !== suggested || name === chosen).map(({ name }) => (
          <option key={name} value={name}>
            {categoryTitle(t, name)}
          </option>
        ))}
      </select>
    </p>
  );
}
