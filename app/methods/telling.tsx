import Link from 'next/link';
import { FactChips } from '@/app/components/fact-chips';
import { MethodName } from '@/app/components/method-name';
import { EmptyState } from '@/app/components/ui/empty-state';
import { PixelPicture } from '@/app/components/ui/pixel-picture';
import { words } from '@/app/words/server';
import type { ComparedFragment, ComparedPictureFragment, MethodsQuery } from './methods.documents';
import { tellingPrompts, type Telling as Told } from './telling-prompts';

/** Who is shown beside whom. */
const SHOWN = ['ELLA', 'VANILLA'] as const;

interface Props {
  readonly comparisons: readonly ComparedFragment[];
  readonly methods: MethodsQuery['methods'];
}

/** One prompt where ELLA is right and one where it is wrong, chosen by rule. */
export async function Telling({ comparisons, methods }: Props) {
  const t = await words();
  const [name, reference] = SHOWN.map(
    (method) => methods.find((own) => own.method === method)?.title ?? method,
  );
  const names = { name: name ?? '', reference: reference ?? '' };
  const { right, wrong } = tellingPrompts<ComparedPictureFragment, ComparedFragment>(
    comparisons,
    SHOWN,
  );
  return (
    <section id="examples" aria-labelledby="examples-title">
      <h2 id="examples-title" className="text-title font-semibold">
        {t('methodsPage.examples')}
      </h2>
      {right || wrong ? (
        <>
          <p className="max-w-text mt-2">{t('methodsPage.examplesHow', names)}</p>
          <div className="mt-4 grid gap-4 md:grid-cols-2">
            <Example
              told={right}
              title={t('methodsPage.right', names)}
              none={t('methodsPage.noRight', names)}
            />
            <Example
              told={wrong}
              title={t('methodsPage.wrong', names)}
              none={t('methodsPage.noWrong', names)}
            />
          </div>
          <p className="quiet mt-2 text-sm">
            {t('methodsPage.order', { first: names.reference, second: names.name })}
          </p>
        </>
      ) : (
        <div className="mt-4">
          <EmptyState
            title={t('methodsPage.noExamples')}
            next={{ href: '/create', title: t('methodsPage.paintOne') }}
          >
            {t('methodsPage.noExamplesYet', names)}
          </EmptyState>
        </div>
      )}
    </section>
  );
}

interface ExampleProps {
  readonly told: Told<ComparedFragment, ComparedPictureFragment> | null;
  readonly title: string;
  /** What is said where there is no such prompt. */
  readonly none: string;
}

/** A prompt with the two pictures, and which facts each has. */
async function Example({ told, title, none }: ExampleProps) {
  const t = await words();
  if (!told) {
    return (
      <div className="card p-4">
        <h3 className="font-semibold">{title}</h3>
        <p className="quiet mt-2">{none}</p>
      </div>
    );
  }
  const { comparison, own, other } = told;
  const href = `/c/${comparison.key}`;
  return (
    <div className="card p-4">
      <h3 className="font-semibold">{title}</h3>
      <p className="mt-1 text-lg">
        <Link href={href} className="link" lang="en">
          {comparison.prompt.text}
        </Link>
      </p>
      <ul className="mt-3 grid grid-cols-2 gap-3">
        {[other, own].map(({ key, imageUrl, width, height, model, scores }) => (
          <li key={key}>
            <Link
              href={`/g/${key}`}
              className="group block max-w-32 sm:max-w-48 md:max-w-32 xl:max-w-48"
            >
              {imageUrl && <PixelPicture {...{ src: imageUrl, width, height }} alt="" />}
              <span className="mt-1 block text-sm group-hover:underline">
                <MethodName {...model} />
              </span>
            </Link>
            {scores.slice(0, 1).map(({ right, checked }) => (
              <p key={key} className="quiet text-sm">
                {t('front.facts', { right, checked })}
              </p>
            ))}
          </li>
        ))}
      </ul>
      <div className="mt-3">
        <FactChips t={t} scores={[other, own].flatMap(({ scores }) => scores.slice(0, 1))} />
      </div>
      <p className="mt-3">
        <Link href={href} className="link">
          {t('methodsPage.compareAll')}
        </Link>
      </p>
    </div>
  );
}
