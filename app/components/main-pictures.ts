import { chiefsOf } from '@/lib/methods/model-names';

interface Painted {
  readonly seed: string;
  readonly model: { readonly name: string; readonly method: string };
}

function modelsOf(pictures: readonly Painted[]): Painted['model'][] {
  return [...new Map(pictures.map(({ model }) => [model.name, model])).values()];
}

/**
 * Of pictures of one prompt those that most people want to compare: by the model that stands for its method. The others are
 * checkpoints and controls; where there is nothing else, they are.
 */
export function mainPictures<P extends Painted>(pictures: readonly P[]): P[] {
  const chiefs = new Set(chiefsOf(modelsOf(pictures)).map(({ name }) => name));
  const main = pictures.filter(({ model }) => chiefs.has(model.name));
  return main.length > 0 ? main : [...pictures];
}

/** The pictures of the first noise, or of the first one that compares most methods where each has pictures by others. */
export function ofOneNoise<P extends Painted>(pictures: readonly P[]): P[] {
  const main = mainPictures(pictures);
  const noises = [...new Set(pictures.map(({ seed }) => seed))].map((seed) => {
    const own = pictures.filter((picture) => picture.seed === seed);
    const chiefs = main.filter((picture) => picture.seed === seed).length;
    return { own, chiefs, methods: chiefsOf(modelsOf(own)).length };
  });
  const [best] = noises.toSorted((a, b) => b.chiefs - a.chiefs || b.methods - a.methods);
  return best?.own ?? [];
}

/** Whether they were painted as the arena has them: of more than two models two each from noise of their own. */
export function areInPairs(pictures: readonly Painted[]): boolean {
  const seeds = [...new Set(pictures.map(({ seed }) => seed))];
  const isPair = (seed: string) => pictures.filter((own) => own.seed === seed).length <= 2;
  return modelsOf(pictures).length > 2 && seeds.every(isPair);
}
