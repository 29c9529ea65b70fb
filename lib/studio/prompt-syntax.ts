const SYNTAX =
  /\([^()]*:\s*[\d.]+\s*\)|\[[^\][]*\]|<(?:lora|lyco|hypernet):[^>]*>|\bembedding:\S+|\bBREAK\b/g;

/** What other tools would read as weights, alternatives or files, each once: here it is read as plain words. */
export function syntaxIn(text: string): string[] {
  return [...new Set(text.match(SYNTAX) ?? [])];
}
