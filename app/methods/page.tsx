import type { Metadata } from 'next';
import { query } from '@/app/execute';
import { MethodsDocument } from './methods.documents';
import { AblationTable } from './ablation-table';
import { ComparisonTables } from './comparison-table';
import { Figures } from './figures';
import { Method } from './method';
import { PairsTable } from './pairs-table';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = { title: 'Methods' };

export default async function MethodsPage() {
  const { methods, models } = await query(MethodsDocument);
  const bases = [...new Map(models.map(({ base }) => [base.name, base])).values()];
  const here = (method: string) =>
    models.filter((model) => model.method === method).map(({ name }) => name);
  return (
    <div className="max-w-4xl space-y-10">
      <header>
        <h1 className="mt-4 text-3xl font-semibold">Methods</h1>
        <p className="quiet mt-2">
          One diffusion model, frozen, and several ways to tell it what the prompt says. Everything
          else is the same: seed, noise, steps, guidance. Coloured boxes are what a method trains.
        </p>
      </header>
      {methods.map((method) => (
        <Method key={method.method} method={method} models={here(method.method)} />
      ))}
      {bases.map(({ name, title, promptPairs }) => (
        <section key={name} aria-labelledby={`pairs-${name}`}>
          <h2 id={`pairs-${name}`} className="text-xl font-semibold">
            Cosine against distillation: {title}
          </h2>
          <p className="mt-2">
            A loss that teaches an adapter what a prompt means should call prompts near that are
            near in meaning. Here is how this base’s text encoder sees thirteen pairs under our loss
            and under the one of the paper, and how well each orders them. The meaning is our own
            judgement. A base that never saw these words sees only letters, and then neither
            correlation says much.
          </p>
          {promptPairs ? (
            <PairsTable promptPairs={promptPairs} />
          ) : (
            <p className="card mt-3 p-4">
              A worker measures this when it starts; reload in a moment.
            </p>
          )}
        </section>
      ))}
      {bases.map(({ name, title, methodFigures }) => (
        <section key={name} aria-labelledby={`figures-${name}`}>
          <h2 id={`figures-${name}`} className="text-xl font-semibold">
            One prompt under every method: {title}
          </h2>
          {methodFigures ? (
            <Figures figures={methodFigures} />
          ) : (
            <p className="card mt-3 p-4">
              No figures yet: <code>npm run figures -- --base {name}</code> makes them.
            </p>
          )}
        </section>
      ))}
      {bases.map(({ name, title, methodComparison }) => (
        <section key={name} aria-labelledby={`comparison-${name}`}>
          <h2 id={`comparison-${name}`} className="text-xl font-semibold">
            What they are right about: {title}
          </h2>
          {methodComparison ? (
            <>
              <p className="quiet mt-2">
                Percent of pictures with every fact of the prompt right, by the automatic scorer:{' '}
                {methodComparison.prompts} prompts of each kind that no training saw,{' '}
                {methodComparison.seeds} seeds each, {methodComparison.steps} steps, guidance scale{' '}
                {methodComparison.guidanceScale}. In brackets 95 % intervals by resampling prompts.
                Made by <code>{methodComparison.command}</code>.
              </p>
              <ComparisonTables comparison={methodComparison} />
              {methodComparison.surAblation.length > 0 && (
                <AblationTable rows={methodComparison.surAblation} />
              )}
            </>
          ) : (
            <p className="card mt-3 p-4">
              Not compared yet: no adapters were trained on this base, or it was trained again
              since.
            </p>
          )}
        </section>
      ))}
    </div>
  );
}
