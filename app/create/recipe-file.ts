import { at } from '@/lib/at';
import ExifReader from 'exifreader';
import * as z from 'zod/mini';
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

const textTag = z.object({ value: z.string() });
const sideTag = z.object({ value: z.number() });

/**
 * The recipe inside a PNG that was downloaded here, read without decoding the picture. Throws an Error with
 * one sentence when the file is too large, is no PNG, or says nothing that could be painted.
 */
export async function readRecipe(file: Blob): Promise<Recipe> {
  if (file.size > MOST_BYTES) throw new Error('This file is too large to be a picture of ours.');
  let tags: Record<string, unknown>;
  try {
    tags = { ...ExifReader.load(await file.arrayBuffer()) };
  } catch {
    throw new Error('This file is not a picture that can be read.');
  }
  for (const name of ['Image Width', 'Image Height']) {
    const side = sideTag.safeParse(tags[name]).data?.value ?? 0;
    if (side > MOST_SIDE) throw new Error('This picture is too large to be one of ours.');
  }
  const text = textTag.safeParse(tags['sarovar']).data?.value;
  if (text === undefined) {
    throw new Error('There is no recipe in this picture; only PNGs downloaded here carry one.');
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
