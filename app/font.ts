import localFont from 'next/font/local';

/**
 * Figtree (SIL Open Font License 1.1, its text lies beside the file), Latin letters in all weights, 20 kB; served by us
 * and preloaded. Other letters and signs come from the reader's own fonts.
 */
export const figtree = localFont({
  src: '../node_modules/@fontsource-variable/figtree/files/figtree-latin-wght-normal.woff2',
  weight: '300 900',
  variable: '--font-figtree',
  display: 'swap',
});
