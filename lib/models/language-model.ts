import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Tokenizer } from '@huggingface/tokenizers';
import { z } from 'zod';
import { tensor, type Tensor } from '@/lib/diffusion/tensor';
import {
  LanguageModelError,
  type CompletionRequest,
  type LanguageModel,
} from '@/lib/enrichment/language-model';
import { untilStop } from '@/lib/enrichment/stop';
import { unwrapped } from '@/lib/enrichment/unwrapped';
import { FileMemo } from '@/lib/onnx/file-stamp';
import { Mt19937 } from '@/lib/random/mt19937';
import type { Runtime } from '@/lib/onnx/session-pool';
import { weightsAt } from '@/lib/onnx/weights';
import { fileSchema, readJson, verifyChanges } from './folder-files';
import { pickToken } from './sampling';

const manifestSchema = z.object({ name: z.string(), files: z.array(fileSchema) });

const configSchema = z.object({
  layers: z.int().positive(),
  kvHeads: z.int().positive(),
  headWidth: z.int().positive(),
  positions: z.int().positive(),
  hiddenLayers: z.array(z.int()),
  endToken: z.int(),
});

/** A Llama-style ONNX model in its folder, opened: it writes, and gives its hidden states. */
export interface EmbeddedLanguageModel extends LanguageModel {
  /** Hash of its one ONNX file. */
  readonly weightsSha256: string;
  encode(text: string): number[];
  /** The tokens of `text`, each as it is written. */
  tokens(text: string): string[];
  /** States `[1, n, width]` by output name, such as `last_hidden_state`, of all tokens of `text`. */
  hiddenStates(text: string): Promise<Readonly<Record<string, Tensor>>>;
  /** Logits `[1, n, vocabulary]` of all tokens of `ids`. */
  logits(ids: readonly number[]): Promise<Tensor>;
}

/** The name of a language model's folder and the hash of its one ONNX file; nothing is opened. Throws ModelFolderError. */
export async function readLanguageModel(folder: string) {
  const { name, files } = await readJson(folder, 'manifest.json', manifestSchema);
  return { name, sha256: files.find((file) => file.path === 'model.onnx')?.sha256 };
}

/** ChatML, as SmolLM2 was tuned with; the answer begins with the opening. */
function chat({ system, user, opening }: CompletionRequest): string {
  const turn = (role: string, text: string) => `<|im_start|>${role}\n${text}<|im_end|>\n`;
  return `${turn('system', system)}${turn('user', user)}<|im_start|>assistant\n${opening}`;
}

/** They take some tenths of a second to read. */
const tokenizers = new FileMemo<Tokenizer>();

/**
 * Opens a language model's folder, as it is now, after checking the files that changed since it last was. Its session
 * belongs to the pool, so there is nothing to close. Throws ModelFolderError.
 */
export async function openLanguageModel(
  folder: string,
  runtime: Runtime,
): Promise<EmbeddedLanguageModel> {
  const manifest = await readJson(folder, 'manifest.json', manifestSchema);
  await verifyChanges(folder, manifest.files);
  const config = await readJson(folder, 'config.json', configSchema);
  const tokenizer = await tokenizers.get(
    [path.join(folder, 'tokenizer.json')],
    async () => new Tokenizer(await readJson(folder, 'tokenizer.json', z.looseObject({})), {}),
  );
  const file = path.join(folder, 'model.onnx');
  const weights = await weightsAt(file, `${manifest.name}/model.onnx`, runtime);
  const network = await runtime.sessions.open(weights);

  const layers = Array.from({ length: config.layers }, (_, layer) => layer);
  const caches = layers.flatMap((layer) => [`${layer}.key`, `${layer}.value`]);
  const nothing = tensor(new Float32Array(0), [1, config.kvHeads, 0, config.headWidth]);
  const emptyCache = Object.fromEntries(caches.map((name) => [`past.${name}`, nothing]));
  const states = [...config.hiddenLayers.map((n) => `hidden_states.${n}`), 'last_hidden_state'];
  const inputs = (ids: readonly number[], kept = 1) => ({
    input_ids: tensor(Float32Array.from(ids), [1, ids.length]),
    num_logits_to_keep: tensor(Float32Array.of(kept), []),
  });

  function encode(text: string): number[] {
    return tokenizer.encode(text, { add_special_tokens: false }).ids;
  }

  async function* write(request: CompletionRequest, signal?: AbortSignal): AsyncGenerator<string> {
    if (request.opening) yield request.opening;
    let ids = encode(chat(request));
    if (ids.length + request.maxTokens > config.positions) {
      throw new LanguageModelError(
        `The instruction of ${ids.length} tokens leaves no room in the ${config.positions} of ` +
          `${manifest.name}; shorten it.`,
      );
    }
    const rng = new Mt19937(BigInt(request.seed));
    const wanted = ['logits', ...caches.map((name) => `present.${name}`)];
    const written: number[] = [];
    let cache: Readonly<Record<string, Tensor>> = emptyCache;
    let said = '';
    while (written.length < request.maxTokens) {
      // ONNX Runtime blocks the thread: between tokens is when signals get their turn.
      await nextTurn();
      signal?.throwIfAborted();
      const output = await network.runAll({ ...inputs(ids), ...cache }, wanted);
      const token = pickToken(output('logits').data, request.temperature, rng);
      if (token === config.endToken) return;
      cache = Object.fromEntries(caches.map((n) => [`past.${n}`, output(`present.${n}`)]));
      ids = [token];
      written.push(token);
      // A character may take several tokens; half of one is not said.
      const text = tokenizer.decode(written, { clean_up_tokenization_spaces: false });
      if (text.endsWith('\uFFFD')) continue;
      yield text.slice(said.length);
      said = text;
    }
  }

  return {
    name: manifest.name,
    weightsSha256: manifest.files.find((file) => file.path === 'model.onnx')?.sha256 ?? '',
    encode,
    tokens: (text) =>
      encode(text).map((id) => tokenizer.decode([id], { clean_up_tokenization_spaces: false })),
    complete: (request, signal) => {
      const written = write(request, signal);
      // An answer that begins as it was told to is in no wrapping.
      return untilStop(request.opening ? written : unwrapped(written), request.stop);
    },
    async hiddenStates(text) {
      // As in training: where there is no text there is its end, so that there is a state.
      const ids = encode(text);
      const feeds = { ...inputs(ids.length > 0 ? ids : [config.endToken]), ...emptyCache };
      const output = await network.runAll(feeds, states);
      return Object.fromEntries(states.map((name) => [name, output(name)]));
    },
    logits: (ids) => network.run({ ...inputs(ids, ids.length), ...emptyCache }, 'logits'),
  };
}
