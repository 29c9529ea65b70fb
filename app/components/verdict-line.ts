import type { Translate } from '@/app/words/translate';

interface Scored {
  readonly title: string;
  readonly scores: readonly { readonly right: number; readonly checked: number }[];
}

/** Who has how many facts of a prompt, the best first: “ELLA: 3 of 3 facts · SUR: 1 of 3”; empty where nothing was checked. */
export function verdictLine(t: Translate, pictures: readonly Scored[]): string {
  return pictures
    .flatMap(({ title, scores: [score] }) =>
      score && score.checked > 0 ? { title, ...score } : [],
    )
    .toSorted((a, b) => b.right / b.checked - a.right / a.checked)
    .map(({ title, right, checked }, index) =>
      t(index === 0 ? 'facts.has' : 'facts.hasToo', { title, right, checked }),
    )
    .join(' · ');
}
