'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';

interface Props {
  readonly href: string;
  /** Beginnings of other addresses that belong to the page. */
  readonly also: readonly string[];
  readonly className: string;
  readonly children: ReactNode;
}

/** A link of the navigation that says whether it leads here (`page`), or to what this belongs to (`true`). */
export function PageLink({ href, also, className, children }: Props) {
  const path = usePathname();
  const within = also.some((beginning) => path.startsWith(beginning));
  const current = path === href ? 'page' : within ? 'true' : undefined;
  return (
    <Link href={href} aria-current={current} className={className}>
      {children}
    </Link>
  );
}
