import { GET as download } from '@/app/exports/[file]/route';

/** What /exports/<file> answers. */
export function exported(file: string): Promise<Response> {
  const params = Promise.resolve({ file });
  return download(new Request(`http://localhost/exports/${file}`), { params });
}

/** A dataset's JSON lines. */
export async function exportedLines(name: string): Promise<string> {
  return (await exported(`${name}.jsonl`)).text();
}
