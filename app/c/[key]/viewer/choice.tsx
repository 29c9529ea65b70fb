'use client';

import { useId } from 'react';
import { useTranslations } from 'use-intl/react';
import { lookAlike } from '@/app/words/model-words';
import { useModelWords } from '@/app/words/provider';
import type { Comparing } from './use-comparing';

interface Props {
  readonly side: 'a' | 'b';
  readonly comparing: Comparing;
  /** Whether it alone is shown now. */
  readonly shown: boolean;
}

/** Whose picture stands on a side. */
export function Choice({ side, comparing, shown }: Props) {
  const t = useTranslations('comparison');
  const titleOf = useModelWords();
  const id = useId();
  const { model } = comparing[side];
  const own = titleOf(model);
  const isHollow = side === 'b' && lookAlike(titleOf(comparing.a.model), own);
  return (
    <div data-method={own.colour}>
      <label htmlFor={id} className="flex items-center gap-2 text-sm font-medium">
        <span
          className={`method-fill ${isHollow ? 'hollow' : ''} size-3 shrink-0 rounded-full`}
          aria-hidden="true"
        />
        {t(side)}
        {shown && <span className="quiet font-normal">{t('shownNow')}</span>}
      </label>
      <select
        id={id}
        className="field mt-1 max-[24rem]:pr-2 max-[24rem]:text-sm"
        value={model.name}
        onChange={({ target }) => comparing.choose(side, target.value)}
      >
        {comparing.ofSeed.map((picture) => (
          <option key={picture.key} value={picture.model.name}>
            {titleOf(picture.model).title}
          </option>
        ))}
      </select>
    </div>
  );
}
