interface Cited {
  readonly key: string;
  readonly title: string;
  readonly url: string;
  readonly createdAt: string;
  /** What was done on that day. */
  readonly done: string;
}

/** TeX reads these as commands; three of them it cannot print as they are. */
const escaped = (text: string) =>
  text.replace(/[\\^~]/g, ' ').replace(/[{}$&#_%]/g, (sign) => `\\${sign}`);

/** How to cite a page of ours in BibTeX. */
export function bibtex({ key, title, url, createdAt, done }: Cited): string {
  return [
    `@misc{sarovar-${key.slice(-12)},`,
    `  title        = {${escaped(title)}},`,
    `  author       = {{Sarovar}},`,
    `  year         = {${createdAt.slice(0, 4)}},`,
    `  howpublished = {\\url{${url}}},`,
    `  note         = {${done} ${createdAt.slice(0, 10)}}`,
    '}',
  ].join('\n');
}
