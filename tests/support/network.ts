import { execFileSync, spawnSync } from 'node:child_process';

/** Addresses that are reserved for testing networks (RFC 2544); the third number keeps two runs at once apart. */
const PREFIX = `198.18.${process.pid % 256}`;
const BRIDGE = `sv${process.pid}`;

function ip(...args: readonly string[]): void {
  execFileSync('ip', args, { stdio: ['ignore', 'inherit', 'inherit'] });
}

/** Why no hosts can be made here, in one sentence; undefined where they can. */
export function whyNoHosts(): string | undefined {
  if (process.platform !== 'linux') return 'Network namespaces are Linux’s.';
  if (process.getuid?.() !== 0) return 'Only root may make network namespaces.';
  const { error, status, stderr } = spawnSync('ip', ['netns', 'add', BRIDGE], { encoding: 'utf8' });
  if (error) return 'There is no `ip` (iproute2).';
  if (status !== 0) return `Network namespaces cannot be made here: ${stderr.trim()}.`;
  ip('netns', 'delete', BRIDGE);
  return undefined;
}

/** A host of its own as far as network and name go: a namespace on the bridge. */
export interface Host {
  readonly name: string;
  /** What to put before a command to run it there. */
  readonly within: readonly string[];
}

/** A bridge with this machine on it, and hosts that reach each other and it, and nothing else. */
export function startNetwork(...names: readonly string[]) {
  const made: string[] = [];
  const stop = () => {
    for (const name of made) ip('netns', 'delete', name);
    ip('link', 'delete', BRIDGE);
  };
  ip('link', 'add', BRIDGE, 'type', 'bridge');
  ip('address', 'add', `${PREFIX}.1/24`, 'dev', BRIDGE);
  ip('link', 'set', BRIDGE, 'up');
  const hosts = names.map((name, index): Host => {
    const space = `${BRIDGE}-${name}`;
    const port = `${BRIDGE}v${index}`;
    ip('netns', 'add', space);
    made.push(space);
    ip('link', 'add', port, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', space);
    ip('link', 'set', port, 'master', BRIDGE, 'up');
    ip('-n', space, 'address', 'add', `${PREFIX}.${index + 2}/24`, 'dev', 'eth0');
    ip('-n', space, 'link', 'set', 'eth0', 'up');
    ip('-n', space, 'link', 'set', 'lo', 'up');
    // Workers of one host know each other by its name.
    const named = ['unshare', '--uts', 'sh', '-c', 'hostname "$0" && exec "$@"', name];
    return { name, within: ['ip', 'netns', 'exec', space, ...named] };
  });
  return { address: `${PREFIX}.1`, hosts, stop };
}
