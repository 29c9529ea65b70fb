import type { MetadataRoute } from 'next';
import { origin } from './components/origin';
import { FOR_BUILDERS, PAGES } from './components/site/pages';
import { query } from './execute';
import { ListedDocument } from './sitemap.documents';

/** What is no page, and what is another one for everybody. */
const NO_PAGES = new Set(['feed', 'yours']);

/** Every page of the navigation, and the newest comparisons. */
export default async function sitemap(): Promise<MetadataRoute.Sitemap> {
  const home = await origin();
  const { asked, judged } = await query(ListedDocument);
  const pages = [...PAGES, ...FOR_BUILDERS.filter(({ name }) => !NO_PAGES.has(name))];
  return [
    ...pages.map(({ href }) => ({ url: new URL(href, home).href })),
    ...[...asked.edges, ...judged.edges].map(({ node: { key, createdAt } }) => ({
      url: new URL(`/c/${key}`, home).href,
      lastModified: createdAt,
    })),
  ];
}
