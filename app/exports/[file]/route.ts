import Negotiator from 'negotiator';
import { DATASETS } from '@/lib/exports/datasets';
import { exportFile } from '@/lib/exports/export-files';
import { manifest } from '@/lib/exports/manifest';
import { SENT_AS, SENT_HEADER } from '@/lib/sent-headers';
import { answerWith } from './answer';

export const dynamic = 'force-dynamic';

const TYPES = {
  jsonl: 'application/jsonl; charset=utf-8',
  parquet: 'application/vnd.apache.parquet',
};

/** How lines are sent to whoever can read it, the smallest first; Parquet is compressed by itself. */
const CODINGS = [
  { name: 'br', form: 'jsonl.br', header: { 'content-encoding': 'br' } },
  { name: 'gzip', form: 'jsonl.gz', header: { 'content-encoding': 'gzip' } },
] as const;
const PLAIN = { form: 'jsonl', header: {} } as const;

function codingFor(request: Request) {
  if (!request.headers.has(SENT_HEADER)) return PLAIN;
  // Whoever says nothing of it is sent what anybody can read.
  const accepted = request.headers.get('accept-encoding') ?? 'identity';
  const negotiator = new Negotiator({ headers: { 'accept-encoding': accepted } });
  const readable = negotiator.encodings(CODINGS.map(({ name }) => name));
  return CODINGS.find(({ name }) => readable.includes(name)) ?? PLAIN;
}

interface Context {
  params: Promise<{ file: string }>;
}

/** A dataset as `<name>.jsonl` or `<name>.parquet`, or their manifest.json. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const answer = await answerTo(request, (await params).file);
  for (const [name, sentAs] of Object.entries(SENT_AS)) {
    const value = answer.headers.get(name);
    if (value !== null && request.headers.has(SENT_HEADER)) answer.headers.set(sentAs, value);
  }
  return answer;
}

async function answerTo(request: Request, file: string): Promise<Response> {
  if (file === 'manifest.json') {
    return Response.json(await manifest(DATASETS), { headers: { 'cache-control': 'no-store' } });
  }
  const [, name = '', extension] = /^([a-z]+)\.(jsonl|parquet)$/.exec(file) ?? [];
  const dataset = Object.hasOwn(DATASETS, name) ? DATASETS[name] : undefined;
  if (!dataset || !extension) {
    return new Response('There is no such file; see /exports.', { status: 404 });
  }
  const isLines = extension === 'jsonl';
  const { form, header } = isLines ? codingFor(request) : { form: 'parquet' as const, header: {} };
  return answerWith(await exportFile(name, dataset, form), request, {
    ...header,
    ...(isLines ? { vary: 'accept-encoding' } : {}),
    'content-type': TYPES[isLines ? 'jsonl' : 'parquet'],
    'content-disposition': `attachment; filename="${file}"`,
  });
}
