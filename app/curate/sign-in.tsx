import type { SyntheticEvent } from 'react';
import { useTranslations } from 'use-intl/react';
import { SignInForm } from '@/app/components/sign-in-form';

interface Props {
  /** Where curators sign in by name; undefined where none do. */
  readonly issuer: string | undefined;
  readonly problem: string;
  readonly signIn: (token: string) => Promise<void>;
}

/** Asks for the curators’ token, which stays in this tab; or lets curators sign in. */
export function SignIn({ issuer, problem, signIn }: Props) {
  const t = useTranslations('curate');

  async function send(event: SyntheticEvent<HTMLFormElement>) {
    event.preventDefault();
    const token = new FormData(event.currentTarget).get('token');
    await signIn(typeof token === 'string' ? token.trim() : '');
  }
  return (
    <>
      {issuer !== undefined && (
        <section className="card mt-4 max-w-md space-y-3 p-4">
          <SignInForm action="/sign-in" purpose="curate">
            {t('signInWith', { name: issuer })}
          </SignInForm>
          <p className="quiet text-sm">{t('signInIs')}</p>
        </section>
      )}
      <form onSubmit={(event) => void send(event)} className="card mt-4 max-w-md space-y-3 p-4">
        <label htmlFor="token" className="font-medium">
          {t('token')}
        </label>
        <input
          id="token"
          name="token"
          type="password"
          required
          autoComplete="current-password"
          className="field"
        />
        <p className="quiet text-sm">{t('tokenIs')}</p>
        <p role="alert" className="text-red-800 empty:hidden dark:text-red-300">
          {problem}
        </p>
        <button type="submit" className="button">
          {t('signIn')}
        </button>
      </form>
    </>
  );
}
