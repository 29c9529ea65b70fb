import { useEffect, useState } from 'react';
import { request } from '@/app/components/graphql-client';
import { TasteDocument, type TasteQuery } from './vote.documents';

export type Taste = NonNullable<TasteQuery['myRanking']>;

/** What the voter's own votes say, read anew whenever `of` changes; undefined while that is unknown. */
export function useTaste(of: string | undefined): Taste | undefined {
  const [taste, setTaste] = useState<Taste>();
  useEffect(() => {
    if (of === undefined) return undefined;
    let isWanted = true;
    request(TasteDocument).then(
      ({ myRanking }) => isWanted && setTaste(myRanking ?? undefined),
      // Without it the page says all the rest.
      () => undefined,
    );
    return () => {
      isWanted = false;
    };
  }, [of]);
  return taste;
}
