import { randomUUID } from 'node:crypto';
import { ApolloServer } from '@apollo/server';
import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type ValidationRule } from 'graphql';
import type { Context } from '@/graphql/context';
import { schema } from '@/graphql/schema';

const DEEPEST = 12;

/** Refuses documents that nest deeper than any page needs. */
const limitDepth: ValidationRule = (context) => {
  let depth = 0;
  return {
    Field: {
      enter(node) {
        depth += 1;
        if (depth === DEEPEST + 1) {
          context.reportError(
            new GraphQLError(`The document nests deeper than ${DEEPEST} fields.`, { nodes: node }),
          );
        }
      },
      leave() {
        depth -= 1;
      },
    },
  };
};

/** The one GraphQL server; it starts when this file is imported. */
export const server = new ApolloServer<Context>({
  schema,
  introspection: true,
  includeStacktraceInErrorResponses: false,
  validationRules: [limitDepth],
  // A POST must be JSON, which no foreign form can send, and a GET cannot change anything.
  csrfPrevention: false,
  // What nobody foresaw is logged with an id, and the user sees the id only.
  formatError(formatted, error) {
    const original = unwrapResolverError(error);
    if (formatted.extensions?.['code'] !== 'INTERNAL_SERVER_ERROR') return formatted;
    const id = randomUUID();
    console.error(id, original);
    return {
      message: `Something went wrong on our side. Please tell us this number: ${id}`,
      extensions: { code: 'INTERNAL_SERVER_ERROR', id },
    };
  },
});
server.startInBackgroundHandlingStartupErrorsByLoggingAndFailingAllRequests();
