import { readersFormat } from '@/app/words/server';

/** A moment as the reader writes it; the server does not know their clock, so it says that it is UTC. */
export async function Moment({ at }: { readonly at: string }) {
  const format = await readersFormat();
  const date = new Date(at);
  return (
    <time dateTime={at}>
      {format.dateTime(date, { dateStyle: 'medium', timeStyle: 'short' })} UTC
    </time>
  );
}
