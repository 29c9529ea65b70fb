/** How a short prompt is put to a language model. A change of any word is a new version. */
export interface Template {
  readonly name: string;
  readonly version: number;
  readonly system: string;
  readonly instruction: string;
  readonly examples: readonly { readonly short: string; readonly long: string }[];
}

/** Every template there is; an Enrichment stores name and version of the one that made it. */
export const TEMPLATES = {
  detailed: {
    name: 'detailed',
    version: 1,
    system: 'You write precise descriptions of pictures.',
    instruction:
      'Write the long version of the short prompt, in two to four plain sentences. Keep every ' +
      'number, colour, object and place of the short prompt. Say the colour, shape, texture or ' +
      'position of each object. Add nothing else to the picture.',
    examples: [
      {
        short: 'a calico cat on a truck',
        long: 'A calico cat sits on a truck. The cat has patches of orange, black and white fur. The truck is large and made of metal, and the cat is on top of its roof.',
      },
      {
        short: 'two boys with a kite',
        long: 'Two boys stand next to each other and hold one kite. The kite is red and shaped like a diamond. The two boys are small, and the kite is above them.',
      },
      {
        short: 'a man fishing on a lake',
        long: 'A man is fishing on a lake. The man holds a long thin rod in his hands. The lake is blue and smooth, and the man is in the middle of it.',
      },
      {
        short: 'three green bottles on a shelf',
        long: 'Three green bottles stand on a shelf. Each bottle is made of smooth green glass. The three bottles are in a row, and the shelf below them is made of wood.',
      },
    ],
  },
} as const satisfies Readonly<Record<string, Template>>;

/** What is said to the model about `short`. */
export function renderTemplate(template: Template, short: string): string {
  const examples = template.examples.map((e) => `Short: ${e.short}\nLong: ${e.long}`);
  return [template.instruction, ...examples, `Short: ${short}\nLong:`].join('\n\n');
}
