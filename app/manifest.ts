import type { MetadataRoute } from 'next';

/** What a phone needs to keep the pages like an app. */
export default function manifest(): MetadataRoute.Manifest {
  return {
    name: 'Sarovar',
    short_name: 'Sarovar',
    description: 'Does a text-to-image model understand what the prompt says?',
    id: '/',
    start_url: '/',
    display: 'standalone',
    background_color: '#f9fdfe',
    theme_color: '#1d5f73',
    icons: [
      { src: '/icon.svg', sizes: 'any', type: 'image/svg+xml' },
      { src: '/app-icon/192', sizes: '192x192', type: 'image/png' },
      { src: '/app-icon/512', sizes: '512x512', type: 'image/png' },
      { src: '/app-icon/512', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    ],
  };
}
