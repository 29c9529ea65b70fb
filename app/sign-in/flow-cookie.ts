/** What a browser keeps while somebody signs in. The issuer leads them back by a link, so that it must be a lax one. */
export const FLOW_COOKIE = 'sarovar-sign-in';
