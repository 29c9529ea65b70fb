import { QueueFull } from '@/lib/problems';

/** A picture of 40 million pixels takes a second of one core, and what else the server does needs the others. */
const MOST_AT_ONCE = 1;

/** Each has its bytes in memory, up to 10 MB of them. */
const MOST_WAITING = 8;

const RETRY_SECONDS = 5;

let running = 0;
const waiting: (() => void)[] = [];

/**
 * Does `decode` once there is room: a few pictures at once, the others in the order in which they came. Throws QueueFull
 * where too many wait.
 */
export async function whenThereIsRoom<T>(decode: () => Promise<T>): Promise<T> {
  if (running >= MOST_AT_ONCE) {
    if (waiting.length >= MOST_WAITING) {
      throw new QueueFull(
        `Many pictures are being brought just now; please try again in ${RETRY_SECONDS} seconds.`,
        RETRY_SECONDS,
      );
    }
    // Whoever is done hands on their place, so that nobody new takes it in between.
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else {
    running += 1;
  }
  try {
    return await decode();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}
