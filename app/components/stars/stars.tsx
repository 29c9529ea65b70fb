'use client';

import { useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { request } from '@/app/components/graphql-client';
import {
  RateDocument,
  RatingsDocument,
  type Criterion,
  type RatedFragment,
} from './stars.documents';

const CRITERIA: readonly Criterion[] = ['ALIGNMENT', 'QUALITY', 'PLAUSIBILITY'];
const STARS = [1, 2, 3, 4, 5];

interface Props {
  /** The Generation's id and the last part of its permalink. */
  readonly id: string;
  readonly pictureKey: string;
}

/** One to five stars for each criterion; radio buttons, so that keys and screen readers work. */
export function Stars({ id, pictureKey }: Props) {
  const [rated, setRated] = useState<RatedFragment>();
  const [problem, setProblem] = useState('');
  const t = useTranslations('stars');
  const sending = useRef<Promise<void>>(Promise.resolve());

  useEffect(() => {
    request(RatingsDocument, { key: pictureKey }).then(
      // What came back from giving stars is newer.
      ({ generation }) => setRated((newer) => newer ?? generation ?? undefined),
      () => setProblem(t('unread')),
    );
  }, [pictureKey, t]);

  function meanOf(criterion: Criterion): string {
    const found = rated?.ratings.find((rating) => rating.criterion === criterion);
    if (!found) return t('none');
    const { mean, count, low, high } = found;
    return low === null || high === null
      ? t('mean', { mean, count })
      : t('within', { mean, count, low, high });
  }

  async function rate(criterion: Criterion, value: number) {
    const input = { generationId: id, criterion, value };
    try {
      const { rate: reply } = await request(RateDocument, { input });
      if ('message' in reply) throw new Error(reply.message);
      setRated(reply);
      setProblem('');
    } catch (error) {
      setProblem(error instanceof Error ? error.message : t('failed'));
    }
  }

  return (
    <>
      <div className="mt-1 space-y-1">
        {CRITERIA.map((name) => {
          const mine = rated?.myRatings.find(({ criterion }) => criterion === name)?.value ?? 0;
          return (
            <fieldset key={name} className="flex flex-wrap items-center gap-x-3">
              <legend className="float-left w-52 text-sm">{t(`of.${name}`)}</legend>
              <span className="flex">
                {STARS.map((value) => (
                  <label
                    key={value}
                    className="has-focus-visible:outline-lake-500 flex size-9 cursor-pointer items-center justify-center rounded-box text-xl has-focus-visible:outline-2"
                  >
                    <input
                      type="radio"
                      name={`${pictureKey} ${name}`}
                      value={value}
                      checked={mine === value}
                      onChange={() => {
                        // One after the other: the first answer makes the visitor a voter.
                        sending.current = sending.current.then(() => rate(name, value));
                      }}
                      className="sr-only"
                    />
                    <span aria-hidden="true">{value <= mine ? '★' : '☆'}</span>
                    <span className="sr-only">{t('star', { count: value })}</span>
                  </label>
                ))}
              </span>
              <span className="quiet text-sm">{meanOf(name)}</span>
            </fieldset>
          );
        })}
      </div>
      <p role="alert" className="text-sm text-red-800 empty:hidden dark:text-red-300">
        {problem}
      </p>
    </>
  );
}
