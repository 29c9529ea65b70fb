import path from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { openBase } from '@/lib/models/base';
import { onCpu } from '../support/sessions';

const runtime = onCpu(2);

test('the export of the smoke training is a base that paints', async () => {
  const models = z
    .string({ error: 'SMOKE_MODELS must name the folder of the smoke export' })
    .parse(process.env['SMOKE_MODELS']);
  const base = await openBase(path.join(models, 'sarovar-128'), {
    ...runtime,
    verifyHashes: true,
  });
  const [first, second] = await base.generate({
    prompt: 'three red balloons on a blue background',
    negativePrompt: '',
    seeds: [0n, 1n],
    steps: 4,
    guidanceScale: 4,
    guidanceRescale: 0,
    scheduler: 'ddim',
    noise: 'cpu',
    width: 128,
    height: 128,
    previewEvery: 0,
  });
  expect([first?.width, first?.height, first?.rgb.length]).toEqual([128, 128, 128 * 128 * 3]);
  expect(new Set(first?.rgb).size).toBeGreaterThan(8);
  expect(first?.rgb).not.toEqual(second?.rgb);
  expect(base.read('three zeppelins').unknownWords).toEqual(['zeppelins']);
});
