/** How prompts are compared: two that differ only in case, spacing or Unicode form are one. */
export function normalizePrompt(text: string): string {
  return text.normalize('NFKC').trim().replace(/\s+/gu, ' ').toLowerCase();
}
