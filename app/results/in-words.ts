/** What people call a model: its name without the hash of its weights. */
export function nameOf(label: string): string {
  return label.split('@')[0] ?? label;
}

/** "1012 (980 to 1044)", or what is missing for an interval. */
export function ratingInWords(of: {
  readonly rating: number;
  readonly low: number | null;
  readonly high: number | null;
}): string {
  const interval =
    of.low === null || of.high === null
      ? 'too few voters for an interval'
      : `${of.low.toFixed(0)} to ${of.high.toFixed(0)}`;
  return `${of.rating.toFixed(0)} (${interval})`;
}

/** Nobody will ever cast more votes than this to tell two models apart. */
const TOO_MANY = 1_000_000;

/** "140" or "12,000": two digits are all that such an estimate has. Null when it is beyond reach. */
export function votesNeeded(votes: number | null | undefined): string | null {
  if (votes === null || votes === undefined || votes > TOO_MANY) return null;
  return Number(votes.toPrecision(2)).toLocaleString('en');
}
