import { ConfigError, type Config } from '@/lib/config';
import { LOOPBACK } from '@/lib/environment';

/** The name in a Host header, without its port; undefined for what is none. */
function nameOf(host: string | undefined): string | undefined {
  return host === undefined || !URL.canParse(`http://${host}`)
    ? undefined
    : new URL(`http://${host}`).hostname;
}

/**
 * Tells which Host headers name this Sarovar: links and cookies follow that header, which a visitor writes. On this
 * machine alone its own names do; listening on `address` of others, the operator says which. Throws ConfigError.
 */
export function allowedHosts(
  address: string,
  { publicUrl, hosts }: Pick<Config, 'publicUrl' | 'hosts'>,
): (host: string | undefined) => boolean {
  const isLocal = LOOPBACK.some((name) => name === nameOf(address)) || address === '::1';
  if (!isLocal && !publicUrl && hosts.length === 0) {
    throw new ConfigError(
      `HOST=${address} is reached by others: say by which address in PUBLIC_URL, such as https://sarovar.example, or list the names in HOSTS.`,
    );
  }
  const said = [...hosts, ...(publicUrl ? [new URL(publicUrl).host] : [])];
  const names = new Set<string | undefined>([...LOOPBACK, nameOf(address), ...said.map(nameOf)]);
  names.delete(undefined);
  return (host) => names.has(nameOf(host));
}
