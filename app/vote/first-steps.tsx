import { useTranslations } from 'use-intl/react';
import { Button } from '@/app/components/ui/button';

const STEPS = ['stepRead', 'stepFollows', 'stepPrefer'] as const;

/** How one votes, for whoever comes for the first time; nothing waits for it to be read. */
export function FirstSteps({ dismiss }: { dismiss: () => void }) {
  const t = useTranslations('vote');
  return (
    <section
      aria-label={t('howTo')}
      className="card mt-2 flex min-h-28 flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 py-2 text-sm"
    >
      <ol className="flex min-w-0 flex-1 flex-wrap gap-x-6 gap-y-1">
        {STEPS.map((step, index) => (
          <li key={step}>
            <span className="text-lake-700 dark:text-lake-300 font-semibold">{index + 1}</span>{' '}
            {t(step)}
          </li>
        ))}
      </ol>
      <Button kind="quiet" onClick={dismiss}>
        {t('gotIt')}
      </Button>
    </section>
  );
}
