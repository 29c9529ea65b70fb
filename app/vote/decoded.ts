import { useCallback, useEffect, useState } from 'react';

/** Pictures that are loaded, or being so, by their address: an element that is held is not loaded again. */
const loading = new Map<string, Promise<HTMLImageElement>>();
const ready = new Map<string, HTMLImageElement>();

/** Those of this pair, of the next one, and of the ones before. */
const MOST_KEPT = 8;

async function load(url: string): Promise<HTMLImageElement> {
  const image = new Image();
  image.src = url;
  await image.decode();
  ready.set(url, image);
  for (const old of ready.keys()) if (ready.size > MOST_KEPT) ready.delete(old);
  return image;
}

/** Loads and decodes a picture, once. Rejects when that fails; then the next call is another try. */
export function decoded(url: string): Promise<HTMLImageElement> {
  const known = ready.get(url);
  if (known) return Promise.resolve(known);
  const begun = loading.get(url) ?? load(url).finally(() => loading.delete(url));
  loading.set(url, begun);
  return begun;
}

/** A picture, as far as it can be shown. */
export interface Decoded {
  /** Undefined until it is decoded. */
  readonly image: HTMLImageElement | undefined;
  readonly failed: boolean;
  /** Tries again. */
  readonly again: () => void;
}

/** The picture of that address, once it is decoded. */
export function useDecoded(url: string | undefined): Decoded {
  const [done, setDone] = useState<{ url: string; failed: boolean }>();
  const [tries, setTries] = useState(0);
  useEffect(() => {
    if (url === undefined) return undefined;
    let isWanted = true;
    decoded(url).then(
      () => isWanted && setDone({ url, failed: false }),
      () => isWanted && setDone({ url, failed: true }),
    );
    return () => {
      isWanted = false;
    };
  }, [url, tries]);
  const again = useCallback(() => {
    setDone(undefined);
    setTries((count) => count + 1);
  }, []);
  const image = url === undefined ? undefined : ready.get(url);
  const failed = !image && done !== undefined && done.url === url && done.failed;
  return { image, failed, again };
}
