import * as z from 'zod/mini';
import type { Said } from './recipe';

const graphSchema = z.record(
  z.string(),
  z.looseObject({ class_type: z.string(), inputs: z.record(z.string(), z.unknown()) }),
);
type Graph = z.output<typeof graphSchema>;

/** Where an input comes from: the id of another node, and which of its outputs. */
const linkSchema = z.tuple([z.union([z.string(), z.number()]), z.number()]);

/** Nodes that only carry on what others made. */
const CARRIERS =
  /^(?:Save|Preview|VAE|CLIPTextEncode|Empty.*Latent|CheckpointLoader|KSampler|Sampler|Basic|RandomNoise|CFGGuider|ConditioningZeroOut|Primitive|Note|Reroute)/;

const TEXTS = ['text', 'text_g', 'positive', 'prompt', 'string', 'value'];

function linkOf(value: unknown): string | undefined {
  const { data } = linkSchema.safeParse(value);
  return data && String(data[0]);
}

function literalOf(value: unknown): string | number | undefined {
  return typeof value === 'string' || typeof value === 'number' ? value : undefined;
}

/**
 * The first value of one of `names` in the node `start` or those that it gets its inputs from, nearest first. A node
 * with an input `by` is followed through that one alone.
 */
function upstream(graph: Graph, start: string | undefined, names: readonly string[], by = '') {
  const waiting = start === undefined ? [] : [start];
  const seen = new Set<string>();
  for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
    const node = graph[id];
    if (!node || seen.has(id)) continue;
    seen.add(id);
    for (const name of names) {
      const found = literalOf(node.inputs[name]);
      if (found !== undefined) return found;
    }
    const one = linkOf(node.inputs[by]);
    const all = Object.values(node.inputs).flatMap((value) => linkOf(value) ?? []);
    waiting.push(...(one === undefined ? all : [one]));
  }
  return undefined;
}

function isSampler({ inputs }: Graph[string]): boolean {
  return 'latent_image' in inputs && ('positive' in inputs || 'guider' in inputs);
}

/** What the graph of nodes says that ComfyUI writes into `prompt`. Undefined where it is none, or paints nothing. */
export function readComfyUi(data: unknown): Said | undefined {
  const graph = graphSchema.safeParse(data).data;
  if (!graph) return undefined;
  const samplers = Object.keys(graph).filter((id) => {
    const node = graph[id];
    return node !== undefined && isSampler(node);
  });
  const [first] = samplers;
  if (first === undefined) return undefined;
  const sizeOf = (id: string) =>
    upstream(graph, linkOf(graph[id]?.inputs['latent_image']), ['width']);
  // Others begin from what the first has painted.
  const id = samplers.find((own) => sizeOf(own) !== undefined) ?? first;
  const inputs = graph[id]?.inputs ?? {};
  const find = (...names: string[]) => upstream(graph, id, names);
  const text = (by: 'positive' | 'negative') =>
    upstream(graph, linkOf(inputs[by]) ?? linkOf(inputs['guider']), TEXTS, by);
  const latent = linkOf(inputs['latent_image']);
  const denoise = find('denoise');
  const others = Object.values(graph).filter(({ class_type: type }) => !CARRIERS.test(type));
  return {
    prompt: text('positive'),
    'negative prompt': text('negative'),
    seed: find('seed', 'noise_seed'),
    steps: find('steps'),
    cfg: find('cfg'),
    sampler_name: find('sampler_name'),
    scheduler: find('scheduler'),
    width: upstream(graph, latent, ['width']),
    height: upstream(graph, latent, ['height']),
    Model: find('ckpt_name', 'unet_name'),
    ...(denoise === 1 ? {} : { denoise }),
    ...(samplers.length > 1 ? { samplers: samplers.length } : {}),
    ...Object.fromEntries(
      others.map(({ class_type: type, inputs: own }) => [
        type,
        Object.values(own).find((value) => typeof value === 'string') ?? 'used',
      ]),
    ),
  };
}
