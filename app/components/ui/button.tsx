import Link from 'next/link';
import type { ComponentProps } from 'react';

interface Kind {
  /** The one thing to do here is `main`; all else is `quiet`. */
  readonly kind?: 'main' | 'quiet';
}

const CLASS = { main: 'button', quiet: 'button-quiet' } as const;

/** Does something on this page. */
export function Button({
  kind = 'main',
  className = '',
  type = 'button',
  ...rest
}: ComponentProps<'button'> & Kind) {
  return <button type={type} className={`${CLASS[kind]} ${className}`} {...rest} />;
}

/** Leads somewhere, and looks like a button. */
export function LinkButton({
  kind = 'main',
  className = '',
  ...rest
}: ComponentProps<typeof Link> & Kind) {
  return <Link className={`${CLASS[kind]} ${className}`} {...rest} />;
}
