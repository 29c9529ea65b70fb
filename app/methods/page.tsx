import type { Metadata } from 'next';
import { query } from '@/app/execute';
import { readersLocale, words } from '@/app/words/server';
import { basesOf } from './bases';
import { Comparison } from './comparison';
import { Contents } from './contents';
import { Figures } from './figures';
import { findingOf } from './finding';
import { Found } from './found';
import { Method } from './method';
import { MethodsDocument } from './methods.documents';
import { Telling } from './telling';
import { Ways } from './ways';

export const dynamic = 'force-dynamic';

export async function generateMetadata(): Promise<Metadata> {
  const t = await words();
  return { title: t('nav.methods'), description: t('methodsPage.description') };
}

export default async function MethodsPage() {
  const { methods, ways, models, gallery } = await query(MethodsDocument);
  const bases = basesOf(models);
  const t = await words();
  const comparison = bases.find((base) => base.methodComparison)?.methodComparison ?? null;
  const finding = comparison && findingOf(comparison, models);
  const sections = [
    { id: 'examples', title: t('methodsPage.examples') },
    ...methods.map(({ method, title }) => ({ id: method.toLowerCase(), title })),
    { id: 'ways', title: t('methodsPage.ways') },
    ...(bases.length > 0
      ? [
          { id: 'step-by-step', title: t('methodsPage.stepByStep') },
          { id: 'numbers', title: t('methodsPage.allNumbers') },
        ]
      : []),
  ];
  return (
    <article className="mt-4" lang={await readersLocale()}>
      <Found finding={finding} comparison={comparison} />
      <div className="mt-8 lg:grid lg:grid-cols-[12rem_minmax(0,1fr)] lg:gap-12">
        <Contents sections={sections} />
        <div className="mt-8 space-y-16 lg:mt-0">
          <Telling comparisons={gallery.comparisons} methods={methods} />
          {methods.map((method) => (
            <Method key={method.method} method={method} bases={bases} />
          ))}
          <Ways ways={ways} bases={bases} />
          {bases.length > 0 && (
            <div id="step-by-step" className="space-y-10">
              {bases.map((base) => (
                <Figures key={base.name} base={base} alone={bases.length === 1} />
              ))}
            </div>
          )}
          {bases.length > 0 && (
            <div id="numbers" className="space-y-10">
              {bases.map((base) => (
                <Comparison key={base.name} base={base} alone={bases.length === 1} />
              ))}
            </div>
          )}
        </div>
      </div>
    </article>
  );
}
