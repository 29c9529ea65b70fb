import { useTranslations } from 'use-intl/react';
import { Problem } from './field';

interface Props {
  readonly text: string;
  readonly limit: number;
}

/** Says that a text is beyond its limit, and by how much: nothing that is pasted is cut without a word. */
export function TooLong({ text, limit }: Props) {
  const t = useTranslations('tooLong');
  const over = text.length - limit;
  return <Problem>{over > 0 ? t('by', { length: text.length, limit, over }) : ''}</Problem>;
}
