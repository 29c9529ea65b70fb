import { createDdim } from './ddim';
import { createDdpm } from './ddpm';
import { createDpmMultistep } from './dpm-multistep';
import { createEuler } from './euler';
import { createEulerAncestral } from './euler-ancestral';
import { createLms } from './lms';
import type { SchedulerName } from './names';
import { createPndm } from './pndm';
import type { Scheduler, SchedulerConfig } from './schedule';
import { createUniPc } from './unipc';

type Create = (config: SchedulerConfig, steps: number) => Scheduler;

/** How each of `SCHEDULER_NAMES` is made for one run. */
export const SCHEDULERS: Readonly<Record<SchedulerName, { readonly create: Create }>> = {
  ddim: { create: createDdim },
  euler: { create: (config, steps) => createEuler(config, steps) },
  'euler-karras': { create: (config, steps) => createEuler(config, steps, true) },
  'dpm++2m': { create: (config, steps) => createDpmMultistep(config, steps) },
  'dpm++2m-karras': { create: (config, steps) => createDpmMultistep(config, steps, true) },
  unipc: { create: createUniPc },
  'euler-ancestral': { create: createEulerAncestral },
  lms: { create: createLms },
  pndm: { create: createPndm },
  ddpm: { create: createDdpm },
};

export { isSchedulerName, type SchedulerName } from './names';
export type { Scheduler, SchedulerConfig } from './schedule';
