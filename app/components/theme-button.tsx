'use client';

import { useTheme } from 'next-themes';

/** Switches between light and dark; until it is pressed, the system decides. */
export function ThemeButton() {
  const { resolvedTheme, setTheme } = useTheme();
  return (
    <button
      type="button"
      aria-label="Switch between light and dark"
      className="size-11 rounded-lg hover:bg-slate-100 dark:hover:bg-slate-800"
      onClick={() => setTheme(resolvedTheme === 'dark' ? 'light' : 'dark')}
    >
      <span aria-hidden="true">◐</span>
    </button>
  );
}
