/** A method itself, beside its one colour; a model of it is a `MethodName`. */
export function MethodTitle({
  method,
  title,
}: {
  readonly method: string;
  readonly title: string;
}) {
  return (
    <span data-method={method} className="inline-flex items-baseline gap-2">
      <span className="method-fill inline-block size-3 shrink-0 rounded-full" aria-hidden="true" />
      {title}
    </span>
  );
}
