'use client';

import { useState } from 'react';
import type { ShownFragment } from '../comparison.documents';
import { useZoom } from './use-zoom';

export const MODES = ['slide', 'side', 'blink', 'difference'] as const;
export type Mode = (typeof MODES)[number];

/** A finished picture. */
export type Picture = ShownFragment & { readonly imageUrl: string };

/** What the viewer shows: which two pictures of one noise, and how. The whole and the enlarged view share it. */
export function useComparing(pictures: readonly Picture[], first: Picture, second: Picture) {
  const [seed, setSeed] = useState(first.seed);
  const [names, setNames] = useState({ a: first.model.name, b: second.model.name });
  const [mode, setMode] = useState<Mode>('slide');
  const [position, setPosition] = useState(50);
  const zoom = useZoom();
  const ofSeed = pictures.filter((picture) => picture.seed === seed);
  const by = (name: string) => ofSeed.find(({ model }) => model.name === name);
  // Another noise may have pictures by others.
  const a = by(names.a) ?? ofSeed.find(({ model }) => model.name !== names.b) ?? ofSeed[0] ?? first;
  const b = by(names.b) ?? ofSeed.find((own) => own !== a) ?? ofSeed[0] ?? second;
  return {
    seeds: [...new Set(pictures.map((picture) => picture.seed))],
    seed,
    setSeed,
    ofSeed,
    a,
    b,
    choose: (side: 'a' | 'b', name: string) => setNames((own) => ({ ...own, [side]: name })),
    mode,
    setMode,
    position,
    setPosition: (value: number) => setPosition(Math.min(Math.max(value, 0), 100)),
    zoom,
  };
}

export type Comparing = ReturnType<typeof useComparing>;
