'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { ForgetMeDocument } from './forget-me.documents';
import { request } from './graphql-client';
import { forgetHere } from './kept-here';

/** Says what being forgotten means, and does it. */
export function ForgetMe() {
  const [deleteAll, setDeleteAll] = useState(false);
  const [said, setSaid] = useState('');
  const t = useTranslations('forget');

  async function forget() {
    try {
      const { forgetMe } = await request(ForgetMeDocument, { deleteAll });
      if ('message' in forgetMe) throw new Error(forgetMe.message);
      // Else answers that wait would be sent as somebody new's.
      forgetHere();
      const { deleted, kept } = forgetMe;
      setSaid(t('forgotten', { deleted, kept }));
    } catch (error) {
      setSaid(error instanceof Error ? error.message : t('failed'));
    }
  }

  return (
    <div className="space-y-2">
      <p>{t('forgetIs')}</p>
      <p>{t('forgetBack')}</p>
      <label className="flex min-h-11 items-center gap-2">
        <input
          type="checkbox"
          checked={deleteAll}
          onChange={(event) => setDeleteAll(event.target.checked)}
        />
        {t('forgetAll')}
      </label>
      <button type="button" className="button-quiet" onClick={() => void forget()}>
        {t('forgetMe')}
      </button>
      <p role="status" className="empty:hidden">
        {said}
      </p>
    </div>
  );
}
