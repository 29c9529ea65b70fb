import type { TypedDocument } from './documents';

/** Without a library, since nearly every page's script has it. */
const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** All that is looked at: data were made by the schema that the document's types come from, so their shape is known. */
const isAnswer = <R, V>(_to: TypedDocument<R, V>, data: unknown): data is R => isObject(data);

/** The first message where something went wrong. */
export function problemIn(result: object): string | undefined {
  const said: unknown = 'errors' in result ? result.errors : [];
  const errors: unknown[] = Array.isArray(said) ? said : [said];
  const [error] = errors;
  if (error === undefined) return undefined;
  return isObject(error) && 'message' in error ? String(error.message) : 'The server says no more.';
}

/** What a GraphQL server answers, with data or with errors; undefined for anything else. */
export function resultIn(json: unknown): object | undefined {
  return isObject(json) && ('data' in json || 'errors' in json) ? json : undefined;
}

/** The data of what a GraphQL server answers to a document. Throws an Error with the first message when it failed. */
export function answerTo<R, V>(document: TypedDocument<R, V>, result: unknown): R {
  const said = isObject(result) ? result : {};
  const problem = problemIn(said);
  if (problem !== undefined) throw new Error(problem);
  const data = 'data' in said ? said.data : undefined;
  if (isAnswer(document, data)) return data;
  throw new Error('The server answered with no data; try again.');
}
