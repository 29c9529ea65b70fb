import { Fold } from '@/app/components/fold';
import { MethodTitle } from '@/app/components/method-title';
import { words } from '@/app/words/server';
import type { Base } from './bases';
import { Experts } from './experts';
import { Flow } from './flow';
import { readersExplanation } from './in-words';
import type { ExplainedFragment } from './methods.documents';
import { OwnNumbers } from './own-numbers';

interface Props {
  readonly method: ExplainedFragment;
  readonly bases: readonly Base[];
}

/** One method: what it does in plain words, its way from the prompt to the UNet, what it gets right, and the rest for experts. */
export async function Method({ method: untranslated, bases }: Props) {
  const t = await words();
  const explained = await readersExplanation(untranslated);
  const { method, title, summary, path } = explained;
  const id = method.toLowerCase();
  // A method of one's own has no words here; its table has a line.
  const plain = t('methodsPage.plain', { method });
  return (
    <section id={id} aria-labelledby={`${id}-title`} className="space-y-4">
      <h2 id={`${id}-title`} className="text-title font-semibold">
        <MethodTitle method={method} title={title} />
      </h2>
      <p className="max-w-text text-lg">{plain === '' ? summary : plain}</p>
      <div>
        <Flow label={t('methodsPage.flow', { title })} method={method} steps={path} />
        <p className="quiet mt-2 text-xs">
          {t(
            `methodsPage.${path.some(({ trained }) => trained) ? 'flowTrained' : 'flowUntrained'}`,
          )}
        </p>
      </div>
      <div className="space-y-1">
        <h3 className="font-semibold">{t('methodsPage.itsNumbers', { name: title })}</h3>
        {bases.map((base) => (
          <div key={base.name}>
            {bases.length > 1 && <p className="font-medium">{base.title}</p>}
            <OwnNumbers method={method} base={base} />
          </div>
        ))}
        {bases.length === 0 && <p className="quiet">{t('methodsPage.noModel')}</p>}
      </div>
      <Fold title={t('methodsPage.experts', { title })}>
        <Experts explained={explained} bases={bases} />
      </Fold>
    </section>
  );
}
