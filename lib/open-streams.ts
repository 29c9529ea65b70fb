/** Of one visitor, of one network (which may be a school), and in all: a stream holds a connection as long as its client likes. */
const MOST = { visitor: 10, network: 200, all: 2000 };

/** The same as a RateLimit-Policy field. */
export const STREAM_POLICY = `"visitor";q=${MOST.visitor};qu="concurrent-requests", "network";q=${MOST.network};qu="concurrent-requests"`;

const open = new Map<string, number>();

function add(name: string, more: number): void {
  const count = (open.get(name) ?? 0) + more;
  if (count > 0) open.set(name, count);
  else open.delete(name);
}

/**
 * Takes one of the streams that somebody may have open in this process. Returns how to give it back, once; undefined
 * where they have as many as they may.
 */
export function takeStream(who: {
  readonly visitor: string;
  readonly network: string;
}): (() => void) | undefined {
  const names = [
    [`visitor ${who.visitor}`, MOST.visitor],
    [`network ${who.network}`, MOST.network],
    ['all', MOST.all],
  ] as const;
  if (names.some(([name, most]) => (open.get(name) ?? 0) >= most)) return undefined;
  for (const [name] of names) add(name, 1);
  let isTaken = true;
  return () => {
    if (!isTaken) return;
    isTaken = false;
    for (const [name] of names) add(name, -1);
  };
}
