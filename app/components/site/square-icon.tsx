import { ImageResponse } from 'next/og';

/** The lake with its sun, filling the square: phones round it themselves. */
export function squareIcon(side: number): Response {
  return new ImageResponse(
    <div style={{ width: '100%', height: '100%', display: 'flex', background: '#1d5f73' }}>
      <svg viewBox="0 0 32 32" width={side} height={side}>
        <path
          d="M6 19q5-4 10 0t10 0M8 24q4-3 8 0t8 0"
          fill="none"
          stroke="#f7fbfc"
          strokeWidth="2.4"
          strokeLinecap="round"
        />
        <circle cx="21" cy="10" r="3" fill="#f7fbfc" />
      </svg>
    </div>,
    { width: side, height: side },
  );
}
