/**
 * Passes `pieces` on until one of the `stops` appears, and ends before it. What could be the
 * beginning of a stop is held back until it is clear that it is none.
 */
export async function* untilStop(
  pieces: AsyncIterable<string>,
  stops: readonly string[],
): AsyncGenerator<string> {
  const longest = Math.max(1, ...stops.map((stop) => stop.length));
  let held = '';
  for await (const piece of pieces) {
    held += piece;
    const ends = stops.map((stop) => held.indexOf(stop)).filter((at) => at >= 0);
    if (ends.length > 0) {
      const end = Math.min(...ends);
      if (end > 0) yield held.slice(0, end);
      return;
    }
    const safe = held.length - (longest - 1);
    if (safe > 0) {
      yield held.slice(0, safe);
      held = held.slice(safe);
    }
  }
  if (held) yield held;
}
