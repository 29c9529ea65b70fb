'use client';

import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { request, subscribe } from '@/app/components/graphql-client';
import { Button } from '@/app/components/ui/button';
import { Problem } from '@/app/components/ui/field';
import {
  PauseStudyDocument,
  ResumeStudyDocument,
  StudyControlsDocument,
  StudyGoesOnDocument,
  type GoingFragment,
} from './study.documents';

/** How far a study is, while it goes on, and how whoever may has it rest. */
export function Progress({ study, studyKey }: { study: GoingFragment; studyKey: string }) {
  const t = useTranslations('studies');
  const [now, setNow] = useState(study);
  const [mine, setMine] = useState(false);
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);
  const { id, state, progress } = now;
  const goesOn = state === 'RUNNING';

  useEffect(() => {
    // The page itself is everybody's.
    request(StudyControlsDocument, { key: studyKey }).then(
      (answer) => setMine(answer.study?.viewerCanChange ?? false),
      () => undefined,
    );
  }, [studyKey]);

  useEffect(() => {
    if (!goesOn) return;
    const changes = subscribe(StudyGoesOnDocument, { id });
    void (async () => {
      for await (const { studyProgress } of changes) if (studyProgress) setNow(studyProgress);
    })().catch((error: unknown) => setProblem(error instanceof Error ? error.message : ''));
    return () => void changes.return(undefined);
  }, [goesOn, id]);

  async function change() {
    setBusy(true);
    setProblem('');
    try {
      const { reply } = await request(goesOn ? PauseStudyDocument : ResumeStudyDocument, { id });
      if ('message' in reply) throw new Error(reply.message);
      setNow(reply);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : t('didNotWork'));
    } finally {
      setBusy(false);
    }
  }

  const { total, painted, failed, secondsLeft } = progress;
  const minutes = secondsLeft === null ? null : Math.ceil(secondsLeft / 60);
  const unfinished = total - painted > 0;
  return (
    <section aria-labelledby="progress" className="card mt-4 space-y-2 p-4">
      <h2 id="progress" className="font-semibold">
        {t('state', { state })}
      </h2>
      <progress className="w-full" max={total} value={painted} aria-labelledby="progress" />
      <p>
        {t('painted', { painted, total, failed })}
        {minutes !== null && ` ${t('left', { minutes })}`}
      </p>
      {mine && (goesOn || unfinished) && (
        <Button kind="quiet" disabled={busy} onClick={() => void change()}>
          {goesOn ? t('pause') : t('resume')}
        </Button>
      )}
      <Problem>{problem}</Problem>
    </section>
  );
}
