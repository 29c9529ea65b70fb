interface Named {
  readonly title: string;
  readonly paper: string;
  /** What AUTOMATIC1111's web UI calls it, and with it most tools that read and write its `parameters`. */
  readonly sampler: string;
}

/** Every scheduler. The table drives the form and what is taken for a name; it is read in browsers, too. */
export const SCHEDULER_NAMES = {
  ddim: { title: 'DDIM', paper: 'arXiv 2010.02502', sampler: 'DDIM' },
  euler: { title: 'Euler', paper: 'arXiv 2206.00364', sampler: 'Euler' },
  'euler-karras': {
    title: 'Euler, Karras noise levels',
    paper: 'arXiv 2206.00364',
    sampler: 'Euler Karras',
  },
  'dpm++2m': { title: 'DPM++ 2M', paper: 'arXiv 2211.01095', sampler: 'DPM++ 2M' },
  'dpm++2m-karras': {
    title: 'DPM++ 2M, Karras noise levels',
    paper: 'arXiv 2211.01095',
    sampler: 'DPM++ 2M Karras',
  },
  unipc: { title: 'UniPC', paper: 'arXiv 2302.04867', sampler: 'UniPC' },
  'euler-ancestral': { title: 'Euler ancestral', paper: 'arXiv 2010.02502', sampler: 'Euler a' },
  lms: { title: 'LMS', paper: 'arXiv 2206.00364', sampler: 'LMS' },
  pndm: { title: 'PNDM (PLMS)', paper: 'arXiv 2202.09778', sampler: 'PLMS' },
  ddpm: { title: 'DDPM', paper: 'arXiv 2006.11239', sampler: 'DDPM' },
} as const satisfies Record<string, Named>;

export type SchedulerName = keyof typeof SCHEDULER_NAMES;

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
