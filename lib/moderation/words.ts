import { englishDataset, englishRecommendedTransformers, RegExpMatcher } from 'obscenity';

const matcher = new RegExpMatcher({
  ...englishDataset.build(),
  ...englishRecommendedTransformers,
});

/** Whether a text has words that a curator should see before everybody does. */
export function hasFoulWords(text: string): boolean {
  return matcher.hasMatch(text);
}
