import type { ComponentProps, ReactNode } from 'react';

interface FieldProps {
  /** Of the control in it. */
  readonly id: string;
  readonly label: string;
  readonly help?: ReactNode;
  /** What is wrong with what stands in it. */
  readonly problem?: string;
  readonly children: ReactNode;
}

/** A control with its label, what it does, and what is wrong. */
export function Field({ id, label, help, problem, children }: FieldProps) {
  return (
    <div>
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      {children}
      {help !== undefined && <p className="quiet mt-1 text-sm">{help}</p>}
      {problem !== undefined && <Problem>{problem}</Problem>}
    </div>
  );
}

/** What went wrong, said at once; empty while nothing is. */
export function Problem({ children }: { readonly children: string }) {
  return (
    <p role="alert" className="mt-1 text-sm text-(--bad) empty:hidden">
      {children}
    </p>
  );
}

interface SelectProps extends Omit<ComponentProps<'select'>, 'children'> {
  readonly choices: readonly { readonly value: string; readonly title: string }[];
}

/** One of many values. */
export function Select({ choices, className = '', ...rest }: SelectProps) {
  return (
    <select className={`field ${className}`} {...rest}>
      {choices.map(({ value, title }) => (
        <option key={value} value={value}>
          {title}
        </option>
      ))}
    </select>
  );
}
