import type { FiguresFragment } from './methods.documents';
import { AttentionMap } from './attention-map';
import { EtaFigure } from './eta-figure';
import { Filmstrips, Frequencies } from './filmstrips';

/** One prompt under every method: film strips, frequencies, η and attention. */
export function Figures({ figures }: { figures: FiguresFragment }) {
  const { command, prompt, seed, guidanceScale, shownSteps, lastStep } = figures;
  const { filmstrips, etas, attention } = figures;
  return (
    <>
      <p className="quiet mt-2">
        “{prompt}”, seed {seed}, {lastStep} DDIM steps, guidance scale {guidanceScale}, the same
        noise for all. Made by <code>{command}</code>. One prompt and one seed show how a method
        works, not how good it is; that is in the tables at the end.
      </p>
      <h3 className="mt-6 font-medium">What each method expects of the picture, step by step</h3>
      <Filmstrips strips={filmstrips} steps={shownSteps} />
      <h3 className="mt-6 font-medium">From layout to edges</h3>
      <p className="quiet text-sm">
        How the power of the expected latents is spread over spatial frequencies, at the same steps.
      </p>
      <Frequencies strips={filmstrips} steps={shownSteps} />
      {etas.length > 0 && (
        <>
          <h3 className="mt-6 font-medium">SUR’s η, from CLIP alone to the adapter alone</h3>
          <div className="mt-3 grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
            {etas.map((figure) => (
              <EtaFigure key={figure.method} figure={figure} prompt={prompt} />
            ))}
          </div>
        </>
      )}
      {attention && (
        <>
          <h3 className="mt-6 font-medium">What ELLA’s tokens attend to</h3>
          <AttentionMap attention={attention} />
        </>
      )}
    </>
  );
}
