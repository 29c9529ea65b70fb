import type { MetadataRoute } from 'next';

/** What a phone needs to keep the pages like an app. */
export default function manifest(): MetadataRoute.Manifest {
  return {
    name: 'Sarovar',
    short_name: 'Sarovar',
    description: 'Does a text-to-image model understand what the prompt says?',
    start_url: '/',
    display: 'standalone',
    background_color: '#f9fdfe',
    theme_color: '#1d5f73',
    icons: [
      { src: '/icon.svg', sizes: 'any', type: 'image/svg+xml' },
      { src: '/apple-icon', sizes: '180x180', type: 'image/png' },
      { src: '/apple-icon', sizes: '180x180', type: 'image/png', purpose: 'maskable' },
    ],
  };
}
