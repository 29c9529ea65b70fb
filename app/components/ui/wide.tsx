import type { ReactNode } from 'react';

interface Props {
  /** What is in it, unique on the page. */
  readonly label: string;
  readonly className?: string;
  /** Says on phones that there is more to the side. */
  readonly hint?: string;
  readonly children: ReactNode;
}

/** Something wider than a phone, which scrolls by itself, by thumb or by arrow keys, and not the page with it. */
export function Wide({ label, className = '', hint, children }: Props) {
  return (
    <div className={className}>
      {hint !== undefined && <p className="quiet mb-1 text-xs sm:hidden">↔ {hint}</p>}
      <div role="region" aria-label={label} tabIndex={0} className="wide overflow-x-auto">
        {children}
      </div>
    </div>
  );
}
