import type { QueueQuery } from './curate.documents';

type Decided = QueueQuery['decisions']['edges'][number]['node'];

function inWords({ subject, before, after }: Decided): string {
  const what = subject === 'ENRICHMENT' ? 'longer prompt' : subject.toLowerCase();
  if (subject === 'NETWORK') return 'a voter’s network banned until midnight (UTC)';
  if (after === null) return `${what} banned`;
  return `${what}: ${before?.toLowerCase() ?? ''} → ${after.toLowerCase()}`;
}

/** What was decided last; everybody can read all of it over GraphQL. */
export function Decisions({ decisions }: { decisions: QueueQuery['decisions']['edges'] }) {
  return (
    <section aria-labelledby="decisions">
      <h2 id="decisions" className="text-lg font-semibold">
        Decided
      </h2>
      {decisions.length === 0 && <p className="quiet mt-2">Nothing was decided yet.</p>}
      <ul className="mt-3 space-y-1 text-sm">
        {decisions.map(({ node }) => (
          <li key={node.id} className="break-words">
            <time className="quiet" dateTime={node.createdAt}>
              {node.createdAt.slice(0, 16).replace('T', ' ')}
            </time>{' '}
            {inWords(node)}: {node.reason}
            {node.curator !== null && <span className="quiet"> ({node.curator})</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}
