import type { IncomingMessage, ServerResponse } from 'node:http';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

/**
 * What a network may ask of this process in ten seconds, before anything looks at it: as much as a school that votes
 * does, and a fraction of what keeps a core busy. What is refused weighs ten times as much, where that comes often a
 * hundred times, and a file that browsers keep a tenth.
 */
const WEIGHTS = { file: 1, request: 10, refused: 100, oftenRefused: 1000 };
const MOST = { requests: 2000, seconds: 10 };

const limiter = new RateLimiterMemory({
  points: MOST.requests * WEIGHTS.request,
  duration: MOST.seconds,
});

const POLICY = `"requests-network";q=${MOST.requests};w=${MOST.seconds}`;

/** Of one network so many are answered at once, and so many wait for their turn: it keeps only itself waiting. */
const AT_ONCE = 4;
const MOST_WAITING = 400;

/**
 * A network whose requests are refused this often in ten seconds is answered one after the other, with pauses of so many
 * times what an answer took: nonsense gets a quarter of a core, and whoever votes meanwhile waits for one piece of it.
 */
const refusals = new RateLimiterMemory({ points: 20, duration: MOST.seconds });
const PAUSE = { times: 3, mostMs: 1000 };

interface Queue {
  /** How many may be answered at once. */
  most: number;
  running: number;
  readonly waiting: (() => void)[];
}

const queues = new Map<string, Queue>();

async function isOftenRefused(network: string): Promise<boolean> {
  const refused = await refusals.get(network);
  return refused !== null && refused.consumedPoints > refusals.points;
}

/** Lets the next of a network in, where no more than may are. */
function letNextIn(name: string, queue: Queue): void {
  const next = queue.running <= queue.most ? queue.waiting.shift() : undefined;
  if (next) next();
  else queue.running -= 1;
  if (queue.running === 0) queues.delete(name);
}

/**
 * Whether somebody sends more than a head: whoever leaves bodies unfinished keeps only others of their network who send
 * something waiting, not those who read.
 */
function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? '0') > 0;
}

/** Calls `end` once: when the response is closed, or its connection, of which a response that waits behind another is not told. */
function onceOver({ socket }: IncomingMessage, response: ServerResponse, end: () => void): void {
  const over = () => {
    response.off('close', over);
    socket.off('close', over);
    end();
  };
  // As many as are sent one after the other without waiting.
  socket.setMaxListeners(0);
  response.once('close', over);
  socket.once('close', over);
}

/** Resolves with how to give the turn in the queue of that name back; undefined where too many wait already. */
async function turnOf(network: string, name: string): Promise<(() => void) | undefined> {
  const isSlowed = await isOftenRefused(network);
  const queue = queues.get(name) ?? { most: AT_ONCE, running: 0, waiting: [] };
  queues.set(name, queue);
  queue.most = isSlowed ? 1 : AT_ONCE;
  if (queue.waiting.length >= MOST_WAITING) return undefined;
  if (queue.running < queue.most) queue.running += 1;
  else await new Promise<void>((resolve) => queue.waiting.push(resolve));
  const begun = performance.now();
  return () => {
    const took = performance.now() - begun;
    const pauseMs = queue.most === 1 ? Math.min(PAUSE.mostMs, PAUSE.times * took) : 0;
    if (pauseMs < 1) letNextIn(name, queue);
    else setTimeout(() => letNextIn(name, queue), pauseMs);
  };
}

function refuse(response: ServerResponse, seconds: number): void {
  response.writeHead(429, {
    'content-type': 'text/plain; charset=utf-8',
    'retry-after': String(seconds),
    'ratelimit-policy': POLICY,
    ratelimit: `"requests-network";r=0;t=${seconds}`,
  });
  response.end(
    `So much comes from your network that this may be a script; go on in ${seconds} seconds.\n`,
  );
}

/**
 * Has a request of that network wait for its turn and counts it; false where it is answered with 429 already, or
 * nobody waits for it any more. That costs next to nothing: Next.js takes milliseconds for whatever it is given.
 */
export async function mayEnter(
  network: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const { url = '' } = request;
  // A stream stays, and has limits of its own.
  if (!url.startsWith('/api/graphql/stream')) {
    const endTurn = await turnOf(network, hasBody(request) ? `${network} sends` : network);
    if (!endTurn) {
      refuse(response, MOST.seconds);
      return false;
    }
    if (response.closed || request.socket.destroyed) {
      endTurn();
      return false;
    }
    onceOver(request, response, endTurn);
  }
  try {
    const isFile = url.startsWith('/_next/static/');
    await limiter.consume(network, isFile ? WEIGHTS.file : WEIGHTS.request);
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    refuse(response, Math.max(1, Math.ceil(refusal.msBeforeNext / 1000)));
    return false;
  }
  response.once('finish', () => {
    if (response.statusCode < 400) return;
    void refusals.penalty(network).then(({ consumedPoints }) => {
      const isOften = consumedPoints > refusals.points;
      return limiter.penalty(network, isOften ? WEIGHTS.oftenRefused : WEIGHTS.refused);
    });
  });
  return true;
}
