import escapeHtml from 'escape-html';
import { Feed } from 'feed';
import { categoryAsked, categoryTitle } from '@/app/components/categories';
import { mainPictures } from '@/app/components/main-pictures';
import { origin } from '@/app/components/origin';
import { query } from '@/app/execute';
import { englishModels } from '@/app/words/server';
import { withoutControl } from '@/lib/written-text';
import { FeedDocument } from './feed.documents';

export const dynamic = 'force-dynamic';

/** The newest comparisons of the gallery as an Atom feed (RFC 4287), curated ones first; `?category=` leaves others out. */
export async function GET(request: Request): Promise<Response> {
  const { search, searchParams } = new URL(request.url);
  const asked = categoryAsked(searchParams.get('category') ?? undefined);
  if ('unknown' in asked) return new Response('There is no such category.', { status: 404 });
  const { category } = asked;
  const { curated, visitors } = await query(FeedDocument, { category });
  const listed = [...curated.comparisons, ...visitors.comparisons];
  const home = await origin();
  const at = (path: string) => new URL(path, home).href;
  const of = category ? `, ${categoryTitle(category).toLowerCase()}` : '';
  const feed = new Feed({
    id: at(category ? `/?category=${category}` : '/'),
    title: `Sarovar: new comparisons${of}`,
    description: 'Does a text-to-image model understand what the prompt says?',
    link: at('/'),
    feedLinks: { atom: at(`/feed.xml${category ? search : ''}`) },
    favicon: at('/favicon.ico'),
    language: 'en',
    copyright: 'Pictures and prompts: see the licence on each page',
    author: { name: 'Sarovar' },
    updated: new Date(Math.max(0, ...listed.map(({ createdAt }) => Date.parse(createdAt)))),
  });
  const titleOf = englishModels();
  for (const { key, prompt, generations, createdAt } of listed) {
    const painted = generations.filter(({ imageUrl }) => imageUrl !== null);
    const names = new Set(painted.map(({ model }) => titleOf(model).title));
    const imageUrl = mainPictures(painted)[0]?.imageUrl;
    feed.addItem({
      id: at(`/c/${key}`),
      link: at(`/c/${key}`),
      // Readers take titles for HTML.
      title: escapeHtml(withoutControl(prompt.text)),
      date: new Date(createdAt),
      description: `${categoryTitle(prompt.category)}: painted by ${escapeHtml([...names].join(', '))}.`,
      ...(imageUrl ? { image: at(imageUrl) } : {}),
    });
  }
  return new Response(feed.atom1(), {
    headers: { 'content-type': 'application/atom+xml; charset=utf-8' },
  });
}
