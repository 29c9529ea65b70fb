interface Queue {
  readonly kind: string;
  readonly oldestWaitSeconds: number | null;
  readonly waitSeconds: number | null;
}

/** Seconds that a picture asked for now waits, at most, as far as visitors' waits tell; undefined where they tell nothing. */
export function waitOf(queues: readonly Queue[]): number | undefined {
  const pictures = queues.find(({ kind }) => kind === 'pictures');
  const waits = [pictures?.oldestWaitSeconds, pictures?.waitSeconds].flatMap((own) => own ?? []);
  return waits.length > 0 ? Math.max(...waits) : undefined;
}
