import type { ReactNode } from 'react';

interface Props {
  readonly action: '/sign-in' | '/sign-out';
  /** What one signs in for, or out of. */
  readonly purpose: 'vote' | 'curate';
  readonly className?: string;
  readonly children: ReactNode;
}

/** A button that signs somebody in or out; works without JavaScript. */
export function SignInForm({ action, purpose, className = 'button', children }: Props) {
  return (
    <form method="post" action={action}>
      <input type="hidden" name="purpose" value={purpose} />
      <button type="submit" className={className}>
        {children}
      </button>
    </form>
  );
}
