import type { Conditioner, Conditioning } from './conditioning/conditioning';
import { guide } from './guidance';
import { toImages, type RgbImage } from './image';
import { randn, type NoiseSource } from './noise';
import type { Scheduler } from './schedulers';
import { concatenate, row, tensor, type Tensor } from './tensor';

/** The networks of one base, as functions on tensors. */
export interface Networks {
  /** Noisy latents `[B, C, h, w]`, timestep, text states `[B, L, D]` → prediction `[B, C, h, w]`. */
  unet(sample: Tensor, timestep: number, states: Tensor): Promise<Tensor>;
  /** Latents, still scaled, `[B, C, h, w]` → pictures `[B, 3, 8h, 8w]` in −1..1. */
  decode(latents: Tensor): Promise<Tensor>;
}

export interface PipelineRequest {
  readonly prompt: string;
  readonly negativePrompt: string;
  readonly seeds: readonly bigint[];
  readonly guidanceScale: number;
  readonly guidanceRescale: number;
  readonly noise: NoiseSource;
  /** Shape of one picture's latents: `[C, h, w]`. */
  readonly latentShape: readonly [number, number, number];
  /** Every how many steps a preview is decoded; 0 for none. */
  readonly previewEvery: number;
}

export interface StepReport {
  /** Steps done so far, 1..steps. */
  readonly step: number;
  readonly steps: number;
  /** What the finished picture is expected to look like, one per seed, on some steps only. */
  readonly previews?: readonly RgbImage[];
}

export interface PipelineHooks {
  readonly onStep?: ((report: StepReport) => void | Promise<void>) | undefined;
  /** Checked between steps; the abort reason is thrown. */
  readonly signal?: AbortSignal | undefined;
}

/** Repeats `[1, …]` along the first axis. */
function repeat(source: Tensor, times: number): Tensor {
  return concatenate(Array.from({ length: times }, () => row(source, 0)));
}

/**
 * The UNet's text states at each step: unconditional half first, each repeated for all pictures.
 * Methods whose states do not depend on the timestep return the same tensors, which are joined once.
 */
function stackedStates(parts: readonly Conditioning[], batch: number): (index: number) => Tensor {
  let from: readonly Tensor[] = [];
  let joined: Tensor | undefined;
  return (index) => {
    const now = parts.map((part) => part.at(index));
    if (!joined || now.some((states, i) => states !== from[i])) {
      from = now;
      joined = concatenate(now.map((states) => repeat(states, batch)));
    }
    return joined;
  };
}

/**
 * The denoising loop of latent diffusion (arXiv 2112.10752): all seeds in one batch, and both halves
 * of classifier-free guidance in one UNet call. Guidance is off at scales of 1 and below.
 * Returns one picture per seed. Throws the signal's reason when aborted.
 */
export async function denoise(
  networks: Networks,
  conditioner: Conditioner,
  scheduler: Scheduler,
  request: PipelineRequest,
  hooks: PipelineHooks = {},
): Promise<RgbImage[]> {
  const { timesteps } = scheduler;
  const batch = request.seeds.length;
  const guided = request.guidanceScale > 1;
  const conditional = await conditioner(request.prompt, timesteps);
  const unconditional = guided ? [await conditioner(request.negativePrompt, timesteps)] : [];
  const states = stackedStates([...unconditional, conditional], batch);

  const dims = [batch, ...request.latentShape];
  const noise = concatenate(
    request.seeds.map((seed) => randn(request.noise, seed, [1, ...request.latentShape])),
  );
  let sample: Float32Array = noise.data.map((x) => x * scheduler.initNoiseSigma);

  for (const [index, timestep] of timesteps.entries()) {
    hooks.signal?.throwIfAborted();
    const input = tensor(scheduler.scaleModelInput(sample, index), dims);
    const latents = guided ? concatenate([input, input]) : input;
    const raw = await networks.unet(latents, timestep, states(index));
    const output = guided ? guide(raw, request.guidanceScale, request.guidanceRescale) : raw;
    const step = scheduler.step(output.data, index, sample);
    sample = step.sample;
    if (hooks.onStep) {
      const due = request.previewEvery > 0 && (index + 1) % request.previewEvery === 0;
      const wanted = due && index + 1 < timesteps.length;
      const report = { step: index + 1, steps: timesteps.length };
      await hooks.onStep(
        wanted
          ? { ...report, previews: toImages(await networks.decode(tensor(step.denoised, dims))) }
          : report,
      );
    }
  }
  hooks.signal?.throwIfAborted();
  return toImages(await networks.decode(tensor(sample, dims)));
}
