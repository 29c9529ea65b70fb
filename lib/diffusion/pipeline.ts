import { at } from '@/lib/at';
import type { Conditioner } from './conditioning/conditioning';
import { groupsOf, type Batches, type Halves } from './groups';
import { isGuided, type Guidance } from './guidance';
import { fromImage, toImages, type RgbImage } from './image';
import { noiseStream, type NoiseSource } from './noise';
import type { Scheduler } from './schedulers';
import { concatenate, rows, tensor, zipWith, type Tensor } from './tensor';

/** The networks of one base, as functions on tensors. */
export interface Networks {
  /** Noisy latents `[B, C, h, w]`, timestep, text states `[B, L, D]` → prediction `[B, C, h, w]`. */
  unet(sample: Tensor, timestep: number, encoderHiddenStates: Tensor): Promise<Tensor>;
  /** Latents, still scaled, `[B, C, h, w]` → pictures `[B, 3, 8h, 8w]` in −1..1. */
  decode(latents: Tensor): Promise<Tensor>;
  /** A picture `[1, 3, 8h, 8w]` in −1..1 → the distribution of its latents `[1, C, h, w]`, scaled. */
  encode(picture: Tensor): Promise<LatentDistribution>;
}

/** Independent normal distributions, `[1, C, h, w]`. */
export interface LatentDistribution {
  readonly mean: Tensor;
  readonly std: Tensor;
}

/** A picture that is painted over, of the size of those that are asked for. */
export interface InitImage {
  readonly image: RgbImage;
  /** How much is painted anew, above 0 to 1: the share of the steps that are taken. */
  readonly strength: number;
}

export interface PipelineRequest extends Batches, Guidance {
  readonly prompt: string;
  readonly negativePrompt: string;
  readonly seeds: readonly bigint[];
  readonly noise: NoiseSource;
  /** Shape of one picture's latents: `[C, h, w]`. */
  readonly latentShape: readonly [number, number, number];
  /** Every how many steps a preview is decoded; 0 for none. */
  readonly previewEvery: number;
  /** Where to begin; where there is none, from noise alone. */
  readonly initImage?: InitImage | undefined;
}

export interface StepReport {
  /** Steps done so far, 1..steps. */
  readonly step: number;
  /** Those that are taken: fewer than were asked for where a picture is painted over. */
  readonly steps: number;
  /** The latents `[B, C, h, w]` that the model expects at the end (x₀), judged from this step. */
  readonly denoised: Tensor;
  /** What each finished picture is expected to look like, on some steps only; undefined: not to be shown. */
  readonly previews?: readonly (RgbImage | undefined)[];
}

export interface PipelineHooks {
  readonly onStep?: ((report: StepReport) => void | Promise<void>) | undefined;
  /** Asked where a preview is due: it costs a decoding of every picture. By default each is wanted. */
  readonly wantsPreview?: (() => boolean) | undefined;
  /** Checked between steps; the abort reason is thrown. */
  readonly signal?: AbortSignal | undefined;
}

/** What each conditioner makes of the prompts, computed once however many pictures it is for. */
async function condition(
  conditioners: readonly Conditioner[],
  prompts: readonly string[],
  timesteps: readonly number[],
): Promise<Halves[]> {
  const known = new Map<Conditioner, Halves>();
  for (const conditioner of new Set(conditioners)) {
    known.set(conditioner, await conditioner(prompts, timesteps));
  }
  return conditioners.map((conditioner) => known.get(conditioner) ?? []);
}

/** How many of `steps` are left out, as diffusers' StableDiffusionImg2ImgPipeline has it. */
export function stepsLeftOut(steps: number, strength: number): number {
  return steps - Math.min(Math.floor(steps * strength), steps);
}

