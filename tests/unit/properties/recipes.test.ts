import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readRecipe } from '@/app/create/recipe-file';
import { SCHEDULERS } from '@/lib/diffusion/schedulers';
import { encodePng } from '@/lib/jobs/png';
import { InvalidInput } from '@/lib/problems';
import { parseGenerateInput } from '@/lib/studio/generate-input';
import { LIMITS } from '@/lib/studio/picture-limits';
import '../../support/properties';

const { steps, guidanceScale, guidanceRescale, guidanceShare, side, strength } = LIMITS;
const number = ({ min, max }: { min: number; max: number }) =>
  fc.double({ min, max, noNaN: true }).map((x) => x + 0);
const hash = fc.stringMatching(/^[0-9a-f]{64}$/);
const largest = 2n ** 63n - 1n;

const recipe = fc.record(
  {
    prompt: fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 80 })
      .map((text) => text.trim())
      .filter((text) => text !== ''),
    negativePrompt: fc.string({ unit: 'grapheme', maxLength: 40 }).map((text) => text.trim()),
    seed: fc.bigInt({ min: 0n, max: largest }).map(String),
    steps: fc.integer(steps),
    guidanceScale: number(guidanceScale),
    guidanceRescale: number(guidanceRescale),
    guidanceMode: fc.constantFrom('APG', 'CFG_ZERO_STAR'),
    guidanceFrom: number(guidanceShare),
    guidanceTo: number(guidanceShare),
    width: fc.integer(side),
    height: fc.integer(side),
    scheduler: fc.constantFrom(...Object.keys(SCHEDULERS)),
    noise: fc.constantFrom('CPU', 'PHILOX'),
    timestepSpacing: fc.constantFrom('LEADING', 'LINSPACE', 'TRAILING'),
    initialSha256: hash,
    strength: number(strength),
  },
  {
    requiredKeys: [
      'prompt',
      'negativePrompt',
      'seed',
      'steps',
      'guidanceScale',
      'guidanceRescale',
      'width',
      'height',
      'scheduler',
      'noise',
    ],
  },
);

test('a recipe comes back from the PNG that carries it, in any language', async () => {
  await fc.assert(
    fc.asyncProperty(recipe, async (own) => {
      const whole = { ...own, base: 'base', model: 'model', weightsSha256: 'abc' };
      const image = { rgb: new Uint8Array(3), width: 1, height: 1 };
      const png = await encodePng(image, { sarovar: JSON.stringify(whole) });
      expect(await readRecipe(new Blob([Uint8Array.from(png)]))).toEqual(whole);
    }),
    { numRuns: 40 },
  );
});

test('every recipe within the limits is taken as it is', () => {
  fc.assert(
    fc.property(recipe, (own) => {
      expect(parseGenerateInput(own)).toMatchObject({ ...own, seed: BigInt(own.seed) });
    }),
  );
});

test('a setting beyond its limits is refused by its name', () => {
  const beyond = ({ min, max }: { min: number; max: number }) =>
    fc.oneof(
      fc.double({ max: min - 0.001, noNaN: true }),
      fc.double({ min: max + 0.001, noNaN: true }),
      fc.constant('many'),
    );
  const wrong = fc.oneof(
    ...Object.entries({
      steps,
      guidanceScale,
      guidanceRescale,
      guidanceFrom: guidanceShare,
      guidanceTo: guidanceShare,
      strength,
      width: side,
      height: side,
    }).map(([field, limits]) => fc.tuple(fc.constant(field), beyond(limits))),
    fc.tuple(fc.constant('seed'), fc.bigInt({ min: largest + 1n }).map(String)),
    fc.tuple(
      fc.constant('scheduler'),
      fc.string().filter((name) => !Object.hasOwn(SCHEDULERS, name)),
    ),
    fc.tuple(fc.constant('initialSha256'), fc.string({ maxLength: 63 })),
  );
  fc.assert(
    fc.property(recipe, wrong, (own, [field, value]) => {
      const parse = () => parseGenerateInput({ ...own, [field]: value });
      expect(parse).toThrow(InvalidInput);
      expect(parse).toThrow(expect.objectContaining({ field }));
    }),
  );
});

test('what is no recipe at all is refused with a sentence, and never crashes', () => {
  fc.assert(
    fc.property(fc.anything(), (value) => {
      expect(() => parseGenerateInput(value)).toThrow(InvalidInput);
    }),
  );
});
