import escapeHtml from 'escape-html';
import { chooseLocale, type Locale } from '@/app/words/locales';

const STYLE = `
  :root { color-scheme: light dark; }
  body { margin: 0; padding: 12px; font: 16px/1.5 system-ui, sans-serif; }
  a { color: inherit; text-decoration: none; display: block; }
  h1 { font-size: 18px; margin: 0 0 8px; }
  p { margin: 8px 0 0; text-decoration: underline; }`;

/** The language of whoever sees the frame: on other people's pages a browser sends no cookie of ours. */
export function localeOf(request: Request): Locale {
  return chooseLocale(undefined, request.headers.get('accept-language'));
}

interface Frame {
  /** In the language of `localeOf`; without it in English. */
  readonly lang?: Locale;
  readonly title: string;
  /** What it leads to, in a tab of its own. */
  readonly href: string;
  /** HTML. */
  readonly body: string;
  /** Beneath it: why one should go there. */
  readonly line: string;
  readonly style: string;
}

/** A page to stand in a frame on other people's pages: a single link, without scripts. */
export function framed(
  request: Request,
  { lang = 'en', title, href, body, line, style }: Frame,
): Response {
  const nonce = escapeHtml(request.headers.get('x-nonce') ?? '');
  const html = `<!doctype html>
<html lang="${lang}"><head><meta charset="utf-8"><title>${escapeHtml(title)} · Sarovar</title>
<meta name="viewport" content="width=device-width"><style nonce="${nonce}">${STYLE}${style}</style></head>
<body><main><a href="${escapeHtml(href)}" target="_blank" rel="noopener"><h1>${escapeHtml(title)}</h1>${body}
<p>${escapeHtml(line)}</p></a></main></body></html>`;
  return new Response(html, {
    headers: { 'content-type': 'text/html; charset=utf-8', vary: 'accept-language' },
  });
}
