import { once } from 'node:events';
import { createServer, request } from 'node:http';

/** What befalls a request instead of being answered: an overloaded server's 503, or a connection that breaks. */
export type Fault = 'busy' | 'broken';

/** An HTTP proxy on loopback before `target`; the next requests have the faults that stand in `faults`, one each. */
export async function startFaultyProxy(target: string) {
  const faults: Fault[] = [];
  let requests = 0;
  const server = createServer((incoming, outgoing) => {
    requests += 1;
    const fault = faults.shift();
    if (fault === 'broken') {
      incoming.socket.destroy();
      return;
    }
    if (fault === 'busy') {
      incoming.resume();
      outgoing.writeHead(503).end();
      return;
    }
    // The host header stays: it is part of what is signed.
    const { method, headers, url = '/' } = incoming;
    const forwarded = request(new URL(url, target), { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    forwarded.on('error', () => outgoing.destroy());
    incoming.pipe(forwarded);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (!address || typeof address !== 'object') throw new Error('The proxy has no port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    faults,
    requests: () => requests,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
