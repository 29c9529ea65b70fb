// Preloaded, it lets a page be rendered outside Next.js: by nobody's request, and with messages as app/words compiles them.
import { register } from 'node:module';

const NO_REQUEST = `
  export const cookies = async () => new Map();
  export const headers = async () => new Headers();
`;

const inUrl = (code) => `data:text/javascript,${encodeURIComponent(code)}`;

const HOOKS = `
  export function resolve(specifier, context, next) {
    if (specifier === 'next/headers') return { url: ${JSON.stringify(inUrl(NO_REQUEST))}, shortCircuit: true };
    const isFormatter = specifier === 'use-intl/format-message';
    return next(isFormatter ? 'use-intl/format-message/format-only' : specifier, context);
  }
`;

register(inUrl(HOOKS));
