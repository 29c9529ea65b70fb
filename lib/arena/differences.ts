import sharp from 'sharp';
import { z } from 'zod';
import { at } from '@/lib/at';

/** A channel that differs by no more than this, of 255, looks the same: less is shading (docs/decisions/024). */
export const SAME = 16;

/** Two pictures of which less than this share of the pixels differs cannot be told apart. */
export const ALIKE = 0.02;

const differencesSchema = z.array(
  z.object({ first: z.string(), second: z.string(), share: z.number() }),
);

/** How far two pictures differ: the share of their pixels that look different. */
export type Difference = z.infer<typeof differencesSchema>[number];

/** A picture whose file was decoded. */
export interface Pixels {
  readonly id: string;
  readonly rgb: Buffer;
}

/** The red, green and blue of a PNG file. Throws where it is none. */
export function decode(png: Uint8Array): Promise<Buffer> {
  return sharp(png).removeAlpha().raw().toBuffer();
}

function shareOfPixels(a: Buffer, b: Buffer): number {
  if (a.length !== b.length) return 1;
  let different = 0;
  for (let pixel = 0; pixel < a.length; pixel += 3) {
    for (let channel = pixel; channel < pixel + 3; channel += 1) {
      if (Math.abs(at(a, channel) - at(b, channel)) > SAME) {
        different += 1;
        break;
      }
    }
  }
  return different / (a.length / 3);
}

/** How far each two of these pictures, which are from one noise, differ. */
export function differencesOf(pictures: readonly Pixels[]): Difference[] {
  return pictures.flatMap((a, i) =>
    pictures
      .slice(i + 1)
      .map((b) => ({ first: a.id, second: b.id, share: shareOfPixels(a.rgb, b.rgb) })),
  );
}

/** What `differences` of a Comparison has; nothing of one that was not measured. */
export function differencesIn(differences: unknown): Difference[] {
  return differencesSchema.parse(differences ?? []);
}

/** Those pairs of them that nobody can tell apart. */
export function alikeIn(differences: unknown): Difference[] {
  return differencesIn(differences).filter(({ share }) => share < ALIKE);
}
