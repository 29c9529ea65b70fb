import type { IncomingMessage } from 'node:http';
import ipaddr from 'ipaddr.js';
import proxyaddr from 'proxy-addr';

/** Set by our own server on every request, and by nobody else: the address of whoever asks. */
export const CLIENT_HEADER = 'x-sarovar-client';

/** Which of the addresses that a request came through are proxies of ours: so many, or those of these networks. */
export type TrustedProxies = number | readonly string[];

/**
 * Tells the address of whoever asks. X-Forwarded-For, in which anybody may write what they like, is believed as far as
 * trusted proxies have added to it, and without any not at all.
 */
export function addressOfClient(trusted: TrustedProxies): (request: IncomingMessage) => string {
  const isTrusted =
    typeof trusted === 'number'
      ? (_address: string, hop: number) => hop < trusted
      : proxyaddr.compile([...trusted]);
  return (request) => proxyaddr(request, isTrusted);
}

/** Of IPv6 a household has a /64, and of IPv4 an address: what limits count. `unknown` for what is no address. */
export function networkOf(address: string | null | undefined): string {
  if (!address || !ipaddr.isValid(address)) return 'unknown';
  const parsed = ipaddr.process(address);
  if (!(parsed instanceof ipaddr.IPv6)) return parsed.toString();
  return `${parsed.parts
    .slice(0, 4)
    .map((part) => part.toString(16))
    .join(':')}::/64`;
}
