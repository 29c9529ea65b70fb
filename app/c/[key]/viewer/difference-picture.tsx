'use client';

import { useEffect, useRef, type CSSProperties } from 'react';
import { useTranslations } from 'use-intl/react';
import { differenceOf } from '../difference';
import type { Picture } from './use-comparing';

interface Props {
  readonly a: Picture;
  readonly b: Picture;
  readonly style: CSSProperties;
  /** Undefined while it is not known. */
  readonly onDifference: (share: number | undefined) => void;
}

async function pixelsOf({ imageUrl, width, height }: Picture): Promise<ImageData> {
  const image = new Image();
  image.src = imageUrl;
  await image.decode();
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [width, height];
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser draws nothing.');
  context.drawImage(image, 0, 0, width, height);
  return context.getImageData(0, 0, width, height);
}

/** What differs between two pictures, amplified; black where they are the same. */
export function Difference({ a, b, style, onDifference }: Props) {
  const t = useTranslations('comparison');
  const canvas = useRef<HTMLCanvasElement>(null);

  useEffect(() => {
    let gone = false;
    onDifference(undefined);
    Promise.all([pixelsOf(a), pixelsOf({ ...b, width: a.width, height: a.height })]).then(
      ([one, other]) => {
        if (gone) return;
        const { rgba, share } = differenceOf(one.data, other.data);
        canvas.current?.getContext('2d')?.putImageData(new ImageData(rgba, a.width), 0, 0);
        onDifference(share);
      },
      // Without a file there is nothing to say of it.
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, [a, b, onDifference]);

  return (
    <canvas
      ref={canvas}
      width={a.width}
      height={a.height}
      style={style}
      role="img"
      aria-label={t('differenceLabel')}
    />
  );
}
