/**
 * What Next.js drops from the answers of route handlers, since a body that was fetched may have been decoded on the
 * way, under names that it lets through: our web server gives them back their own. Other servers do not, such as `next dev`'s.
 */
export const SENT_AS: Readonly<Record<string, string>> = {
  'content-encoding': 'x-sent-content-encoding',
  'content-length': 'x-sent-content-length',
};

/** Whether headers by those names are given their own before they are sent. */
export const SENT_HEADER = 'x-sarovar-sends';
