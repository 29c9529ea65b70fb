interface Named {
  readonly title: string;
  readonly paper: string;
  /** What AUTOMATIC1111's web UI calls it, and with it most tools that read and write its `parameters`. */
  readonly sampler: string;
}

const EULER = { title: 'Euler', paper: 'arXiv 2206.00364', sampler: 'Euler' };
const HEUN = { title: 'Heun', paper: 'arXiv 2206.00364', sampler: 'Heun' };
const DPM = { title: 'DPM++ 2M', paper: 'arXiv 2211.01095', sampler: 'DPM++ 2M' };

const KARRAS = { title: 'Karras noise levels', paper: '2206.00364', sampler: 'Karras' };
const EXPONENTIAL = {
  title: 'exponential noise levels',
  paper: '2206.00927',
  sampler: 'Exponential',
};
const BETA = { title: 'Beta noise levels', paper: '2407.12173', sampler: 'Beta' };
const SGM_UNIFORM = { title: 'SGM Uniform', paper: '2307.01952', sampler: 'SGM Uniform' };
const AYS = { title: 'Align Your Steps', paper: '2404.14507', sampler: 'Align Your Steps' };

/** A solver on other noise levels than its own. */
function on(solver: Named, levels: Named): Named {
  const isOfOne = solver.paper.endsWith(levels.paper);
  return {
    title: `${solver.title}, ${levels.title}`,
    paper: isOfOne ? solver.paper : `${solver.paper}, ${levels.paper}`,
    sampler: `${solver.sampler} ${levels.sampler}`,
  };
}

/** Every scheduler. The table drives the form and what is taken for a name; it is read in browsers, too. */
export const SCHEDULER_NAMES = {
  ddim: { title: 'DDIM', paper: 'arXiv 2010.02502', sampler: 'DDIM' },
  euler: EULER,
  'euler-karras': on(EULER, KARRAS),
  'euler-exponential': on(EULER, EXPONENTIAL),
  'euler-beta': on(EULER, BETA),
  'euler-sgm-uniform': on(EULER, SGM_UNIFORM),
  'euler-ays': on(EULER, AYS),
  heun: HEUN,
  'heun-karras': on(HEUN, KARRAS),
  'heun-exponential': on(HEUN, EXPONENTIAL),
  'heun-beta': on(HEUN, BETA),
  'heun-sgm-uniform': on(HEUN, SGM_UNIFORM),
  'heun-ays': on(HEUN, AYS),
  'dpm++2m': DPM,
  'dpm++2m-karras': on(DPM, KARRAS),
  'dpm++2m-exponential': on(DPM, EXPONENTIAL),
  'dpm++2m-beta': on(DPM, BETA),
  'dpm++2m-sgm-uniform': on(DPM, SGM_UNIFORM),
  'dpm++2m-ays': on(DPM, AYS),
  unipc: { title: 'UniPC', paper: 'arXiv 2302.04867', sampler: 'UniPC' },
  'euler-ancestral': { title: 'Euler ancestral', paper: 'arXiv 2010.02502', sampler: 'Euler a' },
  lms: { title: 'LMS', paper: 'arXiv 2206.00364', sampler: 'LMS' },
  pndm: { title: 'PNDM (PLMS)', paper: 'arXiv 2202.09778', sampler: 'PLMS' },
  ddpm: { title: 'DDPM', paper: 'arXiv 2006.11239', sampler: 'DDPM' },
} as const satisfies Record<string, Named>;

export type SchedulerName = keyof typeof SCHEDULER_NAMES;

/**
 * Their first step, of a second order or to a level far below, overshoots where noise begins at thousands: they are for schedules
 * as Stable Diffusion's, whose σ ends at 14.6. Cosine schedules and those of zero terminal SNR paint only blots with them.
 */
const FROM_LITTLE_NOISE: ReadonlySet<string> = new Set<SchedulerName>([
  ...(['heun', 'heun-beta', 'heun-sgm-uniform'] as const),
  ...(['euler-beta', 'dpm++2m-beta'] as const),
]);
const LITTLE_NOISE = 1000;

/** Whether that scheduler can paint from a base's largest noise level; null of one that is not known. */
export function suits(name: string, maxSigma: number | null): boolean {
  return maxSigma === null || maxSigma < LITTLE_NOISE || !FROM_LITTLE_NOISE.has(name);
}

/** How often a scheduler of that name asks the model in a step. */
export function callsPerStep(name: string): number {
  return name.startsWith('heun') ? 2 : 1;
}

/** Whether there is a scheduler of that name. */
export function isSchedulerName(name: string): name is SchedulerName {
  return Object.hasOwn(SCHEDULER_NAMES, name);
}

/** The scheduler that a recipe means: by our name, or by that of other tools, in whatever case they write it. */
export function schedulerNamed(text: string): SchedulerName | undefined {
  if (isSchedulerName(text)) return text;
  const wanted = text.trim().toLowerCase();
  const names = Object.keys(SCHEDULER_NAMES).filter(isSchedulerName);
  return names.find((name) => SCHEDULER_NAMES[name].sampler.toLowerCase() === wanted);
}
