import { useEffect, useState } from 'react';
import { request } from '@/app/components/graphql-client';
import { waitOf } from '@/app/components/wait';
import { WaitDocument } from './create.documents';

/** Within how many seconds pictures begin, asked anew when they begin to wait; undefined while nobody knows. */
export function useWait(isWaiting: boolean): number | undefined {
  const [wait, setWait] = useState<number>();
  useEffect(() => {
    if (!isWaiting) return undefined;
    let isWanted = true;
    request(WaitDocument).then(
      ({ status }) => isWanted && setWait(waitOf(status.queues)),
      // Without it the page says that they wait.
      () => undefined,
    );
    return () => {
      isWanted = false;
      setWait(undefined);
    };
  }, [isWaiting]);
  return wait;
}
