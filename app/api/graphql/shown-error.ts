import { randomUUID } from 'node:crypto';
import { inspect } from 'node:util';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { Problem } from '@/lib/problems';

/** What is logged of an error: what somebody wrote may be in its words, and begins no line of its own. */
function logged(id: string, error: unknown): string {
  return `${id} ${inspect(error)}`.replace(/[\r\n\u2028\u2029]+/g, '\n    ');
}

/**
 * What a client is told of an error: what it can put right as it is; of what nobody foresaw, which is logged, an id
 * only.
 */
export function shownError(error: GraphQLError): GraphQLFormattedError {
  const { originalError, message, locations, path, extensions } = error;
  const place = { ...(locations && { locations }), ...(path && { path }) };
  if (originalError instanceof Problem) {
    const code = { code: originalError.constructor.name };
    return { message: originalError.message, ...place, extensions: code };
  }
  const isOurs = !originalError || originalError instanceof GraphQLError;
  if (isOurs && extensions['code'] !== 'INTERNAL_SERVER_ERROR') {
    return { message, ...place, extensions };
  }
  const id = randomUUID();
  console.error(logged(id, originalError ?? error));
  return {
    message: `Something went wrong on our side. Please tell us this number: ${id}`,
    extensions: { code: 'INTERNAL_SERVER_ERROR', id },
  };
}
