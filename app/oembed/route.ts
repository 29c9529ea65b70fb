import { byKey } from '@/app/components/by-key';
import { origin } from '@/app/components/origin';
import { query } from '@/app/execute';
import { EmbeddedDocument } from './embedded.documents';

export const dynamic = 'force-dynamic';

const load = byKey(async (key) => (await query(EmbeddedDocument, { key })).generation);

/** A picture's permalink as an oEmbed 1.0 photo; JSON only, as the specification allows (§2.3.3: 501). */
export async function GET(request: Request): Promise<Response> {
  const { searchParams } = new URL(request.url);
  if ((searchParams.get('format') ?? 'json') !== 'json') {
    return new Response('Only JSON is served.', { status: 501 });
  }
  const key = /\/g\/([0-9a-f-]+)\/?$/.exec(searchParams.get('url') ?? '')?.[1] ?? '';
  const generation = await load(key);
  if (!generation?.imageUrl) return new Response('There is no such picture.', { status: 404 });
  const { imageUrl, width, height, prompt, model } = generation;
  const home = await origin();
  return Response.json({
    version: '1.0',
    type: 'photo',
    title: prompt.text,
    author_name: model.name,
    provider_name: 'Sarovar',
    provider_url: home.href,
    url: new URL(imageUrl, home).href,
    width,
    height,
  });
}
