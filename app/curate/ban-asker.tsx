import { useState } from 'react';
import { useTranslations } from 'use-intl/react';

interface Props {
  /** Bans whoever asked, perhaps with their network; whether it was done. */
  readonly ban: (network: boolean) => Promise<boolean>;
}

/** Has nothing taken any more from whoever asked for something. */
export function BanAsker({ ban }: Props) {
  const [network, setNetwork] = useState(false);
  const [banned, setBanned] = useState(false);
  const t = useTranslations('curate');
  return (
    <div className="mt-3 flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-slate-200 pt-3 dark:border-slate-700">
      {!banned && (
        <>
          <button
            type="button"
            className="button-quiet"
            onClick={() => void ban(network).then(setBanned)}
          >
            {t('ban')}
          </button>
          <label className="flex min-h-6 items-center gap-2 text-sm">
            <input
              type="checkbox"
              checked={network}
              onChange={(event) => setNetwork(event.target.checked)}
            />
            {t('banNetwork')}
          </label>
        </>
      )}
      <p role="status" className="quiet text-sm empty:hidden">
        {banned && t('banned')}
      </p>
    </div>
  );
}
