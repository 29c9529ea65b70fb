import { ImageResponse } from 'next/og';
import sharp from 'sharp';
import { shownBlob } from '@/lib/moderation/hidden';

export const SHARE_SIZE = { width: 1200, height: 630 };

/** A picture with its caption. */
export interface Shared {
  readonly imageUrl: string | null;
  readonly caption: string;
}

const HASH = /[0-9a-f]{64}/;

/** The picture behind `/i/<hash>.png` as a data address, `side` pixels wide. */
async function inlined(imageUrl: string | null, side: number): Promise<string | undefined> {
  const bytes = await shownBlob(HASH.exec(imageUrl ?? '')?.[0] ?? '');
  if (!bytes) return undefined;
  const png = await sharp(bytes).resize(side, side, { kernel: 'nearest' }).png().toBuffer();
  return `data:image/png;base64,${png.toString('base64')}`;
}

/** Pictograms would be fetched from elsewhere, and we fetch nothing. */
function withoutEmoji(text: string): string {
  return text.replace(/\p{Extended_Pictographic}/gu, '');
}

/** The 1200 × 630 picture that other sites show beside a link: up to six pictures, their prompt, and the verdict in one line. */
export async function sharePicture(
  prompt: string,
  shared: readonly Shared[],
  verdict = '',
): Promise<Response> {
  const shown = shared.slice(0, 6);
  const side = shown.length === 1 ? 470 : shown.length <= 3 ? 330 : 176;
  const pictures = await Promise.all(
    shown.map(async ({ imageUrl, caption }) => ({ caption, data: await inlined(imageUrl, side) })),
  );
  const text = withoutEmoji(prompt);
  return new ImageResponse(
    <div
      style={{
        width: '100%',
        height: '100%',
        display: 'flex',
        flexDirection: 'column',
        background: '#f7fdfe',
        color: '#10222b',
        padding: 40,
        justifyContent: 'space-between',
      }}
    >
      <div style={{ display: 'flex', fontSize: text.length > 90 ? 34 : 46, maxHeight: 120 }}>
        {text.length > 160 ? `${text.slice(0, 157)}…` : text}
      </div>
      <div style={{ display: 'flex', gap: 16, justifyContent: 'center' }}>
        {pictures.map(({ data, caption }) => (
          <div
            key={caption}
            style={{ display: 'flex', flexDirection: 'column', alignItems: 'center' }}
          >
            {data && (
              <img src={data} width={side} height={side} alt="" style={{ borderRadius: 16 }} />
            )}
            <div style={{ display: 'flex', fontSize: 22, marginTop: 8 }}>{caption}</div>
          </div>
        ))}
      </div>
      <div style={{ display: 'flex', fontSize: verdict ? 28 : 24, color: '#1d5a70' }}>
        {verdict || 'Sarovar · does the model understand what the prompt says?'}
      </div>
    </div>,
    SHARE_SIZE,
  );
}
