import { expect, test } from 'vitest';
import { workerDevices } from '@/scripts/cuda-libraries.mjs';

test.each([
  [undefined, 0, ['auto']],
  ['auto', 1, ['auto']],
  ['auto', 3, ['cuda:0', 'cuda:1', 'cuda:2']],
  ['cpu', 3, ['cpu']],
  ['cuda:0, cuda:2', 3, ['cuda:0', 'cuda:2']],
])('DEVICE %s with %i GPUs that can be used: a worker each on %j', (asked, gpus, devices) => {
  expect(workerDevices(asked, gpus)).toEqual(devices);
});
