import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { hostname } from 'node:os';
import { prisma } from '@/lib/store/database';

/**
 * A worker's ear: a UDP socket on the loopback interface. A lost datagram costs nothing, because
 * workers poll as well; and the embedded database does not deliver NOTIFY.
 * Returns the port, a promise-maker that waits for a nudge at most `ms`, and a way to close it.
 */
export async function listenForNudges() {
  const socket = createSocket('udp4');
  let nudged = false;
  let wake: (() => void) | undefined;
  const nudge = () => {
    nudged = true;
    wake?.();
  };
  socket.on('message', nudge);
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    port: socket.address().port,
    /** Resolves at the first nudge since the last call, or after `ms`. */
    async wait(ms: number): Promise<void> {
      if (!nudged) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
        wake = undefined;
      }
      nudged = false;
    },
    nudge,
    close: () => socket.close(),
  };
}

/** Tells the workers on this machine that there is work. */
export async function nudgeWorkers(): Promise<void> {
  const workers = await prisma().workerHeartbeat.findMany({
    where: { host: hostname() },
    select: { nudgePort: true },
  });
  if (workers.length === 0) return;
  const socket = createSocket('udp4');
  await Promise.all(
    workers.map(
      ({ nudgePort }) =>
        new Promise<void>((resolve) => {
          socket.send('job', nudgePort, '127.0.0.1', () => resolve());
        }),
    ),
  );
  socket.close();
}
