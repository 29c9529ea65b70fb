import { useTranslations } from 'use-intl/react';
import { Problem } from '@/app/components/ui/field';
import { TooLong } from '@/app/components/ui/too-long';
import type { LongerPromptFragment } from './create.documents';
import { CutWords } from './cut-words';
import { isOpen } from './painting';
import { WhetherItHelps, type Measured } from './whether-it-helps';

interface Props {
  readonly wanted: boolean;
  readonly onWanted: (wanted: boolean) => void;
  readonly enrichment: LongerPromptFragment | undefined;
  /** What stands in the box: the language model's text, or what the visitor made of it. */
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly limit: number;
  /** Whether there is a prompt that could be made longer. */
  readonly canWrite: boolean;
  readonly onWrite: () => void;
  readonly problem: string;
  /** The base that shall paint; undefined where there is none. */
  readonly baseId: string | undefined;
  readonly measured: Measured;
}

/** Whether a longer prompt is painted beside the short one; the text can be read and edited before. */
export function LongerPrompt(props: Props) {
  const { wanted, onWanted, enrichment, text, onText, limit, canWrite, onWrite, problem } = props;
  const t = useTranslations('create.longer');
  const isWriting = enrichment !== undefined && isOpen(enrichment);
  const isEdited = enrichment !== undefined && text !== enrichment.text;
  return (
    <div className="space-y-2">
      <label className="flex min-h-11 items-center gap-3">
        <input
          type="checkbox"
          className="accent-lake-500 size-5 shrink-0"
          checked={wanted}
          onChange={(event) => onWanted(event.target.checked)}
        />
        <span className="font-medium">{t('also')}</span>
      </label>
      {wanted && (
        <div role="group" className="space-y-2" aria-label={t('title')}>
          <p className="quiet text-sm">{t('help')}</p>
          <label htmlFor="longer" className="sr-only">
            {t('title')}
          </label>
          <textarea
            id="longer"
            className="field field-sizing-content max-h-64 min-h-24"
            rows={3}
            value={text}
            readOnly={isWriting}
            aria-busy={isWriting}
            placeholder={isWriting ? t('reading') : t('placeholder')}
            onChange={(event) => onText(event.target.value)}
          />
          <TooLong text={text} limit={limit} />
          {props.baseId !== undefined && !isWriting && (
            <CutWords baseId={props.baseId} text={text} />
          )}
          {text === '' && !isWriting && canWrite && (
            <button type="button" className="button-quiet" onClick={onWrite}>
              {t('write')}
            </button>
          )}
          <p role="status" className="quiet text-sm empty:hidden">
            {enrichment && !enrichment.error && (
              <Origin enrichment={enrichment} isEdited={isEdited} />
            )}
          </p>
          <Problem>
            {problem !== ''
              ? problem
              : enrichment?.error
                ? `${enrichment.error} ${t('yours')}`
                : ''}
          </Problem>
          {enrichment && !isEdited && <Kept enrichment={enrichment} />}
          <WhetherItHelps {...props.measured} />
        </div>
      )}
    </div>
  );
}

interface TextProps {
  readonly enrichment: LongerPromptFragment;
}

/** Whose text it is, and how it came about; or what is being waited for. */
function Origin({ enrichment, isEdited }: TextProps & { readonly isEdited: boolean }) {
  const t = useTranslations('create.longer');
  const { status, llm, drafts, mended, waitsForWriter } = enrichment;
  if (isOpen(enrichment)) return waitsForWriter ? t('waits') : t('writing');
  if (isEdited) return t('edited');
  if (status === 'CANCELLED') return t('cancelled');
  if (!llm) return t('byYou');
  const lost = mended.map(({ text }) => text).join(', ');
  return lost === '' ? t('by', { llm, drafts }) : t('mended', { llm, drafts, lost });
}

/** What the longer prompt kept of the short one. */
function Kept({ enrichment: { facts } }: TextProps) {
  const t = useTranslations('create.longer');
  if (facts.length === 0) return null;
  return (
    <ul className="flex flex-wrap gap-2 text-sm" aria-label={t('kept')}>
      {facts.map(({ kind, text: fact, kept }) => (
        <li key={`${kind} ${fact}`} className="chip">
          {kept ? t('keeps', { fact }) : t('lost', { fact })}
        </li>
      ))}
    </ul>
  );
}
