'use client';

import { useState } from 'react';
import { request } from './graphql-client';
import { withProof } from './proof';
import { ReportDialog } from './report-dialog';
import { ReportThisDocument } from './report.documents';

/** Asks a curator to look at something; `what` names it, as in “this picture”. */
export function ReportThis({ id, what }: { id: string; what: string }) {
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
        <ReportDialog
          what={what}
          opener={`Report ${what}`}
          openerClass="text-sm"
          examples="offensive, somebody’s picture, …"
          submit="Report"
          send={send}
        />
      )}
      <p role="status" className="quiet text-sm empty:hidden">
        {sent && 'Thank you: a curator will look at it.'}
      </p>
    </>
  );
}
