import { MethodName } from '@/app/components/method-name';
import { MethodTitle } from '@/app/components/method-title';
import { Flow } from './flow';
import type { MethodsQuery } from './methods.documents';

interface Props {
  readonly method: MethodsQuery['methods'][number];
  /** The names of the active models that use it. */
  readonly models: readonly string[];
}

/** One method: what it does with a prompt, where it was published, and which models here use it. */
export function Method({ method: { method, title, explanation, paper, path }, models }: Props) {
  return (
    <section aria-label={title}>
      <h2 className="text-xl font-semibold">
        <MethodTitle method={method} title={title} />
      </h2>
      <p className="mt-2">{explanation}</p>
      <Flow label={`${title}: from the prompt to the UNet`} steps={path} />
      <p className="quiet mt-2 text-sm">
        {models.length === 0 && 'No model here uses it yet. '}
        {paper && (
          <>
            {'Paper: '}
            <a href={paper.url} className="underline">
              {paper.title}
            </a>
          </>
        )}
      </p>
      {models.length > 0 && (
        <ul
          aria-label={`Models with ${title}`}
          className="mt-2 flex flex-wrap gap-x-6 gap-y-2 text-sm"
        >
          {models.map((name) => (
            <li key={name}>
              <MethodName name={name} method={method} explained />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
