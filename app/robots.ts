import type { MetadataRoute } from 'next';
import { origin } from './components/origin';

/** What machines may read: everything but what costs work, tells a voter something, or is for curators. */
export default async function robots(): Promise<MetadataRoute.Robots> {
  return {
    rules: { userAgent: '*', disallow: ['/api/', '/curate', '/v/', '/m/', '/language'] },
    sitemap: new URL('/sitemap.xml', await origin()).href,
  };
}
