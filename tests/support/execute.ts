import { graphql } from 'graphql';
import type { z } from 'zod';
import type { Context } from '@/graphql/context';
import { schema } from '@/graphql/schema';

/** Runs an operation against the schema. Throws when there are errors. */
export async function run<T>(
  source: string,
  shape: z.ZodType<T>,
  variableValues: Readonly<Record<string, unknown>> = {},
  contextValue: Context = {},
): Promise<T> {
  const { data, errors } = await graphql({ schema, source, variableValues, contextValue });
  const [error] = errors ?? [];
  if (error) throw error;
  return shape.parse(data);
}
