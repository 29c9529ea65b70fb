import { createDdim } from './ddim';
import { createDdpm } from './ddpm';
import { createDpmMultistep } from './dpm-multistep';
import { createEuler } from './euler';
import { createEulerAncestral } from './euler-ancestral';
import { createHeun } from './heun';
import { AYS, BETA, EXPONENTIAL, KARRAS, SGM_UNIFORM } from './levels';
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
  'euler-karras': { create: (config, steps) => createEuler(config, steps, KARRAS) },
  'euler-exponential': { create: (config, steps) => createEuler(config, steps, EXPONENTIAL) },
  'euler-beta': { create: (config, steps) => createEuler(config, steps, BETA) },
  'euler-sgm-uniform': { create: (config, steps) => createEuler(config, steps, SGM_UNIFORM) },
  'euler-ays': { create: (config, steps) => createEuler(config, steps, AYS) },
  heun: { create: (config, steps) => createHeun(config, steps) },
  'heun-karras': { create: (config, steps) => createHeun(config, steps, KARRAS) },
  'heun-exponential': { create: (config, steps) => createHeun(config, steps, EXPONENTIAL) },
  'heun-beta': { create: (config, steps) => createHeun(config, steps, BETA) },
  'heun-sgm-uniform': { create: (config, steps) => createHeun(config, steps, SGM_UNIFORM) },
  'heun-ays': { create: (config, steps) => createHeun(config, steps, AYS) },
  'dpm++2m': { create: (config, steps) => createDpmMultistep(config, steps) },
  'dpm++2m-karras': { create: (config, steps) => createDpmMultistep(config, steps, KARRAS) },
  'dpm++2m-exponential': {
    create: (config, steps) => createDpmMultistep(config, steps, EXPONENTIAL),
  },
  'dpm++2m-beta': { create: (config, steps) => createDpmMultistep(config, steps, BETA) },
  'dpm++2m-sgm-uniform': {
    create: (config, steps) => createDpmMultistep(config, steps, SGM_UNIFORM),
  },
  'dpm++2m-ays': { create: (config, steps) => createDpmMultistep(config, steps, AYS) },
  unipc: { create: createUniPc },
  'euler-ancestral': { create: createEulerAncestral },
  lms: { create: createLms },
  pndm: { create: createPndm },
  ddpm: { create: createDdpm },
};

export { isSchedulerName, type SchedulerName } from './names';
export type { Scheduler, SchedulerConfig } from './schedule';
