import { useRef, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { ReportForm } from '@/app/components/report-dialog';
import { Popover } from '@/app/components/ui/popover';
import { report } from './arena';
import { NAMES } from './blind-picture';

interface Props {
  /** The pair's key; undefined while there is none. */
  readonly matchup: string | undefined;
  readonly skip: () => void;
  /** The report is sent, or nothing was: the pair is looked at again. */
  readonly onClose: () => void;
}

const MENU = 'pair-menu';
const ITEM =
  'rounded-box flex min-h-11 w-full items-center px-3 text-left hover:bg-slate-100 dark:hover:bg-slate-800';

/** What is done seldom with a pair: skip it, or say that a picture should not be shown. */
export function MoreMenu({ matchup, skip, onClose }: Props) {
  const t = useTranslations('vote');
  const ui = useTranslations('ui');
  const dialog = useRef<HTMLDialogElement>(null);
  const [side, setSide] = useState<keyof typeof NAMES>('LEFT');
  const name = NAMES[side];
  const closes = { popoverTarget: MENU, popoverTargetAction: 'hide' } as const;
  return (
    <>
      <Popover
        id={MENU}
        button={<span aria-hidden="true">⋯</span>}
        label={t('more')}
        className="button-quiet w-11 px-0 text-xl"
      >
        <ul className="min-w-48">
          <li>
            <button type="button" className={ITEM} {...closes} onClick={skip}>
              {t('skip')}
            </button>
          </li>
          {(['LEFT', 'RIGHT'] as const).map((one) => (
            <li key={one}>
              <button
                type="button"
                className={ITEM}
                {...closes}
                onClick={() => {
                  setSide(one);
                  dialog.current?.showModal();
                }}
              >
                {t('report', { name: NAMES[one] })}
              </button>
            </li>
          ))}
        </ul>
      </Popover>
      <ReportForm
        ref={dialog}
        words={{
          title: t('report', { name }),
          question: t('reportQuestion', { name }),
          examples: t('reportExamples'),
          submit: t('reportAndSkip'),
          cancel: ui('cancel'),
          failed: t('failed'),
        }}
        send={async (reason) => {
          if (matchup === undefined) return;
          await report(matchup, side, reason);
          skip();
        }}
        onClose={onClose}
      />
    </>
  );
}
