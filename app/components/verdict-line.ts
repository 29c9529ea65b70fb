interface Scored {
  readonly title: string;
  readonly scores: readonly { readonly right: number; readonly checked: number }[];
}

/** Who has how many facts of a prompt, the best first: “ELLA: 3 of 3 facts · SUR: 1 of 3”; empty where nothing was checked. */
export function verdictLine(pictures: readonly Scored[]): string {
  return pictures
    .flatMap(({ title, scores: [score] }) =>
      score && score.checked > 0 ? { title, ...score } : [],
    )
    .toSorted((a, b) => b.right / b.checked - a.right / a.checked)
    .map(({ title, right, checked }, index) =>
      index === 0 ? `${title}: ${right} of ${checked} facts` : `${title}: ${right} of ${checked}`,
    )
    .join(' · ');
}
