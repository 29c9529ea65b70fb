import { GraphQLError } from 'graphql';

/** Answers nonsense with one sentence and the code BAD_USER_INPUT. */
export function refuse(message: string): never {
  throw new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
}
