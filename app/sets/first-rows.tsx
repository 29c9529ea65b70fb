import { useTranslations } from 'use-intl/react';
import { Wide } from '@/app/components/ui/wide';
import type { PreviewedFragment } from './sets.documents';

/** So many lines are named. */
const NAMED = 10;

/** What is in a file that is not imported yet: how it is read, and its first prompts. */
export function FirstRows({ preview }: { readonly preview: PreviewedFragment }) {
  const t = useTranslations('sets');
  const { repeated, first, promptCount } = preview;
  const lines = repeated.slice(0, NAMED).join(', ') + (repeated.length > NAMED ? ', …' : '');
  return (
    <div className="space-y-2">
      <p role="status">
        {t('found', { format: preview.format, count: promptCount })}{' '}
        {repeated.length > 0 && t('repeated', { count: repeated.length, lines })}
      </p>
      <Wide label={t('first')}>
        <table className="w-full text-left text-sm">
          <thead>
            <tr>
              <th scope="col" className="p-1">
                {t('line')}
              </th>
              <th scope="col" className="p-1">
                {t('prompt')}
              </th>
              <th scope="col" className="p-1">
                {t('ownCategory')}
              </th>
              <th scope="col" className="p-1">
                {t('says')}
              </th>
            </tr>
          </thead>
          <tbody>
            {first.map(({ line, text, ownCategory, facts, questions }) => (
              <tr key={line} className="border-t border-(--line)">
                <td className="p-1 tabular-nums">{line}</td>
                <td className="min-w-48 p-1 wrap-anywhere">{text}</td>
                <td className="p-1">{ownCategory}</td>
                <td className="p-1">{facts + questions > 0 && t('facts', { facts, questions })}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
    </div>
  );
}
