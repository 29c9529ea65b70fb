import { chiefsOf } from '@/lib/methods/model-names';

interface Painted {
  readonly seed: string;
  readonly model: { readonly name: string; readonly method: string };
}

/**
 * Of pictures of one prompt those that most people want to compare: of each noise one for each method, by the model that stands
 * for it. The others are checkpoints and controls; where there is nothing else, they are.
 */
export function mainPictures<P extends Painted>(pictures: readonly P[]): P[] {
  const seeds = [...new Set(pictures.map(({ seed }) => seed))];
  const main = seeds.flatMap((seed) => {
    const ofSeed = pictures.filter((picture) => picture.seed === seed);
    return chiefsOf(ofSeed.map((picture) => ({ ...picture.model, picture })));
  });
  return main.length > 0 ? main.map(({ picture }) => picture) : [...pictures];
}
