import escapeHtml from 'escape-html';
import { Feed } from 'feed';
import { origin } from '@/app/components/origin';
import { categoryTitle } from '@/app/components/categories';
import { query } from '@/app/execute';
import { englishWords } from '@/app/words/server';
import { withoutControl } from '@/lib/written-text';
import { NewestDocument } from './newest.documents';

export const dynamic = 'force-dynamic';

/** The newest comparisons as an Atom feed (RFC 4287). */
export async function GET(): Promise<Response> {
  const { edges } = (await query(NewestDocument)).comparisons;
  const home = await origin();
  const at = (path: string) => new URL(path, home).href;
  const feed = new Feed({
    id: at('/'),
    title: 'Sarovar: new comparisons',
    description: 'Does a text-to-image model understand what the prompt says?',
    link: at('/'),
    feedLinks: { atom: at('/feed.xml') },
    language: 'en',
    copyright: 'Pictures and prompts: see the licence on each page',
    author: { name: 'Sarovar' },
    updated: new Date(edges[0]?.node.createdAt ?? 0),
  });
  for (const { node } of edges) {
    const { key, prompt, generations, createdAt } = node;
    const names = [...new Set(generations.map(({ model }) => model.name))].join(', ');
    feed.addItem({
      id: at(`/c/${key}`),
      link: at(`/c/${key}`),
      // Readers take titles for HTML.
      title: escapeHtml(withoutControl(prompt.text)),
      date: new Date(createdAt),
      description: `${categoryTitle(englishWords(), prompt.category)}: painted by ${escapeHtml(names)}.`,
    });
  }
  return new Response(feed.atom1(), {
    headers: { 'content-type': 'application/atom+xml; charset=utf-8' },
  });
}
