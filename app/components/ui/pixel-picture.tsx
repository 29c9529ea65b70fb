interface Props {
  readonly src: string;
  readonly alt: string;
  /** The picture's own pixels. */
  readonly width: number;
  readonly height: number;
  readonly eager?: boolean;
  /** It is decoded already, and painted together with what stands around it. */
  readonly decoded?: boolean;
}

declare module 'react' {
  interface CSSProperties {
    '--picture-width'?: string;
    '--picture-ratio'?: string;
  }
}

/** No side of a picture whose pixels are meant to be seen is longer. */
const SMALL = 128;

/** A picture as large as there is room: small ones at whole multiples of their pixels, others smoothly. */
export function PixelPicture({ src, alt, width, height, eager = false, decoded = false }: Props) {
  const loading = eager || decoded ? 'eager' : 'lazy';
  const decoding = decoded ? 'sync' : 'async';
  if (Math.max(width, height) > SMALL) {
    return <img {...{ src, alt, width, height, loading, decoding }} className="h-auto w-full" />;
  }
  const style = { '--picture-width': `${width}px`, '--picture-ratio': `${width} / ${height}` };
  return (
    <span className="pixels" style={style}>
      <img {...{ src, alt, width, height, loading, decoding }} />
    </span>
  );
}
