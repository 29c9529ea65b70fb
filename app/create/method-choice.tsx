import Link from 'next/link';
import { useTranslations } from 'use-intl/react';
import { MethodName } from '@/app/components/method-name';
import { MethodTitle } from '@/app/components/method-title';
import { Problem, Select } from '@/app/components/ui/field';
import type { Choices, Offer, OfferedModel } from './choices';

interface Props {
  readonly offer: Offer;
  readonly methods: readonly { readonly method: string; readonly title: string }[];
  readonly choices: Choices;
  readonly problem: string;
  readonly onBase: (base: string) => void;
  readonly onModels: (models: string[]) => void;
}

/** Which models paint: one for each method, and further down the variants; all of one base. */
export function MethodChoice({ offer, methods, choices, problem, onBase, onModels }: Props) {
  const t = useTranslations('create');
  const offered = offer.models.filter(({ base }) => base === choices.base);
  const variants = offered.filter(({ isDefault }) => !isDefault);
  const chosen = new Set(choices.models);

  function toggle({ name }: OfferedModel) {
    const after = offered.filter((own) => (own.name === name) !== chosen.has(own.name));
    onModels(after.map((own) => own.name));
  }

  return (
    <fieldset>
      <legend className="font-medium">{t('methods')}</legend>
      {offer.bases.length > 1 && (
        <Select
          aria-label={t('base')}
          className="mt-1 mb-2"
          value={choices.base}
          choices={offer.bases.map(({ name, title }) => ({ value: name, title }))}
          onChange={(event) => onBase(event.target.value)}
        />
      )}
      <div className="mt-1 flex flex-wrap gap-2">
        {offered
          .filter(({ isDefault }) => isDefault)
          .map((model) => (
            <label key={model.name} data-method={model.method} className="method-toggle">
              <input
                type="checkbox"
                className="sr-only"
                checked={chosen.has(model.name)}
                onChange={() => toggle(model)}
              />
              <MethodTitle
                method={model.method}
                title={methods.find(({ method }) => method === model.method)?.title ?? model.method}
              />
            </label>
          ))}
      </div>
      <Problem>{problem}</Problem>
      {variants.length > 0 && (
        <details className="mt-1" open={variants.some(({ name }) => chosen.has(name)) || undefined}>
          <summary className="quiet min-h-11 content-center text-sm">
            {t('variants', { count: variants.length })}
          </summary>
          {variants.map((model) => (
            <label key={model.name} className="flex min-h-11 items-center gap-2">
              <input
                type="checkbox"
                className="accent-lake-500 size-5"
                checked={chosen.has(model.name)}
                onChange={() => toggle(model)}
              />
              <MethodName name={model.name} method={model.method} />
            </label>
          ))}
        </details>
      )}
      <p className="quiet text-sm">
        {t('sameNoise')}{' '}
        <Link href="/methods" className="link">
          {t('whatMethods')}
        </Link>
      </p>
    </fieldset>
  );
}
