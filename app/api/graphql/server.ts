import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import { unwrapResolverError } from '@apollo/server/errors';
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import { GraphQLError } from 'graphql';
import { MOST } from '@/graphql/admission';
import type { Context } from '@/graphql/context';
import { schema } from '@/graphql/schema';
import { Problem } from '@/lib/problems';
import { shownError } from './shown-error';

/** Tells with every answer what it cost, so that a program can ask for as much as it may. */
const tellCost: ApolloServerPlugin<Context> = {
  requestDidStart: () =>
    Promise.resolve({
      willSendResponse: ({ response: { body }, contextValue: { cost } }) => {
        if (cost && body.kind === 'single') {
          body.singleResult.extensions = { ...body.singleResult.extensions, cost };
        }
        return Promise.resolve();
      },
    }),
};

/** The one GraphQL server; it starts when this file is imported. */
export const server = new ApolloServer<Context>({
  schema,
  introspection: true,
  // By a hash alone nobody could tell what a document costs before it is answered.
  persistedQueries: false,
  includeStacktraceInErrorResponses: false,
  parseOptions: { maxLexicalTokens: MOST.tokens },
  plugins: [tellCost, ApolloServerPluginLandingPageDisabled()],
  // A POST must be JSON, which no foreign form can send, and a GET cannot change anything.
  csrfPrevention: false,
  formatError(formatted, error) {
    const isForeseen = formatted.extensions?.['code'] !== 'INTERNAL_SERVER_ERROR';
    const original = unwrapResolverError(error);
    if (isForeseen && !(original instanceof Problem)) return formatted;
    return shownError(
      error instanceof GraphQLError
        ? error
        : new GraphQLError(formatted.message, {
            ...(original instanceof Error && { originalError: original }),
            extensions: formatted.extensions ?? {},
          }),
    );
  },
});
server.startInBackgroundHandlingStartupErrorsByLoggingAndFailingAllRequests();
