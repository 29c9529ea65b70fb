import path from 'node:path';
import type { Networks } from '@/lib/diffusion/pipeline';
import { tensor, type Tensor } from '@/lib/diffusion/tensor';
import { ClipTokenizer } from '@/lib/diffusion/tokenizers/clip';
import { ModelFolderError } from './errors';
import type { FolderLayout } from './model-folder';
import { Network, type Port } from './network';
import type { Device } from './runtime';

/** The opened networks of a base, checked to fit together. */
export interface BaseParts {
  readonly tokenizer: ClipTokenizer;
  readonly text: Network;
  readonly unet: Network;
  readonly decoder: Network;
  /** UNet and decoder as functions on tensors. */
  readonly networks: Networks;
  /** A prompt → the text encoder's last hidden state `[1, L, D]`. */
  readonly clip: (prompt: string) => Promise<Tensor>;
  readonly close: () => Promise<void>;
}

/** Opens the text encoder, UNet and VAE decoder of a folder. Throws ModelFolderError. */
export async function openParts(
  layout: FolderLayout,
  options: { readonly device: Device; readonly threads: number },
): Promise<BaseParts> {
  const tokenizer = makeTokenizer(layout);
  const opened: Network[] = [];
  const close = async () => {
    await Promise.all(opened.map((network) => network.close()));
  };
  const part = async (name: string) => {
    const file = path.join(layout.path, name, 'model.onnx');
    const { device, threads } = options;
    const network = await Network.open(file, `${name}/model.onnx`, device, threads);
    opened.push(network);
    return network;
  };
  try {
    const text = await part('text_encoder');
    const unet = await part('unet');
    const decoder = await part('vae_decoder');
    checkFit(layout, text, unet, decoder);
    return {
      ...{ tokenizer, text, unet, decoder, close },
      networks: makeNetworks(layout, unet, decoder),
      clip(prompt) {
        const { ids } = tokenizer.encode(prompt);
        const feeds = { input_ids: tensor(Float32Array.from(ids), [1, ids.length]) };
        return text.run(feeds, text.output('last_hidden_state').name);
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function makeTokenizer(layout: FolderLayout): ClipTokenizer {
  try {
    return new ClipTokenizer(layout.vocabulary);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ModelFolderError(`The tokenizer is not usable: ${reason}`, { cause: error });
  }
}

const UNET_INPUTS = ['sample', 'timestep', 'encoder_hidden_states'];

/** Throws ModelFolderError when the networks do not fit together, or ask for what we do not have. */
function checkFit(layout: FolderLayout, text: Network, unet: Network, decoder: Network): void {
  text.input('input_ids');
  for (const name of UNET_INPUTS) unet.input(name);
  const more = unet.inputs.find(({ name }) => !UNET_INPUTS.includes(name));
  if (more) {
    throw new ModelFolderError(
      `unet/model.onnx asks for ${more.name} as well; only plain Stable Diffusion 1.x UNets are supported.`,
    );
  }
  const channels = layout.latentChannels;
  for (const [label, port] of [
    ['unet/model.onnx', unet.input('sample')],
    ['vae_decoder/model.onnx', decoder.input('latent_sample')],
  ] as const) {
    const declared = port.shape[1];
    if (typeof declared === 'number' && declared !== channels) {
      throw new ModelFolderError(
        `${label} takes ${declared} channels, but unet/config.json says ${channels}.`,
      );
    }
  }
  const given = width(text.output('last_hidden_state'));
  const taken = width(unet.input('encoder_hidden_states'));
  if (given !== undefined && taken !== undefined && given !== taken) {
    throw new ModelFolderError(
      `text_encoder/model.onnx gives states of width ${given}, but unet/model.onnx takes ${taken}; ` +
        'they are of different models.',
    );
  }
}

function width({ shape }: Port): number | undefined {
  const last = shape.at(-1);
  return typeof last === 'number' && last > 0 ? last : undefined;
}

function makeNetworks(layout: FolderLayout, unet: Network, decoder: Network): Networks {
  const timestepDims = unet.input('timestep').shape.length === 0 ? [] : [1];
  const predicted = unet.output('out_sample').name;
  const painted = decoder.output('sample').name;
  return {
    unet: (sample, timestep, states) =>
      unet.run(
        {
          sample,
          timestep: tensor(Float32Array.of(timestep), timestepDims),
          encoder_hidden_states: states,
        },
        predicted,
      ),
    decode: (latents: Tensor) => {
      const unscaled = latents.data.map((x) => x / layout.scalingFactor);
      return decoder.run({ latent_sample: tensor(unscaled, latents.dims) }, painted);
    },
  };
}
