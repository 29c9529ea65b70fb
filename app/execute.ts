import { execute, parse, validate } from 'graphql';
import { headers } from 'next/headers';
import { admit } from '@/graphql/admission';
import type { Context } from '@/graphql/context';
import { schema } from '@/graphql/schema';
import { contextOf } from './api/graphql/context';
import type { ReadHeaders } from './api/own-pages';
import { answerTo } from './components/answer';
import type { Given, TypedDocument } from './components/documents';

/**
 * Runs a query in this process, against the same schema that the browser reaches over HTTP, and returns its
 * data. Throws when the query or its data is wrong.
 */
export function query<R, V>(document: TypedDocument<R, V>, ...[variables]: Given<V>): Promise<R> {
  return run({}, document, variables);
}

/** The same for the visitor whom the page is made for, as far as their cookie tells: of what is theirs. */
export async function queryAsVisitor<R, V>(
  document: TypedDocument<R, V>,
  ...[variables]: Given<V>
): Promise<R> {
  return run(await contextOf(await headers(), false), document, variables);
}

/** The same for whoever sent a request with those headers. */
export async function queryAs<R, V>(
  sent: ReadHeaders,
  document: TypedDocument<R, V>,
  ...[variables]: Given<V>
): Promise<R> {
  return run(await contextOf(sent, false), document, variables);
}

async function run<R, V>(
  contextValue: Context,
  document: TypedDocument<R, V>,
  variables: V | undefined,
): Promise<R> {
  admit(document.toString(), { ...variables });
  const parsed = parse(document.toString());
  const [invalid] = validate(schema, parsed);
  if (invalid) throw invalid;
  const { data, errors } = await execute({
    schema,
    document: parsed,
    variableValues: { ...variables },
    contextValue,
  });
  const [error] = errors ?? [];
  if (error) throw error;
  // Pages hand it to the browser, which takes plain objects only; graphql's have no prototype.
  return answerTo(document, { data: structuredClone(data) });
}
