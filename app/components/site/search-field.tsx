interface Props {
  readonly label: string;
  /** What stands in it at first. */
  readonly value?: string;
  readonly className?: string;
}

/** Looks for prompts on the front page; a plain form, so that it needs no scripts. */
export function SearchField({ label, value = '', className = '' }: Props) {
  return (
    <form action="/" role="search" className={className}>
      <input
        type="search"
        name="q"
        aria-label={label}
        placeholder={label}
        defaultValue={value}
        className="field text-sm"
      />
    </form>
  );
}
