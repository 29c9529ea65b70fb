import type { MetadataRoute } from 'next';
import { origin } from './components/origin';
import { FOR_BUILDERS, PAGES } from './components/site/pages';
import { query } from './execute';
import { ListedDocument } from './sitemap.documents';

/** Every page of the navigation, and the newest comparisons. */
export default async function sitemap(): Promise<MetadataRoute.Sitemap> {
  const home = await origin();
  const { comparisons } = await query(ListedDocument);
  const pages = [...PAGES, ...FOR_BUILDERS.filter(({ name }) => name !== 'feed')];
  return [
    ...pages.map(({ href }) => ({ url: new URL(href, home).href })),
    ...comparisons.edges.map(({ node: { key, createdAt } }) => ({
      url: new URL(`/c/${key}`, home).href,
      lastModified: createdAt,
    })),
  ];
}
