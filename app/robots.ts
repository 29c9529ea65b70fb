import type { MetadataRoute } from 'next';
import { origin } from './components/origin';

const NOT_READ = ['/api/', '/curate', '/m/', '/language', '/yours', '/sign-'];

/** Whoever still has to judge two pictures should not find a verdict on them. */
const NOT_FOUND = '/v/';

/** These come for a link that somebody has sent, and show its card. */
const SHOW_CARDS = [
  ...['Twitterbot', 'facebookexternalhit', 'LinkedInBot', 'Slackbot-LinkExpanding', 'Discordbot'],
  ...['TelegramBot', 'WhatsApp', 'Mastodon', 'Bluesky Cardyb'],
];

/** What machines may read: everything but what costs work, tells a voter something, or is for curators. */
export default async function robots(): Promise<MetadataRoute.Robots> {
  return {
    rules: [
      { userAgent: '*', disallow: [...NOT_READ, NOT_FOUND] },
      { userAgent: SHOW_CARDS, disallow: NOT_READ },
    ],
    sitemap: new URL('/sitemap.xml', await origin()).href,
  };
}
