import { cp, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { openScorer } from '@/lib/models/scorer';
import scenes from '@/tests/fixtures/vectors/scenes.json';
import { onCpu } from '@/tests/support/sessions';

const FOLDER = 'models/sarovar-64-scorer';
const runtime = onCpu(1);
const scorer = await openScorer(FOLDER, runtime);

async function picture(file: string) {
  const { data, info } = await sharp(`tests/fixtures/vectors/${file}`)
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { rgb: data, width: info.width, height: info.height };
}

test.each(scenes)('$file shows "$caption"; "$wrong" is wrong', async ({ file, caption, wrong }) => {
  const image = await picture(file);
  const { facts, score } = await scorer.score(image, caption);
  expect(facts.filter(({ right }) => !right)).toEqual([]);
  expect(score).toBe(1);
  expect((await scorer.score(image, wrong)).score).toBeLessThan(1);
});

test('a picture of another size is refused', async () => {
  const image = { rgb: new Uint8Array(3 * 32 * 32), width: 32, height: 32 };
  await expect(scorer.look(image)).rejects.toThrow(/model\.onnx refused its inputs/);
});

test('a broken scorer folder gives one clear sentence', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'sarovar-scorer-'));
  await cp(FOLDER, folder, { recursive: true });
  await truncate(path.join(folder, 'model.onnx'), 100);
  await expect(openScorer(folder, runtime)).rejects.toThrow(/model\.onnx has 100 bytes/);
  await writeFile(path.join(folder, 'manifest.json'), '{}');
  await expect(openScorer(folder, runtime)).rejects.toThrow(/manifest\.json is not usable: name/);
  await rm(folder, { recursive: true });
});
