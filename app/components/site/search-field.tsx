/** Looks for prompts on the front page; a plain form, so that it needs no scripts. */
export function SearchField({ label }: { readonly label: string }) {
  return (
    <form action="/" role="search" className="ml-auto min-w-0 flex-1 sm:max-w-64">
      <input
        type="search"
        name="q"
        aria-label={label}
        placeholder={label}
        maxLength={200}
        className="field text-sm"
      />
    </form>
  );
}
