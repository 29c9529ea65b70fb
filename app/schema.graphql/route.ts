import { readFile } from 'node:fs/promises';

export const dynamic = 'force-dynamic';

const asComments = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => `# ${line}`.trimEnd())
    .join('\n');

/** The schema as text, with what has changed in it before it, as comments. */
export async function GET(): Promise<Response> {
  const [changes, schema] = await Promise.all([
    readFile('graphql/changes.md', 'utf8'),
    readFile('graphql/schema.graphql', 'utf8'),
  ]);
  return new Response(`${asComments(changes)}\n\n${schema}`, {
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'max-age=300' },
  });
}
