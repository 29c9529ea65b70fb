import type { Quota } from '@/lib/problems';

/**
 * What clients are told of limits, as draft-ietf-httpapi-ratelimit-headers-11 writes it: lists of policies by name, with
 * quota and window in seconds, and what is left of each.
 */
export function rateLimitHeaders(quotas: readonly Quota[]): Record<string, string> {
  if (quotas.length === 0) return {};
  const policies = quotas.map(
    ({ policy, points, seconds }) => `"${policy}";q=${points};w=${seconds}`,
  );
  const left = quotas.map(
    ({ policy, remaining, resetSeconds }) => `"${policy}";r=${remaining};t=${resetSeconds}`,
  );
  return { 'ratelimit-policy': policies.join(', '), ratelimit: left.join(', ') };
}
