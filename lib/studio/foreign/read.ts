import * as z from 'zod/mini';
import { readA1111 } from './a1111';
import { readComfyUi } from './comfyui';
import { foreignRecipe, type ForeignRecipe } from './recipe';

const record = z.record(z.string(), z.unknown());

/** Seeds of up to 64 bits, which JavaScript's numbers would round. */
const SEEDS = /("(?:\w*_)?seed"\s*:\s*)(\d{16,})/g;

function json(text: string | undefined): unknown {
  if (!text?.trimStart().startsWith('{')) return undefined;
  try {
    return JSON.parse(text.replace(SEEDS, '$1"$2"'));
  } catch {
    return undefined;
  }
}

function readParameters(text: string): ForeignRecipe | undefined {
  const data = record.safeParse(json(text)).data;
  if (!data) {
    const said = readA1111(text);
    return said && foreignRecipe('A1111', said);
  }
  const swarm = record.safeParse(data['sui_image_params']).data;
  return swarm ? foreignRecipe('SwarmUI', swarm) : foreignRecipe('Fooocus', data);
}

function readInvokeAi(text: string | undefined): ForeignRecipe | undefined {
  const data = record.safeParse(json(text)).data;
  return data && foreignRecipe('InvokeAI', data);
}

/** The texts in a picture, by the names that tools give them. */
export type PictureTexts = Readonly<Record<string, string | undefined>>;

/** The recipe that a picture of another tool carries; undefined where it carries none that is known. */
export function readForeign(texts: PictureTexts): ForeignRecipe | undefined {
  const invoke = readInvokeAi(texts['invokeai_metadata']);
  if (invoke) return invoke;
  const { parameters, UserComment: comment, Make: make } = texts;
  const known = [parameters, comment].flatMap((text) => (text && readParameters(text)) || []);
  if (known[0]) return known[0];
  // In WebP and JPEG ComfyUI puts its graph where cameras have their maker.
  const graph = [texts['prompt'], make?.replace(/^prompt:/, ''), comment];
  const said = graph.map((text) => readComfyUi(json(text))).find((found) => found !== undefined);
  return said && foreignRecipe('ComfyUI', said);
}
