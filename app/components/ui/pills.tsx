import Link from 'next/link';
import type { ComponentProps } from 'react';

interface PillLinksProps {
  readonly label: string;
  /** Whether the label is seen, too: where several such rows stand beside each other. */
  readonly labelled?: boolean;
  readonly choices: readonly {
    readonly title: string;
    /** How much there is of it. */
    readonly count?: number | undefined;
    readonly href: ComponentProps<typeof Link>['href'];
    readonly chosen: boolean;
  }[];
}

/** One of several views of a page, each at an address of its own. */
export function PillLinks({ label, labelled = false, choices }: PillLinksProps) {
  return (
    <nav aria-label={label} className="flex flex-wrap items-center gap-2">
      {labelled && (
        <span className="quiet text-sm" aria-hidden="true">
          {label}
        </span>
      )}
      {choices.map(({ title, count, href, chosen }) => (
        <Link
          key={title}
          href={href}
          aria-current={chosen ? 'page' : undefined}
          className="pill"
          scroll={false}
        >
          {title}
          {count !== undefined && ' '}
          {count !== undefined && <span className="ml-1.5 text-xs">{count}</span>}
        </Link>
      ))}
    </nav>
  );
}

interface SegmentedProps<Value extends string> {
  readonly label: string;
  /** Of its radio buttons, in a form. */
  readonly name: string;
  readonly choices: readonly { readonly value: Value; readonly title: string }[];
  readonly defaultValue?: Value;
  readonly onChoose?: (value: Value) => void;
}

/** One of a few values: radio buttons side by side. */
export function Segmented<Value extends string>(props: SegmentedProps<Value>) {
  const { label, name, choices, defaultValue, onChoose } = props;
  return (
    <fieldset className="flex flex-wrap gap-2">
      <legend className="mb-1 font-medium">{label}</legend>
      {choices.map(({ value, title }) => (
        <label key={value} className="pill cursor-pointer">
          <input
            type="radio"
            name={name}
            value={value}
            defaultChecked={value === defaultValue}
            className="sr-only"
            onChange={() => onChoose?.(value)}
          />
          {title}
        </label>
      ))}
    </fieldset>
  );
}
