import type { Metadata } from 'next';
import Link from 'next/link';
import { byKey } from '@/app/components/by-key';
import { categoryTitle } from '@/app/components/categories';
import { CopyLink } from '@/app/components/copy-link';
import { MethodName } from '@/app/components/method-name';
import { PixelPicture } from '@/app/components/ui/pixel-picture';
import { deletedOrNotFound } from '@/app/components/deleted';
import { query } from '@/app/execute';
import { englishWords, readersModels } from '@/app/words/server';
import { VerdictDocument } from './verdict.documents';

export const dynamic = 'force-dynamic';

const ASKED: Readonly<Record<string, string>> = {
  ALIGNMENT: 'Which follows the prompt better?',
  OVERALL: 'Which is preferred?',
};

const load = byKey(async (key) => (await query(VerdictDocument, { key })).matchup);

interface Props {
  params: Promise<{ key: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const matchup = await load((await params).key);
  if (!matchup?.reveal) return { title: 'No such verdict', robots: { index: false } };
  const titleOf = await readersModels();
  const [left, right] = [matchup.reveal.left, matchup.reveal.right].map(
    ({ model }) => titleOf(model).title,
  );
  return {
    title: `Verdict: ${matchup.prompt}`,
    // Whoever still has to judge these two should not find them.
    robots: { index: false },
    description: `One blind vote between ${left} and ${right}.`,
  };
}

export default async function VerdictPage({ params }: Props) {
  const { key: itsKey } = await params;
  const matchup = await load(itsKey);
  if (!matchup?.reveal) return deletedOrNotFound(itsKey);
  const { left, right, answers } = matchup.reveal;
  const titleOf = await readersModels();
  const words: Readonly<Record<string, string>> = {
    LEFT: titleOf(left.model).title,
    RIGHT: titleOf(right.model).title,
    TIE: 'equal',
    BOTH_BAD: 'both are bad',
  };
  return (
    <article className="mx-auto mt-4 max-w-3xl space-y-4">
      <h1 className="text-2xl font-semibold text-balance">{matchup.prompt}</h1>
      <p className="quiet">
        {categoryTitle(englishWords(), matchup.category)} · one blind vote
        {matchup.state === 'WITHDRAWN' && ' (taken back; it does not count)'}
      </p>
      <div className="grid grid-cols-2 gap-3 sm:gap-4">
        {[left, right].map(({ key, imageUrl, width, height, model }) => (
          <Link key={key} href={`/g/${key}`} className="card group block overflow-hidden">
            {imageUrl && <PixelPicture {...{ src: imageUrl, width, height }} alt="" eager />}
            <span className="block p-3 font-medium group-hover:underline">
              <MethodName {...model} />
              {model.status === 'RETIRED' && ' (retired)'}
            </span>
          </Link>
        ))}
      </div>
      <dl className="space-y-1">
        {matchup.answers.map(({ question, outcome }) => (
          <div key={question} className="flex flex-wrap gap-x-2">
            <dt className="quiet">{ASKED[question]}</dt>
            <dd className="font-medium">{words[outcome]}</dd>
          </div>
        ))}
      </dl>
      <p className="quiet text-sm">
        All votes so far on which of these two models follows the prompt: {words['LEFT']}{' '}
        {answers.left}, {words['RIGHT']} {answers.right}, equal {answers.tie}, both bad{' '}
        {answers.bothBad}.
      </p>
      <CopyLink what="this verdict, with both pictures and their painters" />
    </article>
  );
}
