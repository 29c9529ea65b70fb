let solving: Promise<string> | undefined;

/** The proof of work that a challenge asks for, computed beside the page. */
function solve(challenge: unknown): Promise<string> {
  const worker = new Worker(new URL('./proof.worker.ts', import.meta.url), { type: 'module' });
  return new Promise<string>((resolve, reject) => {
    worker.addEventListener('message', ({ data }: MessageEvent<unknown>) => resolve(String(data)));
    worker.addEventListener('error', () => {
      reject(new Error('This browser could not compute the proof that is needed of newcomers.'));
    });
    worker.postMessage(challenge);
  }).finally(() => worker.terminate());
}

/**
 * Begins the proof of a new voter, while the first pair is looked at; null asks for none. One is enough, unless it is
 * asked for `anew`.
 */
export function prove(challenge: unknown, { anew = false } = {}): void {
  if (challenge === null) solving = undefined;
  else if (anew || !solving) solving = solve(challenge);
  const begun = solving;
  // Whoever needs it meets the error; the next challenge is another try.
  begun?.catch(() => {
    if (solving === begun) solving = undefined;
  });
}

/**
 * The answer to what `send` sends with the proof, which is undefined where none was asked for. Once more where the
 * server asks for one now: its challenge was too old, or another tab has left without a solution.
 */
export async function withProof<A extends { readonly reply: object }>(
  send: (proof: string | undefined) => Promise<A>,
): Promise<A> {
  const answer = await send(await solving);
  if (!('challenge' in answer.reply)) return answer;
  prove(answer.reply.challenge, { anew: true });
  return send(await solving);
}
