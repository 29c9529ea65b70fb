interface Open {
  readonly category: string;
}

/** Where one votes on such prompts: in their category where something in it is to be judged, or else on anything. */
export function voteHref(category: string, arena: readonly Open[]): string {
  return arena.some((open) => open.category === category) ? `/vote?category=${category}` : '/vote';
}
