import { useTranslations } from 'use-intl/react';

interface Props {
  readonly on: boolean;
  readonly change: (on: boolean) => void;
}

/** Which keys do what, and a switch for whoever wants none of them; not where a finger is all there is. */
export function KeysSwitch({ on, change }: Props) {
  const t = useTranslations('vote');
  return (
    <div className="quiet hidden flex-wrap items-center gap-x-4 text-sm any-pointer-fine:flex">
      <label className="inline-flex min-h-11 items-center gap-2">
        <input
          type="checkbox"
          role="switch"
          checked={on}
          onChange={({ target }) => change(target.checked)}
          className="accent-lake-700 size-5"
        />
        {t('keys')}
      </label>
      <p>{on ? t('keysAre') : t('keysAreOff')}</p>
    </div>
  );
}
