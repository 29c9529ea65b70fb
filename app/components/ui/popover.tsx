import type { ReactNode } from 'react';

interface Props {
  /** Of the box, unique on the page. */
  readonly id: string;
  /** What stands on the button; `label` names it where that says too little. */
  readonly button: ReactNode;
  readonly label?: string;
  readonly className?: string;
  /** A few words, of spans only, instead of a list of links. */
  readonly note?: boolean;
  readonly children: ReactNode;
}

/** A box that its button opens and closes, as do Escape and a press elsewhere; without scripts. */
export function Popover({ id, button, label, className = '', note = false, children }: Props) {
  // A note stands within a sentence, where HTML allows no block.
  const Box = note ? 'span' : 'div';
  return (
    <>
      <button type="button" popoverTarget={id} aria-label={label} className={className}>
        {button}
      </button>
      <Box id={id} popover="auto" className={`popover ${note ? 'popover-note' : ''}`}>
        {children}
      </Box>
    </>
  );
}
