import { config } from '@/lib/config';

/** What Next.js's headers and those of the SSE handler have in common. */
export interface ReadHeaders {
  get(name: string): string | null | undefined;
}

/** Whether an Origin header names this site. */
function isOwn(origin: string, host: string | null | undefined): boolean {
  const { publicUrl } = config();
  const own = [host, new URL(publicUrl ?? 'http://localhost').host];
  return URL.canParse(origin) && own.includes(new URL(origin).host);
}

/** Whether a page of another site sends this: browsers say whose page it is with all that changes something. */
export function isFromElsewhere(headers: ReadHeaders): boolean {
  const origin = headers.get('origin') ?? null;
  return origin !== null && !isOwn(origin, headers.get('host'));
}

/** Whether a page of ours sends this, and says so. */
export function isFromOwnPage(headers: ReadHeaders): boolean {
  const origin = headers.get('origin') ?? null;
  return origin !== null && isOwn(origin, headers.get('host'));
}
