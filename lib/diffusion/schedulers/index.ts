import { createDdim } from './ddim';
import { createDpmMultistep } from './dpm-multistep';
import { createEuler } from './euler';
import type { Scheduler, SchedulerConfig } from './schedule';

interface SchedulerEntry {
  readonly title: string;
  readonly paper: string;
  readonly create: (config: SchedulerConfig, steps: number) => Scheduler;
}

/** Every scheduler. The table drives the form, the validation and the sampler. */
export const SCHEDULERS = {
  ddim: { title: 'DDIM', paper: 'arXiv 2010.02502', create: createDdim },
  euler: { title: 'Euler', paper: 'arXiv 2206.00364', create: (c, n) => createEuler(c, n) },
  'euler-karras': {
    title: 'Euler, Karras noise levels',
    paper: 'arXiv 2206.00364',
    create: (c, n) => createEuler(c, n, true),
  },
  'dpm++2m': {
    title: 'DPM++ 2M',
    paper: 'arXiv 2211.01095',
    create: (c, n) => createDpmMultistep(c, n),
  },
  'dpm++2m-karras': {
    title: 'DPM++ 2M, Karras noise levels',
    paper: 'arXiv 2211.01095',
    create: (c, n) => createDpmMultistep(c, n, true),
  },
} as const satisfies Record<string, SchedulerEntry>;

export type SchedulerName = keyof typeof SCHEDULERS;

/** Whether there is a scheduler of that name. */
export function isSchedulerName(name: string): name is SchedulerName {
  return Object.hasOwn(SCHEDULERS, name);
}

export type { Scheduler, SchedulerConfig } from './schedule';
