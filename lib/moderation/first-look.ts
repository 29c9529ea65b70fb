import { randomUUID } from 'node:crypto';
import { config } from '@/lib/config';
import type { Visibility } from '@/lib/store/generated/client';
import { flaggedByServer, ModerationError } from './server';
import { hasFoulWords } from './words';

/** What is thought of a text before any curator has seen it. */
export interface FirstLook {
  readonly visibility: Visibility;
  /** Why a curator should look at it. */
  readonly reasons: readonly string[];
}

/** What the moderation server makes of a text, if there is one; without an answer it waits for a curator. */
async function lookOfServer(text: string): Promise<FirstLook> {
  try {
    const flagged = (await flaggedByServer(text)) ?? [];
    if (flagged.length === 0) return { visibility: 'VISIBLE', reasons: [] };
    return { visibility: 'HIDDEN', reasons: [`The moderation server: ${flagged.join(', ')}.`] };
  } catch (error) {
    if (!(error instanceof ModerationError)) throw error;
    const id = randomUUID();
    console.error(
      `[${id}] The moderation server has not looked at a text, which waits for a curator: ${error.message}.`,
    );
    const reasons = [`The moderation server has not looked at it; the log says why under ${id}.`];
    return { visibility: 'UNLISTED', reasons };
  }
}

/**
 * Who sees at first what a visitor, or a language model for them, wrote: nobody what the moderation server flags; who
 * knows where what nobody could look at, what has foul words, and with VISITORS=curated everything; else everybody.
 */
export async function firstLook(text: string): Promise<FirstLook> {
  const { visibility, reasons } = await lookOfServer(text);
  const foul = hasFoulWords(text);
  const known = foul ? ['Words of the list.', ...reasons] : reasons;
  const waits = foul || config().visitors === 'curated';
  return {
    visibility: visibility === 'VISIBLE' && waits ? 'UNLISTED' : visibility,
    reasons: known,
  };
}
