'use client';

import { useRef, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { request } from './graphql-client';
import { withProof } from './proof';
import { ReportForm } from './report-dialog';
import { ReportThisDocument } from './report.documents';

interface Props {
  readonly id: string;
  readonly what: 'prompt' | 'set' | 'picture';
}

/** Asks a curator to look at something. */
export function ReportThis({ id, what }: Props) {
  const t = useTranslations('reporting');
  const dialog = useRef<HTMLDialogElement>(null);
  const [sent, setSent] = useState(false);

  async function send(reason: string) {
    const { reply } = await withProof((proof) =>
      request(ReportThisDocument, { id, reason, proof }),
    );
    if ('message' in reply) throw new Error(reply.message);
    setSent(true);
  }

  return (
    <>
      {!sent && (
        <>
          <button
            type="button"
            className="quiet min-h-6 text-sm underline"
            onClick={() => dialog.current?.showModal()}
          >
            {t('report', { what })}
          </button>
          <ReportForm
            ref={dialog}
            words={{
              title: t('report', { what }),
              question: t('question', { what }),
              examples: t('examples'),
              submit: t('submit'),
              cancel: t('cancel'),
              failed: t('failed'),
            }}
            send={send}
          />
        </>
      )}
      <p role="status" className="quiet text-sm empty:hidden">
        {sent && t('thanks')}
      </p>
    </>
  );
}
