import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** What everybody may read from the pages of others, without anybody's cookie. */
const FOR_EVERYBODY =
  /^\/(api\/graphql(\/stream)?|exports\/[^/]+|i\/[^/]+|leaderboard\.json|feed\.xml|oembed|g\/[^/]+\/download|(.+\/)?opengraph-image)$/;

/** What scripts of other pages may see of an answer besides its body. */
const EXPOSED =
  'retry-after, ratelimit, ratelimit-policy, etag, accept-ranges, content-range, content-encoding';

/** What may stand in a frame of other people's pages; nobody can do anything in it but go to ours. */
const FOR_FRAMES = '/embed/';

/** GraphiQL's editor makes style elements, and workers of its own files. */
const EXPLORER = '/explorer';

function contentSecurityPolicy(path: string, nonce: string, isSecure: boolean): string {
  const isExplorer = path === EXPLORER;
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'`,
    `style-src 'self' ${isExplorer ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    `worker-src 'self'${isExplorer ? ' blob:' : ''}`,
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    `frame-ancestors ${path.startsWith(FOR_FRAMES) ? '*' : "'none'"}`,
    ...(isSecure ? ['upgrade-insecure-requests'] : []),
  ].join('; ');
}

/**
 * Says with every answer what a browser may do with it, as Mozilla's Observatory asks. Next.js finds the scripts'
 * nonce in the request's own policy. Over https (`isSecure`) browsers are told to stay there.
 */
export function setHeaders(request: IncomingMessage, response: ServerResponse, isSecure: boolean) {
  const [path = '/'] = (request.url ?? '/').split('?');
  const nonce = randomBytes(16).toString('base64');
  const policy = contentSecurityPolicy(path, nonce, isSecure);
  request.headers['content-security-policy'] = policy;
  request.headers['x-nonce'] = nonce;
  response.setHeader('content-security-policy', policy);
  response.setHeader('x-content-type-options', 'nosniff');
  if (!path.startsWith(FOR_FRAMES)) response.setHeader('x-frame-options', 'DENY');
  response.setHeader('referrer-policy', 'strict-origin-when-cross-origin');
  response.setHeader('cross-origin-opener-policy', 'same-origin');
  response.setHeader(
    'permissions-policy',
    'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  );
  if (isSecure) {
    response.setHeader('strict-transport-security', 'max-age=63072000; includeSubDomains');
  }
  const isForEverybody = FOR_EVERYBODY.test(path);
  response.setHeader(
    'cross-origin-resource-policy',
    isForEverybody ? 'cross-origin' : 'same-origin',
  );
  if (!isForEverybody) return;
  response.setHeader('access-control-allow-origin', '*');
  response.setHeader('access-control-allow-headers', 'content-type, accept, authorization');
  response.setHeader('access-control-allow-methods', 'GET, POST, OPTIONS');
  response.setHeader('access-control-expose-headers', EXPOSED);
  response.setHeader('access-control-max-age', '86400');
}
