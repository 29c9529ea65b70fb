import { at } from '@/lib/at';
import ExifReader from 'exifreader';
import * as z from 'zod/mini';
import { readForeign, type PictureTexts } from '@/lib/studio/foreign/read';
import type { ForeignRecipe } from '@/lib/studio/foreign/recipe';
import { LIMITS } from '@/lib/studio/picture-limits';
import { LEFT_OPEN, seedText, SETTINGS } from '@/lib/studio/recipe';

/** Larger than any picture of ours with its recipe. */
const MOST_BYTES = 20_000_000;
const MOST_SIDE = 4096;

const recipeSchema = z.extend(z.partial(z.object(SETTINGS), LEFT_OPEN), {
  prompt: z.string().check(z.minLength(1), z.maxLength(Math.max(LIMITS.prompt, LIMITS.enrichment))),
  seed: seedText,
  base: z.string(),
  model: z.string(),
  weightsSha256: z.string(),
});

/** What a PNG of ours says of how it was made. */
export type Recipe = z.infer<typeof recipeSchema>;

const textTag = z.object({ value: z.union([z.string(), z.array(z.string())]) });
const bytesTag = z.object({ value: z.array(z.int().check(z.minimum(0), z.maximum(255))) });
const sideTag = z.object({ value: z.number() });

/** A comment as EXIF has it: its encoding in eight bytes, then the text. */
function commentOf(bytes: readonly number[]): string {
  const text = Uint8Array.from(bytes.slice(8));
  const encoding = String.fromCharCode(...bytes.slice(0, 8)).replace(/\0+$/, '');
  if (encoding !== 'UNICODE') return new TextDecoder().decode(text);
  // Tools do not agree on the order of its bytes; the settings are Latin letters, whose first byte is zero.
  const isBig = text.filter((byte, i) => byte === 0 && i % 2 === 0).length * 4 > text.length;
  return new TextDecoder(isBig ? 'utf-16be' : 'utf-16le').decode(text);
}

function textOf(tag: unknown): string | undefined {
  const { data } = textTag.safeParse(tag);
  return typeof data?.value === 'object' ? data.value.join('') : data?.value;
}

function textsIn(tags: Record<string, unknown>): PictureTexts {
  const comment = bytesTag.safeParse(tags['UserComment']).data;
  const names = ['parameters', 'prompt', 'invokeai_metadata', 'Make', 'UserComment'];
  const texts = names.map((name) => [name, textOf(tags[name])] as const);
  return {
    ...Object.fromEntries(texts),
    ...(comment && { UserComment: commentOf(comment.value) }),
  };
}

/**
 * The recipe inside a picture that was downloaded here, or that another tool made, read without decoding the picture.
 * Throws an Error with one sentence when the file is too large, is no picture, or says nothing that could be painted.
 */
export async function readRecipe(file: Blob): Promise<Recipe | ForeignRecipe> {
  if (file.size > MOST_BYTES) throw new Error('This file is too large to be a picture of ours.');
  let tags: Record<string, unknown>;
  try {
    tags = { ...ExifReader.load(await file.arrayBuffer()) };
  } catch {
    throw new Error('This file is not a picture that can be read.');
  }
  for (const name of ['Image Width', 'Image Height', 'ImageWidth', 'ImageHeight']) {
    const side = sideTag.safeParse(tags[name]).data?.value ?? 0;
    if (side > MOST_SIDE) throw new Error('This picture is too large to be one of ours.');
  }
  const text = textOf(tags['sarovar']);
  if (text === undefined) {
    const foreign = readForeign(textsIn(tags));
    if (foreign) return foreign;
    throw new Error(
      'There is no recipe in this picture; those downloaded here, and those of A1111, ComfyUI, InvokeAI, SwarmUI and ' +
        'Fooocus carry one, until a site or a chat takes it out.',
    );
  }
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    throw new Error('The recipe in this picture cannot be read.');
  }
  const parsed = recipeSchema.safeParse(data);
  if (parsed.success) return parsed.data;
  const field = parsed.error.issues[0]?.path.join('.') ?? 'recipe';
  throw new Error(`The recipe in this picture is wrong: ${field} cannot be used.`);
}

/** How many pixels of two pictures differ, and by how much at most (0 to 255). */
export interface Difference {
  readonly pixels: number;
  readonly most: number;
  /** Brighter where they differ more. */
  readonly picture: ImageData;
}

async function pixelsOf(source: Blob): Promise<ImageData> {
  const bitmap = await createImageBitmap(source);
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser cannot compare pictures.');
  context.drawImage(bitmap, 0, 0);
  return context.getImageData(0, 0, bitmap.width, bitmap.height);
}

/** Compares a picture of ours with a dropped one. Throws when they have different sizes. */
export async function differenceOf(dropped: Blob, imageUrl: string): Promise<Difference> {
  const painted = await (await fetch(imageUrl)).blob();
  const [a, b] = await Promise.all([pixelsOf(dropped), pixelsOf(painted)]);
  if (a.width !== b.width || a.height !== b.height) {
    throw new Error('The two pictures have different sizes.');
  }
  const picture = new ImageData(a.width, a.height);
  let pixels = 0;
  let most = 0;
  for (let i = 0; i < a.data.length; i += 4) {
    let here = 0;
    for (let c = i; c < i + 3; c += 1) {
      const gap = Math.abs(at(a.data, c) - at(b.data, c));
      picture.data[c] = Math.min(255, gap * 4);
      here = Math.max(here, gap);
    }
    picture.data[i + 3] = 255;
    if (here > 0) pixels += 1;
    most = Math.max(most, here);
  }
  return { pixels, most, picture };
}
