import { isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, type Document } from 'yaml';
import { InvalidInput } from '@/lib/problems';

/** Where in the text the last part of `path` that there is begins: a key of a map, or what stands in a list. */
function placeOf({ contents }: Document, path: readonly string[]): number {
  let node: unknown = contents;
  let place = contents?.range?.[0] ?? 0;
  for (const name of path) {
    let found: unknown;
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === name);
      found = pair?.key;
      node = pair?.value;
    } else if (isSeq(node)) {
      found = node.items[Number(name)];
      node = found;
    }
    if (!isNode(found) || !found.range) break;
    [place] = found.range;
  }
  return place;
}

/**
 * Has `work` done with what a YAML document says (JSON is YAML, too). Throws InvalidInput, with the line, for what is no
 * YAML; what `work` finds wrong gets its line, too.
 */
export async function withYaml<T>(text: string, work: (input: unknown) => Promise<T>): Promise<T> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const wrong = (field: string, place: number, sentence: string) =>
    new InvalidInput(field, `Line ${lines.linePos(place).line}: ${sentence}`);
  const [error] = document.errors;
  if (error) throw wrong('', error.pos[0], error.message);
  let input: unknown;
  try {
    input = document.toJS();
  } catch (cause) {
    throw new InvalidInput('', cause instanceof Error ? cause.message : String(cause));
  }
  try {
    return await work(input);
  } catch (problem) {
    if (!(problem instanceof InvalidInput)) throw problem;
    const { field, message } = problem;
    throw wrong(field, placeOf(document, field.split('.')), message);
  }
}
