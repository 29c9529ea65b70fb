'use client';

import { useId } from 'react';
import { useTranslations } from 'use-intl/react';
import type { NamedModel } from '@/app/words/model-words';
import { useModelWords } from '@/app/words/provider';
import { Popover } from './ui/popover';

interface Props extends NamedModel {
  /** Whether the name opens its explanation; not within a link or another button. */
  readonly explained?: boolean;
  /** Whether it stands beside another one of its colour. */
  readonly hollow?: boolean;
}

/** A model as every page names it: its method's colour, its friendly name, and at hand what that is. */
export function MethodName({ explained = false, hollow = false, ...model }: Props) {
  const t = useTranslations('ui');
  const id = useId();
  const { colour, title, about } = useModelWords()(model);
  const named = (
    <>
      <span
        className={`method-fill ${hollow ? 'hollow' : ''} inline-block size-[0.75em] shrink-0 rounded-full`}
        aria-hidden="true"
      />
      <span>{title}</span>
    </>
  );
  const className = 'inline-flex items-baseline gap-[0.5em] text-left';
  if (!explained) {
    return (
      <span data-method={colour} className={className} title={about}>
        {named}
      </span>
    );
  }
  return (
    <span data-method={colour}>
      <Popover
        id={id}
        button={named}
        label={t('whatIs', { name: title })}
        className={`${className} min-h-6 underline decoration-dotted underline-offset-4 hover:decoration-solid`}
        note
      >
        <span className="block font-medium">{title}</span>
        <span className="mt-1 block font-normal">{about}</span>
      </Popover>
    </span>
  );
}
