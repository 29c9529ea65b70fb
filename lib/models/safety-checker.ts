import { at } from '@/lib/at';
import sharp from 'sharp';
import { z } from 'zod';
import type { RgbImage } from '@/lib/diffusion/image';
import { tensor } from '@/lib/diffusion/tensor';
import type { OnnxSession } from '@/lib/onnx/session';
import { readJson } from './folder-files';

const three = z.tuple([z.number(), z.number(), z.number()]);

/** What CLIP's image encoders are fed with, in older files a number, in newer ones an object for a size. */
const extractorSchema = z.object({
  crop_size: z.union([z.int(), z.object({ height: z.int() }).transform(({ height }) => height)]),
  image_mean: three,
  image_std: three,
});

/** Whether a picture is one that its model withholds. */
export type SafetyChecker = (image: RgbImage) => Promise<boolean>;

/** Stable Diffusion 1.x's own safety checker, as diffusers runs it. Throws ModelFolderError. */
export async function makeSafetyChecker(folder: string, network: OnnxSession): Promise<SafetyChecker> {
  const {
    crop_size: side,
    image_mean: means,
    image_std: deviations,
  } = await readJson(folder, 'feature_extractor/preprocessor_config.json', extractorSchema);
  network.input('clip_input');
  const wanted = network.output('has_nsfw_concepts').name;
  // Exports of the older script take the pictures as well, and paint those black that are withheld.
  const takesPictures = network.inputs.some(({ name }) => name === 'images');

  return async ({ rgb, width, height }) => {
    const small = await sharp(rgb, { raw: { width, height, channels: 3 } })
      .resize(side, side, { kernel: 'cubic' })
      .raw()
      .toBuffer();
    const plane = side * side;
    const data = new Float32Array(3 * plane);
    small.forEach((value, i) => {
      const channel = i % 3;
      const scaled = (value / 255 - (at(means, channel))) / at(deviations, channel);
      data[channel * plane + Math.floor(i / 3)] = scaled;
    });
    const pictures = () =>
      tensor(
        Float32Array.from(rgb, (v) => v / 255),
        [1, height, width, 3],
      );
    const flags = await network.run(
      {
        clip_input: tensor(data, [1, 3, side, side]),
        ...(takesPictures ? { images: pictures() } : {}),
      },
      wanted,
    );
    return flags.data.some((flag) => flag > 0);
  };
}
