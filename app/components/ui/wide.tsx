import type { ReactNode } from 'react';

interface Props {
  /** What is in it, unique on the page. */
  readonly label: string;
  readonly className?: string;
  readonly children: ReactNode;
}

/** Something wider than a phone, which scrolls by itself, by thumb or by arrow keys, and not the page with it. */
export function Wide({ label, className = '', children }: Props) {
  return (
    <div role="region" aria-label={label} tabIndex={0} className={`overflow-x-auto ${className}`}>
      {children}
    </div>
  );
}
