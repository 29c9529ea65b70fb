'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { requestAsCurator } from '@/app/components/graphql-client';
import { QueueDocument, type QueueQuery } from './curate.documents';
import { Decisions } from './decisions';
import { Item } from './item';
import { Proposals } from './proposals';
import { SignInForm } from '@/app/components/sign-in-form';
import { SignIn } from './sign-in';

/** Where the token is until this tab is closed. */
const KEPT = 'sarovar-curator';

/** Everything that waits for a curator, once they have signed in. */
export function Curating({ issuer }: { issuer: string | undefined }) {
  const [token, setToken] = useState('');
  const [hidden, setHidden] = useState(false);
  const [loaded, setLoaded] = useState<QueueQuery>();
  const [problem, setProblem] = useState('');
  const t = useTranslations('curate');
  const heading = useRef<HTMLHeadingElement>(null);

  const load = useCallback(
    async (using: string, those: boolean) => {
      try {
        const answer = await requestAsCurator(using, QueueDocument, { hidden: those });
        if (!answer.moderationQueue) {
          sessionStorage.removeItem(KEPT);
          setLoaded(undefined);
          if (using) setProblem(t('wrongToken'));
          return;
        }
        if (using) sessionStorage.setItem(KEPT, using);
        setToken(using);
        setLoaded(answer);
        setProblem('');
      } catch (error) {
        setProblem(error instanceof Error ? error.message : t('failed'));
      }
    },
    [t],
  );

  useEffect(() => {
    const kept = sessionStorage.getItem(KEPT);
    // Whoever has signed in by name has a session, and no token.
    if (kept !== null || issuer !== undefined) void load(kept ?? '', hidden);
  }, [load, hidden, issuer]);

  if (!loaded)
    return <SignIn issuer={issuer} problem={problem} signIn={(given) => load(given, hidden)} />;
  const again = async () => {
    await load(token, hidden);
    // What had the focus may be gone.
    heading.current?.focus();
  };
  const queue = loaded.moderationQueue ?? [];
  return (
    <div className="mt-3 space-y-8">
      <p role="alert" className="text-red-800 empty:hidden dark:text-red-300">
        {problem}
      </p>
      <section aria-labelledby="queue">
        <div className="flex flex-wrap items-center gap-2">
          <h2
            id="queue"
            ref={heading}
            tabIndex={-1}
            className="grow basis-full text-lg font-semibold outline-none sm:basis-0"
          >
            {hidden ? t('hidden') : t('queue')}
          </h2>
          <button type="button" className="button-quiet" onClick={() => setHidden(!hidden)}>
            {hidden ? t('showQueue') : t('showHidden')}
          </button>
          {token ? (
            <button
              type="button"
              className="button-quiet"
              onClick={() => {
                sessionStorage.removeItem(KEPT);
                setLoaded(undefined);
              }}
            >
              {t('signOut')}
            </button>
          ) : (
            <SignInForm action="/sign-out" purpose="curate" className="button-quiet">
              {t('signOut')}
            </SignInForm>
          )}
        </div>
        {queue.length === 0 && (
          <p className="quiet mt-2">{hidden ? t('nothingHidden') : t('nothingWaits')}</p>
        )}
        <ul className="mt-3 space-y-3">
          {queue.map((item) => (
            <Item key={item.id} item={item} token={token} done={again} />
          ))}
        </ul>
      </section>
      <Proposals entries={loaded.arenaEntries.edges} token={token} done={again} />
      <Decisions decisions={loaded.decisions.edges} />
    </div>
  );
}
