import type { Metadata, Viewport } from 'next';
import { headers } from 'next/headers';
import { ThemeProvider } from 'next-themes';
import type { ReactNode } from 'react';
import { origin } from './components/origin';
import { BottomBar } from './components/site/bottom-bar';
import { Footer } from './components/site/footer';
import { Header } from './components/site/header';
import { MethodColours } from './components/site/method-colours';
import { figtree } from './font';
import { browserMessagesOf } from './words/messages';
import { WordsProvider } from './words/provider';
import { methodWords, readersLocale, TIME_ZONE, words } from './words/server';
import './globals.css';

export async function generateMetadata(): Promise<Metadata> {
  const t = await words();
  return {
    metadataBase: await origin(),
    title: { default: 'Sarovar', template: '%s · Sarovar' },
    description: t('site.tagline'),
    applicationName: 'Sarovar',
    openGraph: { siteName: 'Sarovar', type: 'website' },
    alternates: { types: { 'application/atom+xml': '/feed.xml' } },
  };
}

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f9fdfe' },
    { media: '(prefers-color-scheme: dark)', color: '#0b161b' },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get('x-nonce') ?? undefined;
  const [locale, t] = [await readersLocale(), await words()];
  return (
    <html lang={locale} className={figtree.variable} suppressHydrationWarning>
      <head>
        <MethodColours nonce={nonce} />
      </head>
      <body className="pb-14 md:pb-0">
        <ThemeProvider
          attribute="class"
          defaultTheme="system"
          enableSystem
          {...(nonce ? { nonce } : {})}
        >
          <WordsProvider
            locale={locale}
            messages={browserMessagesOf(locale)}
            methods={methodWords(locale)}
            timeZone={TIME_ZONE}
          >
            <a
              href="#main"
              className="button sr-only focus:not-sr-only focus:absolute focus:top-2 focus:left-2"
            >
              {t('site.skip')}
            </a>
            <Header />
            {/* What a page says in no other language is English: sign-in's problems, the explorer. */}
            <main id="main" lang="en" className="max-w-page mx-auto min-h-[50vh] px-4 pt-4 pb-16">
              {children}
            </main>
            <Footer />
            <BottomBar />
          </WordsProvider>
        </ThemeProvider>
      </body>
    </html>
  );
}
