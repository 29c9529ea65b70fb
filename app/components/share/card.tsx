import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { ImageResponse } from 'next/og';
import type { ReactNode } from 'react';
import sharp from 'sharp';
import { drawable } from './drawable';

export const SHARE_SIZE = { width: 1200, height: 630 };
export const SHARE_TYPE = 'image/png';

/** Some messengers show no larger ones. */
const MOST_BYTES = 300_000;

/** Votes change what a card says, and a curator may hide what it shows. */
const KEPT = 'public, max-age=600';

const FONT = 'node_modules/@fontsource/figtree/files';
const FILES = [400, 600].flatMap((weight) =>
  ['latin', 'latin-ext'].map((subset) => ({ weight, subset })),
);

/** Figtree as on the pages, in a format that the library which draws cards reads. */
async function readFonts() {
  return Promise.all(
    FILES.map(async ({ weight, subset }) => ({
      name: `Figtree ${subset}`,
      data: await readFile(
        path.join(process.cwd(), FONT, `figtree-${subset}-${weight}-normal.woff`),
      ),
      weight: weight === 600 ? (600 as const) : (400 as const),
      style: 'normal' as const,
    })),
  );
}

let fonts: ReturnType<typeof readFonts> | undefined;

/** The picture with fewer colours, if it has to be. */
async function smallEnough(png: Buffer): Promise<Buffer> {
  for (const colours of [256, 64, 16]) {
    if (png.length <= MOST_BYTES) break;
    png = await sharp(png).png({ palette: true, colours }).toBuffer();
  }
  return png;
}

interface Card {
  /** A prompt, or the result in a sentence. */
  readonly title: string;
  /** Beneath it all, beside our name. */
  readonly line: string;
  readonly body: ReactNode;
}

function Logo() {
  return (
    <svg viewBox="0 0 32 32" width="44" height="44">
      <circle cx="16" cy="16" r="15" fill="#1d5f73" />
      <path
        d="M6 19q5-4 10 0t10 0M8 24q4-3 8 0t8 0"
        fill="none"
        stroke="#f7fbfc"
        strokeWidth="2.4"
        strokeLinecap="round"
      />
      <circle cx="21" cy="10" r="3" fill="#f7fbfc" />
    </svg>
  );
}

/** The 1200 × 630 picture that other sites show beside a link, or that somebody shares, drawn without asking anybody for anything. */
export async function shareCard(
  { title, line, body }: Card,
  cacheControl = KEPT,
): Promise<Response> {
  fonts ??= readFonts();
  const said = drawable(title);
  const drawn = new ImageResponse(
    <div
      style={{
        width: '100%',
        height: '100%',
        display: 'flex',
        flexDirection: 'column',
        justifyContent: 'space-between',
        padding: 40,
        background: '#f9fdfe',
        color: '#10222b',
        fontFamily: FILES.map(({ subset }) => `"Figtree ${subset}"`).join(', '),
      }}
    >
      <div
        style={{
          display: 'block',
          lineClamp: 2,
          fontWeight: 600,
          fontSize: said.length > 80 ? 38 : 46,
          lineHeight: 1.15,
        }}
      >
        {said}
      </div>
      {body}
      <div style={{ display: 'flex', alignItems: 'center', gap: 14, fontSize: 28 }}>
        <Logo />
        <div style={{ display: 'flex', fontWeight: 600 }}>Sarovar</div>
        <div style={{ display: 'block', flex: 1, lineClamp: 1, color: '#1d5a70' }}>
          {drawable(line)}
        </div>
      </div>
    </div>,
    { ...SHARE_SIZE, fonts: await fonts },
  );
  const png = await smallEnough(Buffer.from(await drawn.arrayBuffer()));
  return new Response(new Uint8Array(png), {
    headers: { 'content-type': SHARE_TYPE, 'cache-control': cacheControl },
  });
}
