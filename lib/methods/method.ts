import { z } from 'zod';
import type { Conditioner } from '@/lib/diffusion/conditioning/conditioning';
import type { TokenStates } from '@/lib/diffusion/conditioning/ella';
import type { ClipStates } from '@/lib/diffusion/conditioning/vanilla';
import type { Tensor } from '@/lib/diffusion/tensor';

/** One box on the way from the prompt to the UNet. */
export interface Step {
  readonly title: string;
  readonly note?: string;
  /** Whether the method trains it. */
  readonly trained?: true;
}

export const PROMPT: Step = { title: 'Prompt' };
export const CLIP: Step = { title: 'CLIP text encoder', note: 'frozen' };
export const UNET: Step = { title: 'UNet', note: 'frozen, attends to them at every step' };

/** What a method is made of when a picture is painted: nothing here opens a session, so that pages may know methods. */
export interface Inputs {
  /** The base's frozen text encoder. */
  readonly clip: ClipStates;
  /** Whatever the adapter's manifest says that it reads. */
  readonly states: TokenStates;
  /** The adapter's own network: feeds → the output of that name. */
  readonly network: {
    run(feeds: Readonly<Record<string, Tensor>>, output: string): Promise<Tensor>;
  };
}

/** The figures of `npm run figures` that show how a kind of adapter works, beside the film strips that all have. */
export type FigureKind = 'eta' | 'attention';

/** A method with what an adapter's manifest says of it. */
export interface AdapterMethod {
  /** What people ask about, for the API. */
  readonly settings: Readonly<Record<string, string | number>>;
  /** What changes its pictures while its weights stay the same; such adapters are different models. */
  readonly variant: readonly string[];
  /** Whether words that CLIP's tokenizer cuts off are lost to it. */
  readonly truncatesAsClip: boolean;
  readonly figure: FigureKind | null;
  readonly open: (inputs: Inputs) => Conditioner;
}

/** A conditioning method: all that Sarovar knows of it. */
export interface Method {
  readonly title: string;
  /** Its one colour everywhere, always beside its name: `oklch(lightness chroma hue)`. */
  readonly colour: `oklch(${number} ${number} ${number})`;
  /** One line, for wherever its name stands. */
  readonly summary: string;
  /** A paragraph, for those who want to know. */
  readonly explanation: string;
  readonly paper: { readonly title: string; readonly url: string } | null;
  readonly path: readonly Step[];
  /** Reads an adapter's manifest; null of a method that needs no adapter. */
  readonly adapter: z.ZodType<AdapterMethod> | null;
}

type Parts<Own> = {
  readonly [Part in keyof AdapterMethod]: AdapterMethod[Part] extends (inputs: Inputs) => infer Out
    ? (inputs: Inputs, own: Own) => Out
    : (own: Own) => AdapterMethod[Part];
};

/** The adapters of a method: what their manifests say beside what all say, and each part as it follows from that. */
export function adapters<Own>(
  manifest: z.ZodType<Own>,
  parts: Parts<Own>,
): z.ZodType<AdapterMethod> {
  return manifest.transform((own) => ({
    settings: parts.settings(own),
    variant: parts.variant(own),
    truncatesAsClip: parts.truncatesAsClip(own),
    figure: parts.figure(own),
    open: (inputs: Inputs) => parts.open(inputs, own),
  }));
}
