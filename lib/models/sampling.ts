import { at } from '@/lib/at';
import type { Mt19937 } from '@/lib/random/mt19937';

/** Only so many of the likeliest tokens are drawn from (Fan et al., arXiv 1805.04833). */
const TOP = 40;

/** The `count` likeliest tokens, the likeliest last. */
function likeliest(logits: Float32Array, count: number): number[] {
  const tokens: number[] = [];
  let threshold = -Infinity;
  logits.forEach((logit, token) => {
    if (tokens.length === count && logit <= threshold) return;
    const place = tokens.findIndex((other) => at(logits, other) > logit);
    tokens.splice(place === -1 ? tokens.length : place, 0, token);
    if (tokens.length > count) tokens.shift();
    threshold = at(logits, at(tokens, 0));
  });
  return tokens;
}

/** One token drawn from the softmax of `logits / temperature` over the likeliest; 0 takes the first. */
export function pickToken(logits: Float32Array, temperature: number, rng: Mt19937): number {
  const tokens = likeliest(logits, temperature === 0 ? 1 : TOP);
  const best = at(tokens, tokens.length - 1);
  if (temperature === 0) return best;
  const highest = at(logits, best);
  const weights = tokens.map((token) =>
    Math.exp((at(logits, token) - highest) / temperature),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let rest = (rng.uint32() / 2 ** 32) * total;
  for (const [i, token] of tokens.entries()) {
    rest -= at(weights, i);
    if (rest < 0) return token;
  }
  return best;
}
