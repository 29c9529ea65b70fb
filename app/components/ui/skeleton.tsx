/** Stands where something will be, as large as that; who waits for it is told by words beside it. */
export function Skeleton({ className = 'h-4 w-full' }: { readonly className?: string }) {
  return <div className={`skeleton ${className}`} aria-hidden="true" />;
}
