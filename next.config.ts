import type { NextConfig } from 'next';

const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  // `npm test` checks the types of everything; checking them again would only delay the first start.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ['pg', 'sharp'],
};

export default config;
