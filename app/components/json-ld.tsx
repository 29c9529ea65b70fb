/** Structured data for search engines and archives (JSON-LD 1.1, schema.org). */
export function JsonLd({ data }: { data: Readonly<Record<string, unknown>> }) {
  // "<" could end the script element.
  const json = JSON.stringify({ '@context': 'https://schema.org', ...data });
  const safe = json.replaceAll('<', String.raw`\u003c`);
  return <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: safe }} />;
}
