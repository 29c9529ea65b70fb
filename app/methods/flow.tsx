interface FlowProps {
  /** What it shows, for those who cannot see it. */
  readonly label: string;
  readonly steps: readonly {
    readonly title: string;
    readonly note: string | null;
    readonly trained: boolean;
  }[];
}

/** Boxes from left to right (on a phone from top to bottom) with arrows between; trained ones filled. */
export function Flow({ label, steps }: FlowProps) {
  return (
    <ol aria-label={label} className="mt-3 flex flex-col gap-1 sm:flex-row sm:items-stretch">
      {steps.map(({ title, note, trained }, index) => (
        <li key={title} className="flex flex-col items-center gap-1 sm:flex-1 sm:flex-row">
          {index > 0 && (
            <span aria-hidden="true" className="quiet rotate-90 px-1 sm:rotate-0">
              →
            </span>
          )}
          <span
            className={`w-full rounded-box border p-3 text-center text-sm sm:h-full ${
              trained
                ? 'border-lake-700 bg-lake-100 text-ink dark:border-lake-300 dark:bg-lake-900 dark:text-slate-100'
                : 'border-slate-300 dark:border-slate-600'
            }`}
          >
            <span className="block font-medium">{title}</span>
            {note && <span className="block text-xs">{note}</span>}
          </span>
        </li>
      ))}
    </ol>
  );
}
