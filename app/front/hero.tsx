import { LinkButton } from '@/app/components/ui/button';
import { words } from '@/app/words/server';

/** What this is, the first vote one tap away, and a prompt of one's own. */
export async function Hero() {
  const t = await words();
  return (
    <div className="flex flex-col justify-center">
      <h1 className="sm:text-display text-title font-semibold text-balance">{t('front.title')}</h1>
      <p className="quiet mt-3 text-lg text-pretty">{t('front.line')}</p>
      <div className="mt-6">
        <LinkButton href="/vote">{t('front.vote')}</LinkButton>
      </div>
      <form action="/create" className="mt-4 flex gap-2">
        <label className="min-w-0 flex-1">
          <span className="sr-only">{t('front.prompt')}</span>
          <input
            name="prompt"
            className="field"
            placeholder={t('front.example')}
            autoComplete="off"
          />
        </label>
        <button type="submit" className="button-quiet">
          {t('front.paint')}
        </button>
      </form>
    </div>
  );
}
