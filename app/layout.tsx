import type { Metadata } from 'next';
import { headers } from 'next/headers';
import Link from 'next/link';
import { ThemeProvider } from 'next-themes';
import type { ReactNode } from 'react';
import { origin } from './components/origin';
import { ThemeButton } from './components/theme-button';
import './globals.css';

export async function generateMetadata(): Promise<Metadata> {
  return {
    metadataBase: await origin(),
    title: { default: 'Sarovar', template: '%s · Sarovar' },
    description: 'Does a text-to-image model understand what the prompt says?',
    alternates: { types: { 'application/atom+xml': '/feed.xml' } },
  };
}

const PAGES = [
  { href: '/', title: 'Gallery' },
  { href: '/vote', title: 'Vote' },
  { href: '/leaderboard', title: 'Ranking' },
  { href: '/studio', title: 'Studio' },
  { href: '/methods', title: 'Methods' },
] as const;

const FOR_THE_CURIOUS = [
  { href: '/explorer', title: 'GraphQL API' },
  { href: '/exports', title: 'Data' },
  { href: '/feed.xml', title: 'Feed' },
  { href: '/status', title: 'Status' },
] as const;

export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get('x-nonce') ?? undefined;
  return (
    <html lang="en" suppressHydrationWarning>
      <body>
        <ThemeProvider
          attribute="class"
          defaultTheme="system"
          enableSystem
          {...(nonce ? { nonce } : {})}
        >
          <a
            href="#main"
            className="button sr-only focus:not-sr-only focus:absolute focus:top-2 focus:left-2"
          >
            Skip to content
          </a>
          <header className="mx-auto flex max-w-6xl flex-wrap items-center gap-x-4 px-4 py-4">
            <Link href="/" className="flex items-center gap-2 text-lg font-semibold">
              <svg viewBox="0 0 32 32" className="size-7" aria-hidden="true">
                <circle cx="16" cy="16" r="15" className="fill-lake-700 dark:fill-lake-300" />
                <path
                  d="M6 19q5-4 10 0t10 0M8 24q4-3 8 0t8 0"
                  className="stroke-paper dark:stroke-night fill-none"
                  strokeWidth="2.4"
                  strokeLinecap="round"
                />
                <circle cx="21" cy="10" r="3" className="fill-paper dark:fill-night" />
              </svg>
              Sarovar
            </Link>
            <nav
              aria-label="Pages"
              className="-mx-2 flex items-center text-sm sm:ml-auto sm:gap-1 sm:text-base"
            >
              {PAGES.map(({ href, title }) => (
                <Link
                  key={href}
                  href={href}
                  className="rounded-lg px-2 py-2 hover:bg-slate-100 sm:px-3 dark:hover:bg-slate-800"
                >
                  {title}
                </Link>
              ))}
              <ThemeButton />
            </nav>
          </header>
          <main id="main" className="mx-auto max-w-6xl px-4 pb-16">
            {children}
          </main>
          <footer className="quiet mx-auto max-w-6xl px-4 pb-8 text-sm print:hidden">
            <nav aria-label="For the curious" className="flex flex-wrap gap-x-4">
              {FOR_THE_CURIOUS.map(({ href, title }) => (
                <a key={href} href={href} className="inline-flex min-h-11 items-center underline">
                  {title}
                </a>
              ))}
            </nav>
          </footer>
        </ThemeProvider>
      </body>
    </html>
  );
}
