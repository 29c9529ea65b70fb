import type { ReactNode } from 'react';
import sharp from 'sharp';
import { shownBlob } from '@/lib/moderation/hidden';
import { CardName, cardColour } from './name';

/** A picture with its painter. */
export interface Shared {
  readonly imageUrl: string | null;
  readonly title: string;
  /** A `data-method`. */
  readonly colour: string;
  /** Whether somebody chose it. */
  readonly chosen?: boolean;
}

const HASH = /[0-9a-f]{64}/;

/** Pictures up to so many pixels wide are shown at whole multiples, as on the pages. */
const SMALL = 128;

/** The picture behind `/i/<hash>.png` as a data address, and how wide it is: at most `side` pixels. */
async function inlined(imageUrl: string | null, side: number) {
  const bytes = await shownBlob(HASH.exec(imageUrl ?? '')?.[0] ?? '');
  if (!bytes) return undefined;
  const { width, height } = await sharp(bytes).metadata();
  const longer = Math.max(width, height);
  const times = longer <= SMALL ? Math.max(1, Math.floor(side / longer)) : side / longer;
  const size = { width: Math.round(times * width), height: Math.round(times * height) };
  const kernel = longer <= SMALL ? ('nearest' as const) : ('lanczos3' as const);
  const png = await sharp(bytes)
    .resize({ ...size, kernel })
    .png()
    .toBuffer();
  return { ...size, src: `data:image/png;base64,${png.toString('base64')}` };
}

/** Up to six pictures in a row for a card; those that are not there (any more) are left out. */
export async function cardPictures(shared: readonly Shared[]): Promise<ReactNode> {
  const shown = shared.slice(0, 6);
  const side = shown.length <= 3 ? 330 : 172;
  const pictures = await Promise.all(
    shown.map(async (own) => ({ ...own, picture: await inlined(own.imageUrl, side) })),
  );
  return (
    <div style={{ display: 'flex', gap: 20, justifyContent: 'center' }}>
      {pictures.map(
        ({ picture, title, colour, chosen = false }) =>
          picture && (
            <div
              key={title}
              style={{
                display: 'flex',
                flexDirection: 'column',
                alignItems: 'center',
                gap: 8,
                width: side,
              }}
            >
              <img
                {...picture}
                alt=""
                style={{
                  borderRadius: 12,
                  ...(chosen ? { boxShadow: `0 0 0 8px ${cardColour(colour)}` } : {}),
                }}
              />
              <CardName title={title} colour={colour} fontSize={shown.length <= 3 ? 24 : 18} />
            </div>
          ),
      )}
    </div>
  );
}
