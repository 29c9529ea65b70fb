import { useEffect, useState } from 'react';
import { request } from '@/app/components/graphql-client';
import { TasteDocument, type TasteQuery } from './vote.documents';

export type Taste = NonNullable<TasteQuery['myRanking']>;

/**
 * What the voter's own votes say, read anew whenever `of` changes; undefined while that is asked, null where nothing
 * is known.
 */
export function useTaste(of: string | undefined): Taste | null | undefined {
  const [taste, setTaste] = useState<Taste | null>();
  useEffect(() => {
    if (of === undefined) return undefined;
    let isWanted = true;
    request(TasteDocument).then(
      ({ myRanking }) => isWanted && setTaste(myRanking ?? null),
      // Without it the page says all the rest.
      () => isWanted && setTaste(null),
    );
    return () => {
      isWanted = false;
    };
  }, [of]);
  return taste;
}
