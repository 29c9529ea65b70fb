import type { ReactNode } from 'react';

interface Props {
  readonly title: string;
  readonly children: ReactNode;
}

/** What few people want to read, behind its title. */
export function Fold({ title, children }: Props) {
  return (
    <details className="border-t border-(--line) last:border-b">
      <summary className="min-h-11 content-center font-medium">{title}</summary>
      <div className="pb-4">{children}</div>
    </details>
  );
}
