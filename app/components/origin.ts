import { headers } from 'next/headers';
import { config } from '@/lib/config';

/** Where visitors reach the pages: PUBLIC_URL, or else the host that this request was sent to. */
export async function origin(): Promise<URL> {
  const { publicUrl } = config();
  if (publicUrl) return new URL(publicUrl);
  const host = (await headers()).get('host') ?? 'localhost:3000';
  return new URL(`http://${host}`);
}
