import { votesLine } from '@/app/components/share/board';
import { shareCard, SHARE_SIZE, SHARE_TYPE } from '@/app/components/share/card';
import { ScoresDocument } from '@/app/components/scoreboard/scoreboard.documents';
import { query } from '@/app/execute';

export const dynamic = 'force-dynamic';
export const size = SHARE_SIZE;
export const contentType = SHARE_TYPE;
export const alt = 'Two covered pictures, A and B';

/** Nothing of the arena itself: no pair has an address before it is judged. */
export default async function OpenGraphImage(): Promise<Response> {
  const { scoreboard } = await query(ScoresDocument);
  return shareCard({
    title: 'Two pictures, one prompt: which follows it better?',
    body: (
      <div style={{ display: 'flex', gap: 40, justifyContent: 'center' }}>
        {['A', 'B'].map((side) => (
          <div
            key={side}
            style={{
              display: 'flex',
              alignItems: 'center',
              justifyContent: 'center',
              width: 320,
              height: 320,
              borderRadius: 12,
              border: '4px solid #1d5f73',
              background: '#e1f0f3',
              color: '#1d5f73',
              fontSize: 140,
              fontWeight: 600,
            }}
          >
            {side}
          </div>
        ))}
      </div>
    ),
    line: `Blind: who painted which is said afterwards. ${votesLine(scoreboard)}`,
  });
}
