import { z } from 'zod';

const ASKED = /* GraphQL */ `
  mutation ShotsOfResults {
    keepRanking(question: ALIGNMENT) {
      ... on RankingSnapshot {
        key
      }
    }
  }
`;

const KEYS = /* GraphQL */ `
  {
    comparisons(first: 1) {
      edges {
        node {
          key
          generations {
            key
          }
        }
      }
    }
    ranking(question: ALIGNMENT) {
      fragility {
        which {
          matchup
        }
      }
    }
  }
`;

const edges = <T extends z.ZodType>(node: T) => z.object({ edges: z.array(z.object({ node })) });

const keysShape = z.object({
  data: z.object({
    comparisons: edges(
      z.object({ key: z.string(), generations: z.array(z.object({ key: z.string() })) }),
    ),
    ranking: z.object({
      fragility: z.object({ which: z.array(z.object({ matchup: z.string() })) }).nullable(),
    }),
  }),
});

const keptShape = z.object({ data: z.object({ keepRanking: z.object({ key: z.string() }) }) });

async function ask<T>(url: string, query: string, shape: z.ZodType<T>): Promise<T | undefined> {
  const response = await fetch(`${url}/api/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ query }),
  });
  return shape.safeParse(await response.json()).data;
}

/** The addresses of all pages of a server by their names, with one of each kind that has a key. */
export async function pagesOf(url: string): Promise<Record<string, string>> {
  const found = (await ask(url, KEYS, keysShape))?.data;
  const kept = (await ask(url, ASKED, keptShape))?.data.keepRanking.key;
  const comparison = found?.comparisons.edges[0]?.node;
  const picture = comparison?.generations[0]?.key;
  const verdict = found?.ranking.fragility?.which[0]?.matchup;
  const isDesigned = (await fetch(`${url}/design`)).ok;
  return {
    compare: '/',
    category: '/?category=SPATIAL',
    'nothing-found': '/?q=xylophone',
    vote: '/vote',
    results: '/results',
    'results-empty': '/results?category=OTHER',
    create: '/create',
    methods: '/methods',
    status: '/status',
    data: '/exports',
    explorer: '/explorer',
    yours: '/yours',
    privacy: '/privacy',
    curate: '/curate',
    'not-found': '/nothing-here',
    ...(comparison ? { comparison: `/c/${comparison.key}` } : {}),
    ...(comparison ? { 'create-painted': `/create?comparison=${comparison.key}` } : {}),
    ...(picture ? { picture: `/g/${picture}` } : {}),
    ...(verdict ? { verdict: `/v/${verdict}` } : {}),
    ...(kept ? { 'results-kept': `/r/${kept}` } : {}),
    ...(isDesigned ? { design: '/design' } : {}),
  };
}
