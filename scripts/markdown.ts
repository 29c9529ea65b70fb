import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Writes `content` between `<!-- name:begin -->` and `<!-- name:end -->` in the Markdown file
 * `file`, in the project's format. Throws an Error when the file has no such place.
 */
export function replaceSection(file: string, name: string, content: string): void {
  const begin = `<!-- ${name}:begin -->`;
  const end = `<!-- ${name}:end -->`;
  const [before, rest] = readFileSync(file, 'utf8').split(begin);
  const after = rest?.split(end)[1];
  if (after === undefined) throw new Error(`${file} has no ${begin} … ${end}.`);
  writeFileSync(file, `${before}${begin}\n\n${content}\n\n${end}${after}`);
  format(file);
}

/** Formats `file` as `npm run format` would. */
export function format(file: string): void {
  execFileSync('npx', ['prettier', '--write', file], { stdio: 'ignore' });
}
