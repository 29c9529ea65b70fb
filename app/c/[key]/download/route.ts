import { byKey } from '@/app/components/by-key';
import { query } from '@/app/execute';
import { zip, type ZipEntry } from '@/lib/exports/zip';
import { shownBlob } from '@/lib/moderation/hidden';
import { ComparisonFilesDocument, type ComparisonFilesQuery } from '../comparison.documents';

type Files = NonNullable<ComparisonFilesQuery['comparison']>;

const load = byKey(async (key) => (await query(ComparisonFilesDocument, { key })).comparison);

interface Context {
  params: Promise<{ key: string }>;
}

async function* filesOf({ generations }: Files): AsyncGenerator<ZipEntry> {
  for (const { imageSha256, model, seed } of generations) {
    const bytes = imageSha256 === null ? undefined : await shownBlob(imageSha256);
    if (bytes) yield { name: `${model.name}-${seed}.png`, bytes };
  }
}

/** The archive as it is asked for; whoever goes away ends it. */
function streamOf(parts: AsyncGenerator<Uint8Array, undefined>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await parts.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await parts.return(undefined);
    },
  });
}

/** All pictures of a comparison, each PNG with its recipe inside, under a name made from the prompt. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const comparison = await load((await params).key);
  if (!comparison) return new Response('There is no such comparison.', { status: 404 });
  const words = comparison.prompt.text.toLowerCase().match(/[a-z0-9]+/g) ?? ['comparison'];
  return new Response(streamOf(zip(filesOf(comparison))), {
    headers: {
      'content-type': 'application/zip',
      'content-disposition': `attachment; filename="${words.join('-').slice(0, 60)}.zip"`,
    },
  });
}
