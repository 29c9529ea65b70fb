import { randomBytes } from 'node:crypto';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CardBars } from '@/app/components/share/bars';
import { shareCard } from '@/app/components/share/card';
import { drawable } from '@/app/components/share/drawable';
import { hexOf } from '@/app/components/share/oklch';

// What the library that draws cards has no letters for, it would ask the network for; its own code it has as `data:`.
const fetchData = globalThis.fetch;
const asked: string[] = [];
beforeEach(() => {
  vi.stubGlobal('fetch', (url: string) => {
    if (url.startsWith('data:')) return fetchData(url);
    asked.push(url);
    throw new Error('There is no network.');
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  expect(asked).toEqual([]);
});

async function drawn(title: string, body: React.ReactNode = <div />): Promise<Buffer> {
  const response = await shareCard({ title, line: title, body });
  expect(response.headers.get('content-type')).toBe('image/png');
  const png = Buffer.from(await response.arrayBuffer());
  const { width, height, format } = await sharp(png).metadata();
  expect({ width, height, format }).toEqual({ width: 1200, height: 630, format: 'png' });
  return png;
}

test.each([
  ['three red balloons · “a café” – 64 %', 'three red balloons · “a café” – 64 %'],
  ['two 🐢 turtles', 'two turtles'],
  ['a cafe\u0301', 'a café'],
  ['三只白色的小猫', 'A prompt in letters that this card does not have'],
  ['три красных шара', 'A prompt in letters that this card does not have'],
  ['🐢🐢', 'A prompt in letters that this card does not have'],
])('%s is drawn as %s, and nobody is asked for letters', async (title, shown) => {
  expect(drawable(title)).toBe(shown);
  await drawn(title);
});

test('there is a letter for all that is drawn', async () => {
  const all = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code))
    .filter((letter) => letter.trim() !== '' && drawable(`aa${letter}`) === `aa${letter}`)
    .join('');
  expect(all.length).toBeGreaterThan(250);
  await drawn(all);
});

test('a card of photographs has fewer colours rather than more than 300 kB', async () => {
  const [width, height] = [600, 200];
  const raw = { width, height, channels: 3 as const };
  const noise = await sharp(randomBytes(width * height * 3), { raw })
    .png()
    .toBuffer();
  expect(noise.length).toBeGreaterThan(300_000);
  const src = `data:image/png;base64,${noise.toString('base64')}`;
  const png = await drawn('noise', <img src={src} width={width} height={height} alt="" />);
  expect(png.length).toBeLessThanOrEqual(300_000);
});

test('a bar is as long as its share, in its method’s colour', async () => {
  const row = { title: 'ELLA', colour: 'ELLA', low: null, high: null, said: '', more: '' };
  const lengthOf = async (value: number) => {
    const png = await drawn('bars', <CardBars rows={[{ ...row, value }]} />);
    const { data, info } = await sharp(png)
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const colour = Buffer.from(hexOf('oklch(0.55 0.11 205)').slice(1), 'hex');
    const rows = Array.from({ length: info.height }, (_, y) =>
      Array.from({ length: info.width }, (__, x) => 3 * (y * info.width + x)).filter((at) =>
        data.subarray(at, at + 3).equals(colour),
      ),
    );
    return Math.max(...rows.map((own) => own.length));
  };
  const tenth = ((await lengthOf(0.8)) - (await lengthOf(0.4))) / 4;
  expect(tenth).toBeCloseTo(52, 0);
});

test('OKLCH becomes what browsers make of it', () => {
  expect(hexOf('oklch(1 0 0)')).toBe('#ffffff');
  expect(hexOf('oklch(0.628 0.2577 29.23)')).toBe('#ff0000');
  expect(hexOf('oklch(0.452 0.3132 264.05)')).toBe('#0000ff');
});
