import { z } from 'zod';
import { config, type ModerationServer } from '@/lib/config';

/** A visitor waits no longer for it. */
const DEADLINE_MS = 2000;

/** So many texts are looked at together; what comes on top waits for a curator instead. */
const MOST_AT_ONCE = 16;

/** An answer has a few kilobytes. */
const LONGEST_ANSWER = 64 * 1024;
const MOST_CATEGORIES = 20;
const LONGEST_CATEGORY = 60;

/** As OpenAI's `/v1/moderations` says it; what else a server tells nobody asked for. */
const answerSchema = z.object({
  results: z
    .array(
      z.object({
        flagged: z.boolean(),
        categories: z.record(z.string(), z.boolean().nullable()).default({}),
      }),
    )
    .min(1),
});

/** A moderation server that did not do its work; the message says why, without what it was sent or sent back. */
export class ModerationError extends Error {
  override readonly name = 'ModerationError';
}

/** The whole of a body that is not too long. */
async function textOf(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  const reader = response.body?.getReader();
  for (;;) {
    const { done = true, value } = (await reader?.read()) ?? {};
    if (done) return text;
    text += decoder.decode(value, { stream: true });
    if (text.length <= LONGEST_ANSWER) continue;
    await reader?.cancel();
    throw new ModerationError('its answer does not end');
  }
}

async function post(text: string, { url, key, model }: ModerationServer): Promise<string> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
    },
    body: JSON.stringify({ input: text, ...(model === undefined ? {} : { model }) }),
    signal: AbortSignal.timeout(DEADLINE_MS),
    // The key is for this server, and the text, too.
    redirect: 'error',
  });
  if (response.ok) return textOf(response);
  await response.body?.cancel();
  throw new ModerationError(`it answered with the status ${response.status}`);
}

/** The categories that an answer names, as a curator reads them. Throws ModerationError. */
function flaggedIn(answer: string): string[] {
  let json: unknown;
  try {
    json = JSON.parse(answer);
  } catch {
    throw new ModerationError('what it answered is not JSON');
  }
  const parsed = answerSchema.safeParse(json);
  if (!parsed.success) throw new ModerationError('what it answered is no moderation');
  const flagged = parsed.data.results.filter((result) => result.flagged);
  const names = flagged.flatMap(({ categories }) =>
    Object.keys(categories).filter((name) => categories[name]),
  );
  const known = [...new Set(names)]
    .slice(0, MOST_CATEGORIES)
    .map((name) => name.replaceAll(/[^\p{L}\p{N} /_-]/gu, '').slice(0, LONGEST_CATEGORY));
  return flagged.length > 0 && known.length === 0 ? ['no category'] : known;
}

let atOnce = 0;

/**
 * For which categories the moderation server flags a text; none where it does not, and undefined without a server.
 * Throws ModerationError within two seconds where it does not say.
 */
export async function flaggedByServer(text: string): Promise<string[] | undefined> {
  const { moderation } = config();
  if (!moderation) return undefined;
  if (atOnce >= MOST_AT_ONCE) throw new ModerationError('it has too many texts to look at');
  atOnce += 1;
  try {
    return flaggedIn(await post(text, moderation));
  } catch (error) {
    if (error instanceof ModerationError) throw error;
    // Not its message: that of a header holds the header.
    const late = error instanceof Error && error.name === 'TimeoutError';
    throw new ModerationError(
      late ? `it did not answer within ${DEADLINE_MS / 1000} seconds` : 'it cannot be reached',
    );
  } finally {
    atOnce -= 1;
  }
}
