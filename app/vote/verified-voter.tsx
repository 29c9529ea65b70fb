'use client';

import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { request } from '@/app/components/graphql-client';
import { SignInForm } from '@/app/components/sign-in-form';
import { VerifiedDocument } from './vote.documents';

/** Offers whoever likes to sign in at `name`, and tells whoever has. */
export function VerifiedVoter({ name }: { name: string }) {
  const t = useTranslations('vote');
  const [isVerified, setVerified] = useState<boolean>();
  useEffect(() => {
    // Without an answer nobody is offered anything, and votes as before.
    request(VerifiedDocument).then(
      ({ signIn }) => setVerified(signIn?.isVerified),
      () => undefined,
    );
  }, []);
  if (isVerified === undefined) return null;
  return (
    <section
      aria-label={t('signingIn')}
      className="quiet mx-auto mt-6 flex max-w-3xl flex-wrap items-center gap-x-3 gap-y-1 text-sm"
    >
      {isVerified ? (
        <>
          <p>{t('verified', { name })}</p>
          <SignInForm action="/sign-out" purpose="vote" className="min-h-11 underline">
            {t('signOut')}
          </SignInForm>
        </>
      ) : (
        <SignInForm action="/sign-in" purpose="vote" className="min-h-11 text-left underline">
          {t('signIn', { name })}
        </SignInForm>
      )}
    </section>
  );
}
