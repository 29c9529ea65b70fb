import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { z } from 'zod';

const line = z.object({
  model: z.string(),
  scheduler: z.string(),
  dtype: z.enum(['fp32', 'fp16']),
  strength: z.number().optional(),
  psnr: z.union([z.number(), z.literal('equal').transform(() => Number.POSITIVE_INFINITY)]),
});

/** Another method's picture is 28 to 50 dB away, so that 45 would prove nothing of SUR. */
const LEAST = { fp32: 60, fp16: 35 };

test('converted twins of the published models paint what diffusers paints', async () => {
  const args = ['--import', 'tsx', 'scripts/parity.ts', '--size', 'small'];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  const rows = stdout.trim().split('\n');
  const pictures = rows.map((row) => line.parse(JSON.parse(row)));
  const names = pictures.map(({ model, scheduler, dtype, strength }) =>
    [model, scheduler, dtype, ...(strength ? ['over a picture'] : [])].join(' '),
  );
  expect(names).toEqual([
    'vanilla ddim fp32',
    'vanilla euler fp32',
    'vanilla dpm++2m-karras fp32',
    'sur dpm++2m-karras fp32',
    'ella dpm++2m-karras fp32',
    'vanilla dpm++2m-karras fp16',
    'sur dpm++2m-karras fp16',
    'ella dpm++2m-karras fp16',
    'vanilla ddim fp32 over a picture',
    'ella euler fp32 over a picture',
    'vanilla dpm++2m-karras fp32 over a picture',
  ]);
  for (const { dtype, psnr } of pictures) expect(psnr).toBeGreaterThan(LEAST[dtype]);
}, 1_800_000);
