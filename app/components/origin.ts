import { headers } from 'next/headers';
import { config } from '@/lib/config';

/** Where visitors reach the pages: PUBLIC_URL, or else the host that this request was sent to. */
export async function origin(): Promise<URL> {
  // First of all, so that no page is rendered while the pages are built, when there is no environment.
  const host = (await headers()).get('host') ?? 'localhost:3000';
  const { publicUrl } = config();
  if (publicUrl) return new URL(publicUrl);
  return new URL(`http://${host}`);
}
