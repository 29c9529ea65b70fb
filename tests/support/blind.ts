/** What a voter's browser gets to see of one picture of an undecided matchup. */
export interface SeenPicture {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array;
  readonly milliseconds: number;
  /** Who painted it: what must not be guessed. */
  readonly model: string;
}

export interface SeenMatchup {
  /** The whole GraphQL answer. */
  readonly json: string;
  readonly left: SeenPicture;
  readonly right: SeenPicture;
}

/** Chance alone raises an alarm this rarely. */
const UNLIKELY = 1e-5;

/** The chance of at least `hits` of `total` fair coins on one side. */
function tail(hits: number, total: number): number {
  let probability = 0.5 ** total;
  let sum = 0;
  for (let k = 0; k <= total; k += 1) {
    if (k >= hits) sum += probability;
    probability *= (total - k) / (k + 1);
  }
  return sum;
}

/** Whether some model's pictures have the larger, or the smaller, value unlikely often. */
function tells(matchups: readonly SeenMatchup[], value: (picture: SeenPicture) => number): boolean {
  const counts = new Map<string, { larger: number; smaller: number }>();
  const count = (model: string, kind: 'larger' | 'smaller') => {
    const own = counts.get(model) ?? { larger: 0, smaller: 0 };
    own[kind] += 1;
    counts.set(model, own);
  };
  for (const { left, right } of matchups) {
    if (value(left) === value(right)) continue;
    const leftLarger = value(left) > value(right);
    count(left.model, leftLarger ? 'larger' : 'smaller');
    count(right.model, leftLarger ? 'smaller' : 'larger');
  }
  const unlikely = [...counts.values()].map(
    ({ larger, smaller }) => 2 * tail(Math.max(larger, smaller), larger + smaller),
  );
  return Math.min(1, ...unlikely) * unlikely.length < UNLIKELY;
}

/**
 * Every way in which undecided matchups tell who painted what: one sentence for each. `secrets` are words
 * that must be nowhere: models' names, ids, hashes.
 */
export function findLeaks(matchups: readonly SeenMatchup[], secrets: readonly string[]): string[] {
  const leaks = new Set<string>();
  for (const { json, left, right } of matchups) {
    for (const secret of secrets) {
      if (json.includes(secret)) leaks.add('The GraphQL answer names what it must not.');
      for (const { url, headers, bytes } of [left, right]) {
        if (url.includes(secret)) leaks.add('An address names what it must not.');
        if (JSON.stringify(headers).includes(secret)) leaks.add('A header names what it must not.');
        if (Buffer.from(bytes).includes(secret)) leaks.add('A file names what it must not.');
      }
    }
    const shape = (url: string) => url.replace(/[0-9a-f]{32}/, 'token');
    if (shape(left.url) !== shape(right.url)) leaks.add('The addresses are not alike.');
    if (JSON.stringify(left.headers) !== JSON.stringify(right.headers)) {
      leaks.add('The headers are not alike.');
    }
    if (left.bytes.length !== right.bytes.length) leaks.add('The sizes are not alike.');
  }
  const position = matchups.filter(({ left, right }) => left.model < right.model).length;
  const other = matchups.length - position;
  if (2 * tail(Math.max(position, other), matchups.length) < UNLIKELY) {
    leaks.add('The sides are not random.');
  }
  if (tells(matchups, ({ milliseconds }) => milliseconds)) leaks.add('The timing tells.');
  return [...leaks];
}
