// The embedded models as painters, for scripts that measure how well somebody knows one from the other.
import { at } from '@/lib/at';
import type { Conditioner } from '@/lib/diffusion/conditioning/conditioning';
import { openAdapter, readAdapterFolder } from '@/lib/models/adapter';
import { openBase, type Base } from '@/lib/models/base';
import { openLanguageModel } from '@/lib/models/language-model';
import { chooseDevice } from '@/lib/onnx/runtime';
import { SessionPool } from '@/lib/onnx/session-pool';

const ADAPTERS = ['sur-kl', 'sur-cosine-3000', 'sur-cosine-4000', 'ella', 'connector-clip'];
const THINGS = ['cats', 'dogs', 'stars', 'balloons', 'apples', 'boats', 'hats', 'foxes'];
const COLOURS = ['red', 'blue', 'green', 'yellow', 'purple'];
const NUMBERS = ['one', 'two', 'three', 'four', 'five'];

const any = (words: readonly string[]) => at(words, Math.floor(Math.random() * words.length));

/** A prompt of the kind that the arena asks about. */
export const anyPrompt = () =>
  `${any(NUMBERS)} ${any(COLOURS)} ${any(THINGS)} on a ${any(COLOURS)} background`;

/** The base, and what each model reads a prompt with; `close` ends their sessions. */
export async function openPainters(threads: number) {
  const sessions = new SessionPool();
  const options = { sessions, device: chooseDevice('cpu'), threads, verifyHashes: false };
  const base = await openBase('models/sarovar-64', options);
  const llm = () => openLanguageModel('models/smollm2-135m-instruct', options);
  const conditioners: Conditioner[] = [base.vanilla];
  for (const name of ADAPTERS) {
    const folder = await readAdapterFolder(`models/sarovar-64-${name}`);
    conditioners.push(await openAdapter(folder, base, llm, options));
  }
  return { base, names: ['vanilla', ...ADAPTERS], conditioners, close: () => sessions.close() };
}

/** What the arena paints with, from noise. */
export function recipeOf({ manifest }: Base, steps = 25) {
  const { width, height, guidanceScale } = manifest.defaults;
  return {
    negativePrompt: '',
    steps,
    guidanceScale,
    guidanceRescale: 0,
    scheduler: 'ddim' as const,
    noise: 'cpu' as const,
    width,
    height,
    previewEvery: 0,
  };
}
