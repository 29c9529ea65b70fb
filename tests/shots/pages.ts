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

const SET = /* GraphQL */ `
  query ($key: String!) {
    matchup(key: $key) {
      reveal {
        comparison {
          key
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

const setShape = z.object({
  data: z.object({
    matchup: z
      .object({
        reveal: z.object({ comparison: z.object({ key: z.string() }).nullable() }).nullable(),
      })
      .nullable(),
  }),
});

const keptShape = z.object({ data: z.object({ keepRanking: z.object({ key: z.string() }) }) });

async function ask<T>(
  url: string,
  query: string,
  shape: z.ZodType<T>,
  variables: Readonly<Record<string, string>> = {},
): Promise<T | undefined> {
  const response = await fetch(`${url}/api/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ query, variables }),
  });
  return shape.safeParse(await response.json()).data;
}

/** A page to photograph. */
export interface Page {
  readonly address: string;
  /** Who looks at it; nobody in particular otherwise. */
  readonly as?: 'voter' | 'curator' | 'spaniard';
  /** What is folded, and opened for the picture. */
  readonly opened?: string;
}

/** The pages that are photographed in Spanish, too. */
const IN_SPANISH = [
  ...['compare', 'vote', 'results', 'create', 'methods', 'status', 'data', 'yours', 'privacy'],
  ...['curate', 'not-found', 'comparison', 'pairs', 'create-painted', 'picture', 'verdict'],
];

/** All pages of a server by their names, with one of each kind that has a key. */
export async function pagesOf(url: string): Promise<Record<string, Page>> {
  const pages = await pagesForAll(url);
  const spanish = IN_SPANISH.flatMap((name): (readonly [string, Page])[] => {
    const page = pages[name];
    return page ? [[`es-${name}`, { ...page, as: 'spaniard' }]] : [];
  });
  return { ...pages, ...Object.fromEntries(spanish) };
}

async function pagesForAll(url: string): Promise<Record<string, Page>> {
  const found = (await ask(url, KEYS, keysShape))?.data;
  const kept = (await ask(url, ASKED, keptShape))?.data.keepRanking.key;
  const comparison = found?.comparisons.edges[0]?.node;
  const picture = comparison?.generations[0]?.key;
  const verdict = found?.ranking.fragility?.which[0]?.matchup;
  const judged = verdict
    ? (await ask(url, SET, setShape, { key: verdict }))?.data.matchup?.reveal?.comparison?.key
    : undefined;
  const isDesigned = (await fetch(`${url}/design`)).ok;
  const addresses = {
    compare: '/',
    category: '/?category=SPATIAL',
    'nothing-found': '/?q=xylophone',
    vote: '/vote',
    results: '/results',
    'results-few': '/results?category=CHARACTER',
    'results-empty': '/results?category=OTHER',
    create: '/create',
    methods: '/methods',
    status: '/status',
    data: '/exports',
    sets: '/sets',
    studies: '/study',
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
  const pages = Object.entries(addresses).map(([name, address]) => [name, { address }] as const);
  return {
    ...Object.fromEntries(pages),
    // A published set of pairs, with what people said of it.
    ...(judged
      ? { pairs: { address: `/c/${judged}`, opened: 'section[aria-labelledby=votes] summary' } }
      : {}),
    'yours-filled': { address: '/yours', as: 'voter' },
    'results-mine': { address: '/results', as: 'voter' },
    'curate-filled': { address: '/curate', as: 'curator' },
  };
}
