import { useLayoutEffect } from 'react';
import { useTranslations } from 'use-intl/react';
import { LAYOUT } from './layout-name';
import { useRemembered } from './remembered';

const ICONS = {
  beside: 'M4 6h7v12H4zM13 6h7v12h-7z',
  stacked: 'M6 3h12v8H6zM6 13h12v8H6z',
} as const;

/** On phones, whether pictures stand beside or above each other; CSS reads it from the document, before anything is shown. */
export function LayoutSwitch() {
  const t = useTranslations('vote');
  const [layout, remember] = useRemembered(LAYOUT, 'beside');
  const other = layout === 'stacked' ? 'beside' : 'stacked';
  useLayoutEffect(() => {
    document.documentElement.dataset['voteLayout'] = layout;
  }, [layout]);
  return (
    <button
      type="button"
      className="button-quiet w-11 px-0 md:hidden"
      aria-label={t('layout', { layout: other })}
      onClick={() => remember(other)}
    >
      <svg viewBox="0 0 24 24" className="size-6 fill-none" aria-hidden="true">
        <path d={ICONS[other]} className="stroke-current" strokeWidth="2" strokeLinejoin="round" />
      </svg>
    </button>
  );
}
