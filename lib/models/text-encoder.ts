import path from 'node:path';
import type { Tokenizer } from '@huggingface/tokenizers';
import { z } from 'zod';
import type { TokenStates } from '@/lib/diffusion/conditioning/ella';
import { tensor } from '@/lib/diffusion/tensor';
import { t5Tokenizer } from '@/lib/diffusion/tokenizers/t5';
import type { Encoder } from '@/lib/methods/reads';
import { ModelFolderError } from '@/lib/onnx/errors';
import { FileMemo } from '@/lib/onnx/file-stamp';
import type { Runtime } from '@/lib/onnx/session-pool';
import { weightsAt } from '@/lib/onnx/weights';
import { readJson } from './folder-files';

interface TokenIds {
  readonly ids: readonly number[];
  /** 1 for the prompt's own tokens, 0 for padding. */
  readonly mask: readonly number[];
}

/** T5's padding token. */
const PAD = 0;

/** Cuts or pads to `tokens`; the end token stays the last of the prompt's own. */
function fit(ids: readonly number[], tokens: Encoder['tokens']): TokenIds {
  if (tokens === 'flexible') return { ids, mask: ids.map(() => 1) };
  const end = ids.slice(-1);
  const own = ids.length > tokens ? [...ids.slice(0, tokens - 1), ...end] : ids;
  const missing = new Array<number>(tokens - own.length);
  return {
    ids: [...own, ...missing.fill(PAD)],
    mask: [...own.map(() => 1), ...missing.fill(0)],
  };
}

/** Vocabularies of the published size take a while to read. */
const tokenizers = new FileMemo<Tokenizer>();

/** The encoder of an adapter in `folder`, opened when it is first asked. Rejects with ModelFolderError. */
export function encoderStates(folder: string, reads: Encoder, runtime: Runtime): TokenStates {
  return async (prompt) => {
    const tokenizer = await tokenizers.get([path.join(folder, reads.tokenizer)], async () =>
      makeTokenizer(await readJson(folder, reads.tokenizer, z.looseObject({})), reads.tokenizer),
    );
    const weights = await weightsAt(path.join(folder, reads.encoder), reads.encoder, runtime);
    const network = await runtime.sessions.open(weights);
    const { ids, mask } = fit(tokenizer.encode(prompt).ids, reads.tokens);
    const row = (values: readonly number[]) => tensor(Float32Array.from(values), [1, ids.length]);
    const feeds = { input_ids: row(ids), attention_mask: row(mask) };
    return network.run(feeds, network.output('last_hidden_state').name);
  };
}

function makeTokenizer(rules: Record<string, unknown>, file: string): Tokenizer {
  try {
    return t5Tokenizer(rules);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ModelFolderError(`${file} is not usable: ${reason}`, { cause: error });
  }
}
