import type { ReactNode } from 'react';

/** What stands in bold in a message. */
export const b = (said: ReactNode) => <strong key="b">{said}</strong>;

/** What stands in it as code. */
export const code = (said: ReactNode) => <code key="code">{said}</code>;
