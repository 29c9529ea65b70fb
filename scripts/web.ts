// The web server: Next.js behind Node's own HTTP server, which says who asks and closes slow connections.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import next from 'next';
import { addressOfClient, CLIENT_HEADER, networkOf } from '@/lib/client-address';
import { config, ConfigError } from '@/lib/config';
import { allowedHosts } from '@/lib/hosts';
import { SENT_AS, SENT_HEADER } from '@/lib/sent-headers';
import { mayEnter } from './door';
import { setHeaders } from './response-headers';
import { isRouterState } from './router-state';

/** Whoever has not sent a whole request by then is cut off; answers may take as long as they like. */
const SLOWEST = { headersMs: 10_000, requestMs: 30_000, idleMs: 5000, checkMs: 2000 };

const METHODS = new Set(['GET', 'HEAD', 'POST', 'OPTIONS', 'PUT', 'PATCH', 'DELETE']);

const STATE = 'next-router-state-tree';

/** What a browser's router says of its page; Next.js takes nonsense there for a fault of its own. */
function forgetUnreadableState({ headers }: IncomingMessage): void {
  const state = headers[STATE];
  if (state !== undefined && !isRouterState(state)) Reflect.deleteProperty(headers, STATE);
}

/** Whether the address is UTF-8 behind its percent signs: what is not, Next.js takes for a fault of its own. */
function isReadable(url = '/'): boolean {
  // `*`, or a whole address, as only proxies are asked.
  if (!url.startsWith('/')) return false;
  try {
    decodeURIComponent(url);
    return true;
  } catch {
    return false;
  }
}

/** RFC 9110 (§4.1) has everybody read so much. Where Next.js redirects, the answer's header has the address in it, too. */
const LONGEST_ADDRESS = 8000;

function refuse(response: ServerResponse, status: number, sentence: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(`${sentence}\n`);
}

const OWN_NAMES = new Map(Object.entries(SENT_AS).map(([name, sentAs]) => [sentAs, name]));

/**
 * Sends what Next.js would have dropped under its own name, and where a redirect leads to but once: no browser of today
 * needs `Refresh`.
 */
function passOn(response: ServerResponse): void {
  const set = response.setHeader.bind(response);
  response.setHeader = (name, value) => {
    if (name.toLowerCase() === 'refresh') return response;
    const own = OWN_NAMES.get(name.toLowerCase());
    return own === undefined ? set(name, value) : set(own, String(value));
  };
}

const [port, host] = [Number(process.env['PORT']), process.env['HOST'] ?? '127.0.0.1'];

try {
  const settings = config();
  const isSecure = settings.publicUrl?.startsWith('https:') ?? false;
  const clientAddress = addressOfClient(settings.trustProxy);
  const isAllowed = allowedHosts(host, settings);
  const app = next({ dev: false, hostname: host, port });
  await app.prepare();
  const handle = app.getRequestHandler();
  const server = createServer(
    { connectionsCheckingInterval: SLOWEST.checkMs, maxHeaderSize: 16_384 },
    (request, response) => {
      if (!isAllowed(request.headers.host)) {
        refuse(
          response,
          421,
          'This Sarovar is not reached by that name; its operator says which in PUBLIC_URL or HOSTS.',
        );
        return;
      }
      if ((request.url ?? '').length > LONGEST_ADDRESS) {
        refuse(
          response,
          414,
          `This address is longer than ${LONGEST_ADDRESS} characters; shorten it, or send a query to /api/graphql with POST.`,
        );
        return;
      }
      if (!isReadable(request.url)) {
        refuse(
          response,
          400,
          'This address cannot be read: it begins with no /, or has a % that is followed by no UTF-8.',
        );
        return;
      }
      if (!METHODS.has(request.method ?? '')) {
        response.writeHead(405, { allow: [...METHODS].join(', ') });
        response.end();
        return;
      }
      forgetUnreadableState(request);
      setHeaders(request, response, isSecure);
      // There are no server actions; Next.js would log every attempt at one.
      delete request.headers['next-action'];
      passOn(response);
      request.headers[SENT_HEADER] = 'yes';
      // Whatever a client says of itself here is replaced.
      const address = clientAddress(request);
      request.headers[CLIENT_HEADER] = address;
      void mayEnter(networkOf(address), request, response).then((may) => {
        if (may) void handle(request, response);
      });
    },
  );
  server.headersTimeout = SLOWEST.headersMs;
  server.requestTimeout = SLOWEST.requestMs;
  server.keepAliveTimeout = SLOWEST.idleMs;
  server.on('clientError', (_error: Error, socket: Duplex) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
  });
  const end = () => {
    server.close(() => process.exit(0));
    server.closeAllConnections();
  };
  process.on('SIGTERM', end);
  process.on('disconnect', end);
  // Under the launcher Ctrl-C reaches every process at once; the launcher then says who stops when.
  process.on('SIGINT', () => process.connected || end());
  server.listen(port, host, () => process.send?.('ready'));
} catch (error) {
  console.error(error instanceof ConfigError ? error.message : error);
  // 78 is sysexits' EX_CONFIG: starting again would not help.
  process.exit(error instanceof ConfigError ? 78 : 1);
}
