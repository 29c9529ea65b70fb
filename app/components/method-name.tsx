declare module 'react' {
  interface CSSProperties {
    '--method'?: string;
  }
}

interface Props {
  readonly title: string;
  /** The method's one colour, as CSS has it. */
  readonly colour: string;
}

/** A method as every page names it: its colour, and always its title beside that. */
export function MethodName({ title, colour }: Props) {
  return (
    <span className="inline-flex items-center gap-2">
      <span className="method-colour size-3 rounded-full" style={{ '--method': colour }} />
      {title}
    </span>
  );
}
