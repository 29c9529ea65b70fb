import type { Metadata } from 'next';
import { Explorer } from './explorer';

export const metadata: Metadata = { title: 'GraphQL explorer' };

export default function ExplorerPage() {
  return (
    <>
      <h1 className="mt-4 text-title font-semibold">GraphQL explorer</h1>
      <p className="quiet mt-2">
        Everything on these pages can be asked for at <code>/api/graphql</code>; subscriptions come
        over SSE from <code>/api/graphql/stream</code>. Press Ctrl-Enter to run the query.
      </p>
      <Explorer />
    </>
  );
}
