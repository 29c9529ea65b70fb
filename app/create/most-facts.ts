import type { PictureFragment } from './create.documents';

type Scored = Pick<PictureFragment, 'model' | 'scores'>;

/** A model with how many facts of the prompt its pictures got right. */
export interface Right {
  readonly model: PictureFragment['model'];
  readonly right: number;
  readonly checked: number;
}

/** Of the pictures that are scored so far, the models with the most right facts, best first; undefined of fewer than two models. */
export function mostFacts(
  pictures: readonly Scored[],
): { readonly best: readonly Right[]; readonly isDraw: boolean } | undefined {
  const tallies = new Map<string, Right>();
  for (const { model, scores } of pictures) {
    for (const { right, checked } of scores) {
      const before = tallies.get(model.name) ?? { model, right: 0, checked: 0 };
      tallies.set(model.name, {
        model,
        right: before.right + right,
        checked: before.checked + checked,
      });
    }
  }
  const all = [...tallies.values()].filter(({ checked }) => checked > 0);
  if (all.length < 2) return undefined;
  const most = Math.max(...all.map(({ right }) => right));
  const best = all.filter(({ right }) => right === most);
  return { best, isDraw: best.length === all.length };
}
