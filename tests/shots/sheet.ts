import escapeHtml from 'escape-html';
import sharp, { type OverlayOptions } from 'sharp';

const GAP = 16;
const LABEL = 24;

export interface Shot {
  readonly name: string;
  readonly png: Buffer;
}

/** All shots of one size and theme beside each other, each with its page's name. */
export async function sheet(
  shots: readonly Shot[],
  width: number,
  columns: number,
): Promise<Buffer> {
  const tiles = await Promise.all(
    shots.map(async ({ name, png }) => {
      const picture = await sharp(png)
        .resize({ width })
        .png()
        .toBuffer({ resolveWithObject: true });
      return { name, data: picture.data, height: picture.info.height };
    }),
  );
  const layers: OverlayOptions[] = [];
  let top = GAP;
  for (let first = 0; first < tiles.length; first += columns) {
    const row = tiles.slice(first, first + columns);
    for (const [column, { name, data }] of row.entries()) {
      const left = GAP + column * (width + GAP);
      const label = `<svg width="${width}" height="${LABEL}"><text y="16" font-size="14" font-family="sans-serif">${escapeHtml(name)}</text></svg>`;
      layers.push({ input: Buffer.from(label), left, top });
      layers.push({ input: data, left, top: top + LABEL });
    }
    top += LABEL + Math.max(...row.map(({ height }) => height)) + GAP;
  }
  const canvas = { width: GAP + columns * (width + GAP), height: top, channels: 3 as const };
  return sharp({ create: { ...canvas, background: '#cbd5e1' } })
    .composite(layers)
    .png()
    .toBuffer();
}
