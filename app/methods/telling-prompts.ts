import { mainPictures } from '@/app/components/main-pictures';

interface Scored {
  readonly right: number;
  readonly checked: number;
  readonly facts: readonly { readonly verdict: string }[];
  readonly unknownWords: readonly unknown[];
}

interface Picture {
  readonly seed: string;
  readonly imageUrl: string | null;
  readonly model: { readonly name: string; readonly method: string };
  readonly scores: readonly Scored[];
}

interface Compared<P> {
  readonly generations: readonly P[];
}

/** A prompt as two methods painted it from the same noise. */
export interface Telling<C, P> {
  readonly comparison: C;
  readonly own: P;
  readonly other: P;
}

interface Candidate<C, P> extends Telling<C, P> {
  /** The share of the checked facts that the method has right. */
  readonly share: number;
  /** How much more that is than the other's. */
  readonly ahead: number;
  readonly checked: number;
  /** What nobody can check: facts, and words that the base does not know. */
  readonly unsure: number;
}

/** The pictures of two methods from the first noise of both, if they are finished and the same facts were checked in both. */
function candidatesOf<P extends Picture, C extends Compared<P>>(
  comparison: C,
  [method, reference]: readonly [string, string],
): Candidate<C, P>[] {
  const main = mainPictures(comparison.generations);
  const of = (name: string) => main.filter((own) => own.model.method === name);
  const seed = of(method).find((own) =>
    of(reference).some((other) => other.seed === own.seed),
  )?.seed;
  const by = (name: string) => of(name).find((own) => own.seed === seed && own.imageUrl !== null);
  const [own, other] = [by(method), by(reference)];
  const [score, others] = [own?.scores[0], other?.scores[0]];
  if (!own || !other || !score || score.checked === 0 || score.checked !== others?.checked) {
    return [];
  }
  const { right, checked, facts, unknownWords } = score;
  const unsure = facts.filter(({ verdict }) => verdict === 'UNCHECKED').length;
  const ahead = (right - others.right) / checked;
  const share = right / checked;
  return [{ comparison, own, other, share, ahead, checked, unsure: unsure + unknownWords.length }];
}

/** The first in that order; of equal ones the one that came first. */
function first<T>(list: readonly T[], order: readonly ((own: T) => number)[]): T | null {
  const [found] = list.toSorted((a, b) => {
    for (const by of order) if (by(a) !== by(b)) return by(a) - by(b);
    return 0;
  });
  return found ?? null;
}

/**
 * One prompt where the method is right and one where it is wrong, beside the reference, from the same noise. Right: it has
 * every checked fact and the reference has not; the further ahead the better. Wrong: it misses a fact; the further behind
 * the reference the better, then the fewer facts it has. Prompts of which all can be checked go before others, and of
 * equals those with more facts.
 */
export function tellingPrompts<P extends Picture, C extends Compared<P>>(
  comparisons: readonly C[],
  methods: readonly [method: string, reference: string],
): { readonly right: Telling<C, P> | null; readonly wrong: Telling<C, P> | null } {
  const all = comparisons.flatMap((comparison) => candidatesOf<P, C>(comparison, methods));
  const isRight = all.filter(({ share, ahead }) => share === 1 && ahead > 0);
  const isWrong = all.filter(({ share }) => share < 1);
  return {
    right: first(isRight, [({ unsure }) => unsure, ({ ahead }) => -ahead, (own) => -own.checked]),
    wrong: first(isWrong, [
      ({ unsure }) => unsure,
      ({ ahead }) => ahead,
      ({ share }) => share,
      (own) => -own.checked,
    ]),
  };
}
