interface FlowProps {
  /** What it shows, for those who cannot see it. */
  readonly label: string;
  /** Whose colour its trained parts have. */
  readonly method: string;
  readonly steps: readonly {
    readonly title: string;
    readonly note: string | null;
    readonly trained: boolean;
  }[];
}

/** Boxes from left to right (on a phone from top to bottom) with arrows between; trained ones in the method's colour. */
export function Flow({ label, method, steps }: FlowProps) {
  return (
    <ol
      aria-label={label}
      data-method={method}
      className="flex flex-col gap-1 sm:flex-row sm:items-stretch"
    >
      {steps.map(({ title, note, trained }, index) => (
        <li
          key={title}
          className="flex flex-col items-center gap-1 sm:flex-1 sm:basis-0 sm:flex-row"
        >
          {index > 0 && (
            <span aria-hidden="true" className="quiet rotate-90 px-1 sm:rotate-0">
              →
            </span>
          )}
          <span
            className={`rounded-box flex w-full flex-col justify-center p-3 text-center text-sm sm:h-full ${
              trained ? 'trained-part' : 'border border-(--line-strong)'
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
