import type { Metadata } from 'next';
import { query } from '@/app/execute';
import { MethodsDocument } from './methods.documents';
import { AblationTable } from './ablation-table';
import { ComparisonTables } from './comparison-table';
import { Figures } from './figures';
import { Flow } from './flow';
import { PairsTable } from './pairs-table';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = { title: 'Methods' };

const UNET = { title: 'UNet', note: 'frozen, attends to them at every step' };
const CLIP = { title: 'CLIP text encoder', note: 'frozen' };

export default async function MethodsPage() {
  const { models } = await query(MethodsDocument);
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
      <Method
        title="Vanilla"
        models={here('VANILLA')}
        text="The base’s own CLIP text encoder reads the prompt, as in Stable Diffusion. It was taught to tell pictures from captions, and so it is good at what is there, and weak at who does what to whom."
      >
        <Flow
          label="Vanilla: from the prompt to the UNet"
          steps={[{ title: 'Prompt' }, CLIP, { title: 'Text states' }, UNET]}
        />
      </Method>
      <Method
        title="SUR"
        models={here('SUR')}
        text="An adapter refines CLIP’s states with what a language model knows (SUR-adapter, arXiv 2305.05189). Its result is mixed with the original: η times the adapter’s, 1 − η times CLIP’s. The published η is 0.1; ours is predicted for each prompt, and the loss compares the mean words of the adapter’s output and of the longer prompt by their cosine."
      >
        <Flow
          label="SUR: from the prompt to the UNet"
          steps={[
            { title: 'Prompt' },
            CLIP,
            { title: 'Adapter', note: 'transformer, attention, η', trained: true },
            UNET,
          ]}
        />
      </Method>
      <Method
        title="ELLA"
        models={here('ELLA')}
        text="A language model reads the prompt instead of CLIP, and a connector turns its token states into those that the UNet attends to, anew at each timestep: early steps ask for layout, late ones for detail (ELLA, arXiv 2403.05135). The model connector-clip is a control: the same connector fed CLIP’s states tells what the language model adds apart from what the connector adds."
      >
        <Flow
          label="ELLA: from the prompt to the UNet"
          steps={[
            { title: 'Prompt' },
            { title: 'Language model', note: 'frozen' },
            { title: 'Connector', note: 'knows the timestep', trained: true },
            UNET,
          ]}
        />
      </Method>
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

interface MethodProps {
  readonly title: string;
  readonly text: string;
  /** The names of the active models that use it. */
  readonly models: readonly string[];
  readonly children: React.ReactNode;
}

function Method({ title, text, models, children }: MethodProps) {
  return (
    <section aria-label={title}>
      <h2 className="text-xl font-semibold">{title}</h2>
      <p className="mt-2">{text}</p>
      {children}
      <p className="quiet mt-2 text-sm">
        {models.length > 0 ? `Here: ${models.join(', ')}.` : 'No model here uses it yet.'}
      </p>
    </section>
  );
}
