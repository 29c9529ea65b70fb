import { byKey } from '@/app/components/by-key';
import { voteHref } from '@/app/components/vote-href';
import { query } from '@/app/execute';
import { ComparisonDocument, type ComparisonQuery } from './comparison.documents';

type Comparison = NonNullable<ComparisonQuery['comparison']>;

/** What was painted of the same prompt's other version, the longer one of a short one; preferably from the same noise. */
function siblingOf(key: string, { prompt, enrichment, generations }: Comparison) {
  const [first] = generations;
  const others = prompt.comparisons.edges
    .map(({ node }) => node)
    .filter((node) => node.key !== key && (node.enrichment === null) !== (enrichment === null))
    .map((node) => ({
      ...node,
      generations: node.generations.filter(({ imageUrl }) => imageUrl !== null),
    }))
    .filter((node) => node.generations.length > 0);
  const isSame = (node: (typeof others)[number]) => node.generations[0]?.seed === first?.seed;
  const sibling = others.find(isSame) ?? others[0];
  if (!sibling) return undefined;
  const seed = isSame(sibling) ? first?.seed : sibling.generations[0]?.seed;
  return {
    key: sibling.key,
    generations: sibling.generations.filter((picture) => picture.seed === seed),
  };
}

/** The comparison behind a permalink, with all that its page says of it; once for each request. */
export const load = byKey(async (key) => {
  const { comparison, arena } = await query(ComparisonDocument, { key });
  if (!comparison) return null;
  return {
    ...comparison,
    key,
    sibling: siblingOf(key, comparison),
    voteHref: voteHref(comparison.prompt.category, arena),
  };
});

export type Loaded = NonNullable<Awaited<ReturnType<typeof load>>>;
