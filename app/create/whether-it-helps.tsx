import { useTranslations } from 'use-intl/react';
import { useModelWords } from '@/app/words/provider';
import type { BaseOptionFragment } from './create.documents';

export interface Measured {
  /** Null of a base on which nobody has compared the methods. */
  readonly comparison: BaseOptionFragment['methodComparison'];
  /** The models to speak of. */
  readonly models: readonly { readonly name: string; readonly method: string }[];
}

/** What was measured of longer prompts on this base: how often every fact is right, with the short and with the longer one. */
export function WhetherItHelps({ comparison, models }: Measured) {
  const t = useTranslations('create.longer');
  const nameOf = useModelWords();
  const share = (method: string, form: 'SIMPLE' | 'ENRICHED') =>
    comparison?.rows.find(
      (row) => row.method === method && row.form === form && row.category === 'ALL',
    )?.value;
  const rows = models.flatMap((model) => {
    const [short, longer] = [share(model.name, 'SIMPLE'), share(model.name, 'ENRICHED')];
    return short === undefined || longer === undefined
      ? []
      : [{ title: nameOf(model).title, short, longer }];
  });
  if (rows.length === 0) return null;
  const inWords = (isWorse: boolean) =>
    rows
      .filter(({ short, longer }) => longer < short === isWorse)
      .map((row) => t('share', row))
      .join(', ');
  const [worse, rest] = [inWords(true), inWords(false)];
  return (
    <p className="quiet text-sm">
      {t('measured')} {worse !== '' && t('worse', { list: worse })}{' '}
      {rest !== '' && t('better', { list: rest })}
    </p>
  );
}
