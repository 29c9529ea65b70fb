import Link from 'next/link';
import type { ComponentProps } from 'react';

/** Things that belong together. */
export function Card({ className = '', ...rest }: ComponentProps<'div'>) {
  return <div className={`card ${className}`} {...rest} />;
}

/** A card that is one link; its content names it, so pictures in it have an empty alt. */
export function LinkCard({ className = '', ...rest }: ComponentProps<typeof Link>) {
  return <Link className={`card group block overflow-hidden ${className}`} {...rest} />;
}
