import { execute, parse, validate, type DocumentNode } from 'graphql';
import type { z } from 'zod';
import type { Context } from '@/graphql/context';
import { schema } from '@/graphql/schema';

const documents = new Map<string, DocumentNode>();

/** An operation, parsed and checked once: a few of them are run thousands of times. */
function documentOf(source: string): DocumentNode {
  const known = documents.get(source);
  if (known) return known;
  const document = parse(source);
  const [error] = validate(schema, document);
  if (error) throw error;
  documents.set(source, document);
  return document;
}

/** Runs an operation against the schema. Throws when there are errors. */
export async function run<T>(
  source: string,
  shape: z.ZodType<T>,
  variableValues: Readonly<Record<string, unknown>> = {},
  contextValue: Context = {},
): Promise<T> {
  const document = documentOf(source);
  const { data, errors } = await execute({ schema, document, variableValues, contextValue });
  const [error] = errors ?? [];
  if (error) throw error;
  return shape.parse(data);
}
