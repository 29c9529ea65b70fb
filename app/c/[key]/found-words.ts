import type { FactVerdict } from './comparison.documents';

interface Place {
  readonly start: number;
  readonly end: number;
}

interface PlacedScore {
  readonly facts: readonly {
    readonly kind: string;
    readonly text: string;
    readonly verdict: FactVerdict;
    readonly places: readonly Place[];
  }[];
  readonly unknownWords: readonly { readonly places: readonly Place[] }[];
}

/** What became of a word, the most telling first: where several facts share a word, the first of them is shown. */
export const FOUND = ['unknown', 'none', 'some', 'all', 'unchecked'] as const;
export type Found = (typeof FOUND)[number];

/** A part of a prompt; undefined of words that state nothing. */
export interface Part {
  readonly text: string;
  readonly found: Found | undefined;
}

function inPictures(verdicts: readonly FactVerdict[]): Found {
  const checked = verdicts.filter((verdict) => verdict !== 'UNCHECKED');
  const right = checked.filter((verdict) => verdict === 'RIGHT').length;
  if (checked.length === 0) return 'unchecked';
  if (right === 0) return 'none';
  return right === checked.length ? 'all' : 'some';
}

/** The prompt in parts, each with what became of it in the pictures that were scored. Together they are the prompt. */
export function foundWords(prompt: string, scores: readonly PlacedScore[]): Part[] {
  const [first] = scores;
  const marks = new Array<Found | undefined>(prompt.length).fill(undefined);
  const mark = ({ start, end }: Place, found: Found) => {
    for (let i = start; i < Math.min(end, prompt.length); i += 1) {
      const before = marks[i];
      if (!before || FOUND.indexOf(found) < FOUND.indexOf(before)) marks[i] = found;
    }
  };
  for (const { kind, text, places } of first?.facts ?? []) {
    const verdicts = scores.flatMap(({ facts }) =>
      facts
        .filter((fact) => fact.kind === kind && fact.text === text)
        .map(({ verdict }) => verdict),
    );
    for (const place of places) mark(place, inPictures(verdicts));
  }
  for (const { places } of first?.unknownWords ?? []) {
    for (const place of places) mark(place, 'unknown');
  }
  const parts: { text: string; found: Found | undefined }[] = [];
  for (let i = 0; i < prompt.length; i += 1) {
    const last = parts.at(-1);
    if (last?.found === marks[i] && last) last.text += prompt.charAt(i);
    else parts.push({ text: prompt.charAt(i), found: marks[i] });
  }
  return parts;
}