/** The first sample `[B, C, h, w]`, for the call `first`: noise, or what is painted over with noise on it. */
async function firstSample(
  networks: Networks,
  scheduler: Scheduler,
  { latentShape, initImage }: PipelineRequest,
  streams: readonly ReturnType<typeof noiseStream>[],
  first: number,
): Promise<Float32Array> {
  const dims = [1, ...latentShape];
  if (!initImage) {
    const drawn = concatenate(streams.map((randn) => randn(dims)));
    return drawn.data.map((x) => x * scheduler.initNoiseSigma);
  }
  const { mean, std } = await networks.encode(fromImage(initImage.image));
  const samples = streams.map((randn) => {
    const spread = zipWith(std.data, randn(dims).data, (d, n) => d * n);
    const clean = zipWith(mean.data, spread, (m, s) => m + s);
    // A strength that leaves no step leaves the picture as it is.
    if (first >= scheduler.timesteps.length) return tensor(clean, dims);
    return tensor(scheduler.addNoise(clean, randn(dims).data, first), dims);
  });
  return concatenate(samples).data;
}

/**
 * The denoising loop of latent diffusion (arXiv 2112.10752): all pictures in one batch, and both
 * halves of classifier-free guidance in one UNet call. Guidance is off at scales of 1 and below.
 * Returns one picture per seed; `conditioners[i]` goes with `seeds[i]`, and equal seeds start from
 * equal noise. Throws the signal's reason when aborted.
 */
export async function denoise(
  networks: Networks,
  conditioners: readonly Conditioner[],
  scheduler: Scheduler,
  request: PipelineRequest,
  hooks: PipelineHooks = {},
): Promise<RgbImage[]> {
  const { initImage } = request;
  const leftOut = initImage ? stepsLeftOut(scheduler.steps, initImage.strength) : 0;
  const steps = scheduler.steps - leftOut;
  const callsLeftOut = leftOut * (scheduler.callsPerStep ?? 1);
  const first = steps === 0 ? scheduler.timesteps.length : callsLeftOut;
  const timesteps = scheduler.timesteps.slice(first);
  const { prompt, negativePrompt, seeds, guidanceScale } = request;
  if (conditioners.length !== seeds.length) {
    throw new RangeError(
      `${conditioners.length} conditioners do not go with ${seeds.length} seeds.`,
    );
  }
  const guided = guidanceScale > 1;
  const prompts = guided ? [negativePrompt, prompt] : [prompt];
  const groups = groupsOf(await condition(conditioners, prompts, timesteps), request);

  const dims = [seeds.length, ...request.latentShape];
  // One stream per picture, so that it is the same alone and in a batch.
  const streams = seeds.map((seed) => noiseStream(request.noise, seed));
  const drawNoise = () =>
    concatenate(streams.map((randn) => randn([1, ...request.latentShape]))).data;
  let sample = await firstSample(networks, scheduler, request, streams, first);

  async function predict(index: number, timestep: number): Promise<Tensor> {
    const input = tensor(scheduler.scaleModelInput(sample, first + index), dims);
    const outputs: Tensor[] = [];
    const isOn = isGuided(request, first + index, scheduler.timesteps.length);
    for (const group of groups) {
      const latents = rows(input, group.start, group.size);
      const states = group.states(index);
      const all = at(states.dims, 0);
      const skipped = guided && !isOn ? group.size : 0;
      const asked = skipped > 0 ? rows(states, skipped, all - skipped) : states;
      const copies = Array.from({ length: (all - skipped) / group.size }, () => latents);
      const output = await networks.unet(concatenate(copies), timestep, asked);
      if (isOn) {
        const negative = rows(output, 0, group.size);
        const own = group.join(rows(output, group.size, all - group.size));
        outputs.push(group.guide(concatenate([negative, own])));
      } else {
        outputs.push(group.join(output));
      }
    }
    return concatenate(outputs);
  }

  let done = 0;
  for (const [index, timestep] of timesteps.entries()) {
    hooks.signal?.throwIfAborted();
    const { data: output } = await predict(index, timestep);
    const step = scheduler.step(output, first + index, sample, drawNoise);
    sample = step.sample;
    const before = done;
    done = Math.floor(((index + 1) * steps) / timesteps.length);
    if (hooks.onStep && done > before) {
      const due = request.previewEvery > 0 && done % request.previewEvery === 0;
      const wanted = due && done < steps && (hooks.wantsPreview?.() ?? true);
      const denoised = tensor(step.denoised, dims);
      const report = { step: done, steps, denoised };
      await hooks.onStep(
        wanted ? { ...report, previews: toImages(await networks.decode(denoised)) } : report,
      );
    }
  }
  hooks.signal?.throwIfAborted();
  return toImages(await networks.decode(tensor(sample, dims)));
}
