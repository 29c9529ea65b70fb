import { z } from 'zod';
import { origin } from '@/app/components/origin';
import { ANSWERS } from './answers';

export const dynamic = 'force-dynamic';

const maxWidthSchema = z.coerce.number().int().min(1).catch(Infinity);

/** What stands behind our addresses as oEmbed 1.0; JSON only, as the specification allows (§2.3.3: 501). */
export async function GET(request: Request): Promise<Response> {
  const { searchParams } = new URL(request.url);
  if ((searchParams.get('format') ?? 'json') !== 'json') {
    return new Response('Only JSON is served.', { status: 501 });
  }
  const url = searchParams.get('url') ?? '';
  const maxWidth = maxWidthSchema.parse(searchParams.get('maxwidth') ?? undefined);
  const home = await origin();
  for (const { address, answer } of ANSWERS) {
    const key = address.exec(url)?.[1];
    const found = key === undefined ? null : await answer({ home, key, maxWidth });
    if (found) {
      const provider = { provider_name: 'Sarovar', provider_url: home.href };
      return Response.json({ version: '1.0', ...found, ...provider });
    }
  }
  return new Response('Nothing is embedded from there.', { status: 404 });
}
