'use client';

import { useEffect, useRef, useState } from 'react';
import { request } from '@/app/components/graphql-client';
import {
  RateDocument,
  RatingsDocument,
  type Criterion,
  type RatedFragment,
} from './picture.documents';

const CRITERIA: readonly { readonly name: Criterion; readonly title: string }[] = [
  { name: 'ALIGNMENT', title: 'Shows what the prompt says' },
  { name: 'QUALITY', title: 'Well made' },
  { name: 'PLAUSIBILITY', title: 'Could be like this' },
];
const STARS = [1, 2, 3, 4, 5];

function meanOf(rated: RatedFragment | undefined, criterion: string): string {
  const mean = rated?.ratings.find((rating) => rating.criterion === criterion);
  if (!mean) return 'no ratings yet';
  const interval =
    mean.low === null || mean.high === null
      ? ''
      : `, ${mean.low.toFixed(1)} to ${mean.high.toFixed(1)}`;
  return `${mean.mean.toFixed(1)} of 5 (${mean.count}${interval})`;
}

interface Props {
  /** The Generation's id and the last part of its permalink. */
  readonly id: string;
  readonly pictureKey: string;
}

/** One to five stars for each criterion; radio buttons, so that keys and screen readers work. */
export function Stars({ id, pictureKey }: Props) {
  const [rated, setRated] = useState<RatedFragment>();
  const [problem, setProblem] = useState('');
  const sending = useRef<Promise<void>>(Promise.resolve());

  useEffect(() => {
    request(RatingsDocument, { key: pictureKey }).then(
      // What came back from giving stars is newer.
      ({ generation }) => setRated((newer) => newer ?? generation ?? undefined),
      () => setProblem('The ratings cannot be read.'),
    );
  }, [pictureKey]);

  async function rate(criterion: Criterion, value: number) {
    const input = { generationId: id, criterion, value };
    try {
      const { rate: reply } = await request(RateDocument, { input });
      if ('message' in reply) throw new Error(reply.message);
      setRated(reply);
      setProblem('');
    } catch (error) {
      setProblem(error instanceof Error ? error.message : 'It did not work.');
    }
  }

  return (
    <section>
      <h2 className="text-lg font-semibold">Your stars</h2>
      <div className="mt-1 space-y-1">
        {CRITERIA.map(({ name, title }) => {
          const mine = rated?.myRatings.find(({ criterion }) => criterion === name)?.value ?? 0;
          return (
            <fieldset key={name} className="flex flex-wrap items-center gap-x-3">
              <legend className="float-left w-52 text-sm">{title}</legend>
              <span className="flex">
                {STARS.map((value) => (
                  <label
                    key={value}
                    className="has-focus-visible:outline-lake-500 flex size-9 cursor-pointer items-center justify-center rounded-box text-xl has-focus-visible:outline-2"
                  >
                    <input
                      type="radio"
                      name={name}
                      value={value}
                      checked={mine === value}
                      onChange={() => {
                        // One after the other: the first answer makes the visitor a voter.
                        sending.current = sending.current.then(() => rate(name, value));
                      }}
                      className="sr-only"
                    />
                    <span aria-hidden="true">{value <= mine ? '★' : '☆'}</span>
                    <span className="sr-only">
                      {value} {value === 1 ? 'star' : 'stars'}
                    </span>
                  </label>
                ))}
              </span>
              <span className="quiet text-sm">{meanOf(rated, name)}</span>
            </fieldset>
          );
        })}
      </div>
      <p role="alert" className="text-sm text-red-800 empty:hidden dark:text-red-300">
        {problem}
      </p>
    </section>
  );
}
