'use client';

import 'graphiql/setup-workers/webpack';
import 'graphiql/style.css';
import { GraphiQL, type GraphiQLProps } from 'graphiql';
import { getOperationAST, OperationTypeNode } from 'graphql';
import { createClient } from 'graphql-sse';
import { useTheme } from 'next-themes';
import * as z from 'zod/mini';
import { answerAs } from '@/app/components/reached';

const STREAM = '/api/graphql/stream';

const EXAMPLE = `# The newest finished pictures, with what a detector sees in them.
query Newest {
  generations(status: SUCCEEDED, first: 5) {
    edges {
      node {
        key
        imageUrl
        seed
        prompt {
          text
          category
        }
        scores {
          right
          checked
          facts {
            words
            verdict
            seen
          }
          unknownWords {
            word
          }
        }
      }
    }
  }
}
`;

const variablesShape = z.nullish(z.record(z.string(), z.unknown()));
const resultShape = z.looseObject({ data: z.optional(z.unknown()) });

/** Queries and mutations over HTTP, subscriptions over SSE. */
const fetcher: GraphiQLProps['fetcher'] = async (params, options) => {
  const document = options?.documentAST;
  const operation = document && getOperationAST(document, params.operationName);
  if (operation?.operation === OperationTypeNode.SUBSCRIPTION) {
    const variables = variablesShape.parse(params.variables) ?? {};
    return createClient({ url: STREAM }).iterate({ query: params.query, variables });
  }
  const asked = fetch('/api/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(params),
  });
  return answerAs(asked, (json) => resultShape.safeParse(json).data);
};

/** GraphiQL, served by us: it needs no connection to anywhere else. */
export function Explorer() {
  const { resolvedTheme } = useTheme();
  return (
    <div className="card mt-4 h-[75dvh] min-h-96 overflow-hidden">
      <GraphiQL
        fetcher={fetcher}
        defaultQuery={EXAMPLE}
        forcedTheme={resolvedTheme === 'dark' ? 'dark' : 'light'}
      />
    </div>
  );
}
