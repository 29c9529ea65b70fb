import { expect, test } from 'vitest';
import { visibleGpus, workerDevices } from '@/scripts/cuda-libraries.mjs';

test.each([
  [undefined, 0, ['auto']],
  ['auto', 1, ['auto']],
  ['auto', 3, ['cuda:0', 'cuda:1', 'cuda:2']],
  ['cpu', 3, ['cpu']],
  ['cuda:0, cuda:2', 3, ['cuda:0', 'cuda:2']],
])('DEVICE %s with %i GPUs that can be used: a worker each on %j', (asked, gpus, devices) => {
  expect(workerDevices(asked, gpus)).toEqual(devices);
});

const GPUS = ['A', 'B', 'C', 'D'].map((name) => ({ name, uuid: `GPU-${name}1234` }));

test.each([
  [undefined, ['A', 'B', 'C', 'D']],
  ['', []],
  ['2', ['C']],
  ['3, 1', ['D', 'B']],
  ['GPU-B1,GPU-A1234', ['B', 'A']],
  ['0,7,1', ['A']],
  ['1,-1,2', ['B']],
  ['MIG-0f2e,MIG-77aa', ['a part of a GPU', 'a part of a GPU']],
  ['none', []],
])('of four GPUs CUDA_VISIBLE_DEVICES=%s leaves %j', (visible, names) => {
  expect(visibleGpus(GPUS, visible)).toEqual(names);
});
