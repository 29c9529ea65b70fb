import type { Mt19937 } from '@/lib/random/mt19937';

/** Only so many of the likeliest tokens are drawn from (Fan et al., arXiv 1805.04833). */
const TOP = 40;

/** The `count` likeliest tokens, the likeliest last. */
function likeliest(logits: Float32Array, count: number): number[] {
  const tokens: number[] = [];
  let threshold = -Infinity;
  logits.forEach((logit, token) => {
    if (tokens.length === count && logit <= threshold) return;
    const at = tokens.findIndex((other) => (logits[other] ?? 0) > logit);
    tokens.splice(at === -1 ? tokens.length : at, 0, token);
    if (tokens.length > count) tokens.shift();
    threshold = logits[tokens[0] ?? 0] ?? -Infinity;
  });
  return tokens;
}

/** One token drawn from the softmax of `logits / temperature` over the likeliest; 0 takes the first. */
export function pickToken(logits: Float32Array, temperature: number, rng: Mt19937): number {
  const tokens = likeliest(logits, temperature === 0 ? 1 : TOP);
  const best = tokens.at(-1) ?? 0;
  if (temperature === 0) return best;
  const highest = logits[best] ?? 0;
  const weights = tokens.map((token) =>
    Math.exp(((logits[token] ?? -Infinity) - highest) / temperature),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let rest = (rng.uint32() / 2 ** 32) * total;
  for (const [i, token] of tokens.entries()) {
    rest -= weights[i] ?? 0;
    if (rest < 0) return token;
  }
  return best;
}
