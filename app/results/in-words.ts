import { categoryTitle } from '@/app/components/categories';
import type { Translate } from '@/app/words/translate';
import type { Question, VoterGroup } from './ranking.documents';

/** What people call a model: its name without the hash of its weights. */
export function nameOf(label: string): string {
  return label.split('@')[0] ?? label;
}

interface Rated {
  readonly rating: number;
  readonly low: number | null;
  readonly high: number | null;
}

/** "980 to 1,044", or what is missing for an interval. */
export function intervalInWords(t: Translate, { low, high }: Omit<Rated, 'rating'>): string {
  return low === null || high === null
    ? t('results.noInterval')
    : t('results.interval', { low: Math.round(low), high: Math.round(high) });
}

/** "1,012 (980 to 1,044)". */
export function ratingInWords(t: Translate, rated: Rated): string {
  const rating = Math.round(rated.rating);
  return t('results.ratingWith', { rating, interval: intervalInWords(t, rated) });
}

/** Nobody will ever cast more votes than this to tell two models apart. */
const TOO_MANY = 100_000;

/** 140 or 12000: two digits are all that such an estimate has. Null when it is beyond reach. */
export function votesNeeded(votes: number | null | undefined): number | null {
  if (votes === null || votes === undefined || votes > TOO_MANY) return null;
  return Number(votes.toPrecision(2));
}

/** How much voters agree, by the bounds that Krippendorff gives for his α. */
export function agreementOf(alpha: number): 'strong' | 'fair' | 'weak' | 'none' {
  if (alpha >= 0.8) return 'strong';
  if (alpha >= 0.667) return 'fair';
  return alpha > 0 ? 'weak' : 'none';
}

/** Which votes a ranking is made of. */
export interface Slice {
  readonly question: Question;
  readonly category: string | null | undefined;
  readonly form: string | null | undefined;
  readonly voters: VoterGroup;
}

/** "Follows the prompt, counting, short prompts". */
export function sliceInWords(t: Translate, { question, category, form, voters }: Slice): string {
  const more = [
    category ? categoryTitle(t, category) : '',
    form === 'SIMPLE' || form === 'ENRICHED' ? t(`results.forms.${form}`) : '',
    voters === 'ALL' ? '' : t(`results.groups.${voters}`),
  ];
  const said = more.filter((part) => part !== '').map((part) => part.toLowerCase());
  return [t(`results.questions.${question}`), ...said].join(', ');
}
