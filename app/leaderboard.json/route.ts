import { allRankings } from '@/lib/arena/rankings';
import { leaderboardJson } from '@/lib/evaluation/leaderboard';

export const dynamic = 'force-dynamic';

/** Every ranking; `npm run rank` makes the same bytes from the exported votes. */
export async function GET(): Promise<Response> {
  return new Response(leaderboardJson(await allRankings()), {
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
  });
}
