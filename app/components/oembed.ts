/** What a page says of where its oEmbed answer is, for `alternates.types`. */
export function oembedLink(url: string) {
  return { 'application/json+oembed': `/oembed?url=${encodeURIComponent(url)}` };
}
