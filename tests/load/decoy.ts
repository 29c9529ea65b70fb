// A server that does nothing, in a process of its own: what the hostile clients alone take from the machine, which they
// share with the server that they are sent at otherwise. Says its port to its parent.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const server = createServer((request, response) => {
  request.resume();
  if (request.url?.startsWith('/api/graphql/stream')) {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.flushHeaders();
    return;
  }
  response.writeHead(429, { connection: 'close' });
  response.end();
});
server.requestTimeout = 30_000;
server.listen(0, '127.0.0.1', () => {
  const address: AddressInfo | string | null = server.address();
  if (address !== null && typeof address === 'object') process.send?.(address.port);
});
process.on('disconnect', () => process.exit(0));
