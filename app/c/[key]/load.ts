import { byKey } from '@/app/components/by-key';
import { ofOneNoise } from '@/app/components/main-pictures';
import { voteHref } from '@/app/components/vote-href';
import { query } from '@/app/execute';
import { ComparisonDocument, type ComparisonQuery } from './comparison.documents';

type Comparison = NonNullable<ComparisonQuery['comparison']>;

/** What was painted of the same prompt's other version, the longer one of a short one; preferably from the same noise. */
function siblingOf(key: string, { prompt, enrichment, generations }: Comparison) {
  const seeds = new Set(generations.map(({ seed }) => seed));
  const others = prompt.comparisons.edges
    .map(({ node }) => node)
    .filter((node) => node.key !== key && (node.enrichment === null) !== (enrichment === null))
    .map((node) => ({
      ...node,
      generations: node.generations.filter(({ imageUrl }) => imageUrl !== null),
    }))
    .filter((node) => node.generations.length > 0);
  const shared = (node: (typeof others)[number]) =>
    node.generations.filter(({ seed }) => seeds.has(seed));
  const sibling = others.find((node) => shared(node).length > 0) ?? others[0];
  if (!sibling) return undefined;
  const same = shared(sibling);
  return {
    key: sibling.key,
    generations: ofOneNoise(same.length > 0 ? same : sibling.generations),
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
