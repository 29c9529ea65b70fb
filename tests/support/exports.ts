import { SENT_HEADER } from '@/lib/sent-headers';
import { GET as download } from '@/app/exports/[file]/route';

/** What /exports/<file> answers to a request with those headers. */
export function exported(
  file: string,
  headers: Readonly<Record<string, string>> = {},
  method = 'GET',
): Promise<Response> {
  const params = Promise.resolve({ file });
  const request = new Request(`http://localhost/exports/${file}`, {
    method,
    headers: { [SENT_HEADER]: 'yes', ...headers },
  });
  return download(request, { params });
}

/** A dataset's JSON lines. */
export async function exportedLines(name: string): Promise<string> {
  return (await exported(`${name}.jsonl`)).text();
}
