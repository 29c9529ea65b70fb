import { METHOD_NAMES, METHODS } from '@/lib/methods';

const RULES = METHOD_NAMES.map(
  (name) => `[data-method="${name}"]{--method:${METHODS[name].colour}}`,
).join('');

/** The table's colours for CSS: whatever has a `data-method` gets its method's. */
export function MethodColours({ nonce }: { readonly nonce: string | undefined }) {
  // Browsers hide a nonce from scripts, and so React would find it different.
  return (
    <style nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: RULES }} />
  );
}
