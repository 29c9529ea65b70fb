import type { NextConfig } from 'next';

const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  // `npm test` checks the types of everything; checking them again would only delay the first start.
  typescript: { ignoreBuildErrors: true },
  // What these pages were called before; a query string goes along.
  redirects: () =>
    Promise.resolve([
      { source: '/leaderboard', destination: '/results', permanent: true },
      { source: '/studio', destination: '/create', permanent: true },
    ]),
  // Messages are compiled (app/words/messages.ts): a browser gets 1 kB to format them instead of a parser.
  turbopack: {
    resolveAlias: { 'use-intl/format-message': 'use-intl/format-message/format-only' },
  },
  serverExternalPackages: ['pg', 'sharp'],
};

export default config;
