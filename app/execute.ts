import { execute, parse, validate } from 'graphql';
import { z } from 'zod';
import { admit } from '@/graphql/admission';
import { schema } from '@/graphql/schema';
import { isAnswer, type Given, type TypedDocument } from './components/documents';

/**
 * Runs a query in this process, against the same schema that the browser reaches over HTTP, and returns its
 * data. Throws when the query or its data is wrong.
 */
export async function query<R, V>(
  document: TypedDocument<R, V>,
  ...[variables]: Given<V>
): Promise<R> {
  admit(document.toString(), { ...variables });
  const parsed = parse(document.toString());
  const [invalid] = validate(schema, parsed);
  if (invalid) throw invalid;
  const { data, errors } = await execute({
    schema,
    document: parsed,
    variableValues: { ...variables },
    contextValue: {},
  });
  const [error] = errors ?? [];
  if (error) throw error;
  // Pages hand it to the browser, which takes plain objects only; graphql's have no prototype.
  return z.custom<R>(isAnswer).parse(structuredClone(data));
}
