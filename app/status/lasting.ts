import type { words } from '@/app/words/server';

/** A duration in the unit that a person would say. */
export function lasting(t: Awaited<ReturnType<typeof words>>, seconds: number | null): string {
  if (seconds === null) return t('statusPage.nothing');
  if (seconds < 10) return t('statusPage.tenths', { value: seconds });
  if (seconds < 120) return t('statusPage.seconds', { value: seconds });
  return seconds < 7200
    ? t('statusPage.minutes', { value: seconds / 60 })
    : t('statusPage.hours', { value: seconds / 3600 });
}
