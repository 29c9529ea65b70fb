import { asJsonl, asParquet } from '@/lib/exports/dataset';
import { DATASETS } from '@/lib/exports/datasets';
import { manifest } from '@/lib/exports/manifest';

export const dynamic = 'force-dynamic';

const FORMATS = {
  jsonl: { write: asJsonl, type: 'application/jsonl; charset=utf-8' },
  parquet: { write: asParquet, type: 'application/vnd.apache.parquet' },
};

interface Context {
  params: Promise<{ file: string }>;
}

/** A dataset as `<name>.jsonl` or `<name>.parquet`, streamed while it is read; or their manifest.json. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const { file } = await params;
  if (file === 'manifest.json') {
    return Response.json(await manifest(DATASETS), { headers: { 'cache-control': 'no-store' } });
  }
  const [, name = '', extension] = /^([a-z]+)\.(jsonl|parquet)$/.exec(file) ?? [];
  const dataset = Object.hasOwn(DATASETS, name) ? DATASETS[name] : undefined;
  if (!dataset || !extension) {
    return new Response('There is no such file; see /exports.', { status: 404 });
  }
  const { write, type } = FORMATS[extension === 'jsonl' ? 'jsonl' : 'parquet'];
  const parts = write(dataset);
  const stream = new ReadableStream({
    async pull(controller) {
      const next = await parts.next();
      if (next.done) controller.close();
      else controller.enqueue(next.value);
    },
    async cancel() {
      await parts.return(undefined);
    },
  });
  return new Response(stream, {
    headers: {
      'content-type': type,
      'content-disposition': `attachment; filename="${file}"`,
      'cache-control': 'no-store',
    },
  });
}
