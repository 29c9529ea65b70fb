import { execute, parse, validate } from 'graphql';
import type { z } from 'zod';
import { schema } from '@/graphql/schema';

/**
 * Runs a query in this process, against the same schema that the browser reaches over HTTP, and
 * returns its data as `shape` describes it. Throws when the query or its data is wrong.
 */
export async function query<T>(
  document: string,
  shape: z.ZodType<T>,
  variableValues: Readonly<Record<string, unknown>> = {},
): Promise<T> {
  const parsed = parse(document);
  const [invalid] = validate(schema, parsed);
  if (invalid) throw invalid;
  const { data, errors } = await execute({
    schema,
    document: parsed,
    variableValues,
    contextValue: {},
  });
  const [error] = errors ?? [];
  if (error) throw error;
  return shape.parse(data);
}
