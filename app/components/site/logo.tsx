/** The lake with its sun. */
export function Logo() {
  return (
    <svg viewBox="0 0 32 32" className="size-7" aria-hidden="true">
      <circle cx="16" cy="16" r="15" className="fill-lake-700 dark:fill-lake-300" />
      <path
        d="M6 19q5-4 10 0t10 0M8 24q4-3 8 0t8 0"
        className="stroke-paper dark:stroke-night fill-none"
        strokeWidth="2.4"
        strokeLinecap="round"
      />
      <circle cx="21" cy="10" r="3" className="fill-paper dark:fill-night" />
    </svg>
  );
}
