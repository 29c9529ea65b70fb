'use client';

import { useTheme } from 'next-themes';

/** Switches between light and dark; until it is pressed, the system decides. */
export function ThemeButton({ label }: { readonly label: string }) {
  const { resolvedTheme, setTheme } = useTheme();
  return (
    <button
      type="button"
      aria-label={label}
      className="needs-script rounded-box flex size-11 shrink-0 items-center justify-center hover:bg-slate-100 dark:hover:bg-slate-800"
      onClick={() => setTheme(resolvedTheme === 'dark' ? 'light' : 'dark')}
    >
      <svg viewBox="0 0 24 24" className="size-6" aria-hidden="true">
        <circle cx="12" cy="12" r="8" className="fill-none stroke-current" strokeWidth="2" />
        <path d="M12 4a8 8 0 0 1 0 16z" className="fill-current" />
      </svg>
    </button>
  );
}
