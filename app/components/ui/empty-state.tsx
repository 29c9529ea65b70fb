import type { ComponentProps, ReactNode } from 'react';
import { LinkButton } from './button';

interface Props {
  readonly title: string;
  readonly children?: ReactNode;
  /** What to do about it. */
  readonly next: {
    readonly href: ComponentProps<typeof LinkButton>['href'];
    readonly title: string;
  };
  /** Of the title; 1 where it is all that a page says. */
  readonly level?: 1 | 2;
}

/** Nothing is here yet: a picture, why, and the next step. */
export function EmptyState({ title, children, next, level = 2 }: Props) {
  const Heading = level === 1 ? 'h1' : 'h2';
  return (
    <div className="card flex flex-col items-center gap-4 px-4 py-12 text-center">
      <svg viewBox="0 0 120 72" className="h-18 w-30 fill-none" aria-hidden="true">
        <g className="stroke-slate-400 dark:stroke-slate-500" strokeWidth="2">
          <rect x="8" y="8" width="44" height="44" rx="6" strokeDasharray="5 4" />
          <rect x="68" y="8" width="44" height="44" rx="6" strokeDasharray="5 4" />
        </g>
        <g className="stroke-lake-500" strokeWidth="2.4" strokeLinecap="round">
          <path d="M18 40q6-5 12 0t12 0M78 40q6-5 12 0t12 0M36 66q6-4 12 0t12 0 12 0 12 0" />
        </g>
        <circle cx="40" cy="20" r="4" className="fill-lake-500" />
        <circle cx="100" cy="20" r="4" className="fill-lake-500" />
      </svg>
      <Heading className="text-xl font-semibold">{title}</Heading>
      {children !== undefined && <div className="quiet max-w-text">{children}</div>}
      <LinkButton href={next.href}>{next.title}</LinkButton>
    </div>
  );
}
