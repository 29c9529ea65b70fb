'use client';

import { useState } from 'react';

/** Copies this page's address, and says what it is that one shares. */
export function CopyLink({ what }: { what: string }) {
  const [said, setSaid] = useState('');

  async function copy() {
    const { href } = window.location;
    try {
      // Browsers have a clipboard on secure pages only.
      await navigator.clipboard.writeText(href);
      setSaid(`Copied: ${what}.`);
    } catch {
      setSaid(`${what}: ${href}`);
    }
  }

  return (
    <span className="flex flex-wrap items-center gap-2">
      <button type="button" className="button-quiet" onClick={() => void copy()}>
        Copy link
      </button>
      <span role="status" className="quiet text-sm break-all">
        {said}
      </span>
    </span>
  );
}
