import {
  isSchedulerName,
  SCHEDULER_NAMES,
  type SchedulerName,
} from '@/lib/diffusion/schedulers/names';
import type { Setting } from '../recipe';
import { syntaxIn } from '../prompt-syntax';

/** What a picture of another tool says of how it was made, as far as it has a counterpart here. */
export interface ForeignRecipe {
  readonly tool: string;
  readonly prompt: string | undefined;
  readonly seed: string | undefined;
  readonly settings: Readonly<Partial<Record<Setting, string | number>>>;
  /** What has no counterpart, in the tool's own words: "Clip skip: 2". */
  readonly leftOut: readonly string[];
  /** Marks in its texts that mean something there, and are plain words here. */
  readonly syntax: readonly string[];
}

/** What a tool says, by the names that it gives it. */
export type Said = Readonly<Record<string, unknown>>;

/** The names of one thing in all tools, without blanks and marks; the first that is said counts. */
const NAMES = {
  prompt: ['prompt', 'positiveprompt'],
  negativePrompt: ['negativeprompt'],
  seed: ['seed', 'noiseseed'],
  steps: ['steps'],
  guidanceScale: ['cfgscale', 'guidancescale', 'cfg'],
  guidanceRescale: ['cfgrescalemultiplier', 'cfgrescale'],
  sampler: ['sampler', 'samplername'],
  schedule: ['scheduletype', 'scheduler'],
  size: ['size', 'resolution'],
  width: ['width'],
  height: ['height'],
  noise: ['rng', 'randdevice'],
} as const;

/** What changes no picture. */
const UNIMPORTANT = new Set(
  (
    'version modelhash app appversion metadatascheme fooocusscheme aspectratio createdby generationmode ' +
    'swarmversion date generationtime hashes'
  ).split(' '),
);

const MOST_OF_A_VALUE = 60;

const plainName = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '');

function textOf(value: unknown): string {
  if (typeof value === 'string') return value.trim();
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  return '';
}

/** A sampler's name as all tools may have it. */
function joined(name: string): string {
  return name
    .toLowerCase()
    .replace('dpmpp', 'dpm++')
    .replace(/[\s_-]/g, '')
    .replace(/^k(?=euler|heun|dpm|lms)/, '')
    .replace(/^unipcbh2$/, 'unipc');
}

const SCHEDULERS = new Map<string, SchedulerName>(
  Object.keys(SCHEDULER_NAMES)
    .filter(isSchedulerName)
    .flatMap((name) => [name, SCHEDULER_NAMES[name].sampler].map((own) => [joined(own), name])),
);

/** The scheduler that a sampler and its schedule mean; undefined where there is none like it. */
export function schedulerMeant(
  sampler: string,
  schedule: string,
  tool: string,
): SchedulerName | undefined {
  const name = joined(sampler);
  const [, plain = '', suffix] = /^(.*?)(karras|k)?$/.exec(name) ?? [];
  const when = plainName(schedule);
  if (plain === 'ddim') return 'ddim';
  // A1111 paints DPM++ 2M with Karras' noise levels unless it is told otherwise.
  const isKarras =
    suffix !== undefined ||
    when === 'karras' ||
    (when === 'automatic' && tool === 'A1111' && plain === 'dpm++2m');
  const isOwn = ['', 'normal', 'uniform', 'automatic'].includes(when);
  return SCHEDULERS.get(`${plain}${isKarras ? 'karras' : isOwn ? '' : when}`);
}

function written(name: string, value: unknown): string | undefined {
  if (value === null || value === undefined || value === '' || value === false) return undefined;
  if (Array.isArray(value) && value.length === 0) return undefined;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const short = text.length > MOST_OF_A_VALUE ? `${text.slice(0, MOST_OF_A_VALUE)}…` : text;
  return `${name}: ${short}`;
}

/** The noise of a tool that does not name it: A1111 draws it on the GPU, the others on the CPU. */
function noiseOf(device: string, tool: string): 'CPU' | 'PHILOX' {
  const isCpu = device === '' ? tool !== 'A1111' : device.toLowerCase() === 'cpu';
  return isCpu ? 'CPU' : 'PHILOX';
}

/** The recipe in what `tool` says; undefined where that is none. */
export function foreignRecipe(tool: string, said: Said): ForeignRecipe | undefined {
  const byName = new Map(Object.keys(said).map((name) => [plainName(name), name]));
  const used = new Set<string>();
  const take = (of: keyof typeof NAMES): string => {
    const names = NAMES[of].flatMap((name) => byName.get(name) ?? []);
    const name = names.find((own) => textOf(said[own]) !== '');
    if (name === undefined) return '';
    used.add(name);
    return textOf(said[name]);
  };
  const prompt = take('prompt');
  const negativePrompt = take('negativePrompt');
  const seed = take('seed');
  const steps = take('steps');
  if (prompt === '' && steps === '') return undefined;
  const [, width, height] = /(\d+)\D+(\d+)/.exec(take('size')) ?? [
    '',
    take('width'),
    take('height'),
  ];
  const guidance = {
    guidanceScale: take('guidanceScale'),
    guidanceRescale: take('guidanceRescale'),
  };
  const numbers = { steps, ...guidance, width, height };
  const schedule = take('schedule');
  const sampler = take('sampler') || schedule;
  const scheduler = schedulerMeant(sampler, sampler === schedule ? '' : schedule, tool);
  if (sampler !== '' && scheduler === undefined) {
    for (const name of [...NAMES.sampler, ...NAMES.schedule]) used.delete(byName.get(name) ?? '');
  }
  const settings = {
    ...(negativePrompt === '' ? {} : { negativePrompt }),
    ...Object.fromEntries(
      Object.entries(numbers).flatMap(([name, text = '']) =>
        text === '' ? [] : [[name, Number(text)] as const],
      ),
    ),
    ...(scheduler === undefined ? {} : { scheduler }),
    noise: noiseOf(take('noise'), tool),
  };
  const leftOut = Object.entries(said).flatMap(([name, value]) =>
    used.has(name) || UNIMPORTANT.has(plainName(name)) ? [] : (written(name, value) ?? []),
  );
  const syntax = syntaxIn(`${prompt}\n${negativePrompt}`);
  return {
    tool,
    prompt: prompt === '' ? undefined : prompt,
    seed: seed === '' || seed === '-1' ? undefined : seed,
    settings,
    leftOut,
    syntax,
  };
}
