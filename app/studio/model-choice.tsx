import type { ModelOptionFragment } from './studio.documents';

interface Props {
  readonly models: readonly ModelOptionFragment[];
  /** The chosen base's name. */
  readonly base: string | undefined;
  readonly onBase: (name: string) => void;
}

/** Which models paint: of one base, since a comparison shares its noise; at first all of them. */
export function ModelChoice({ models, base, onBase }: Props) {
  const bases = [...new Map(models.map((model) => [model.base.name, model.base.title]))];
  const offered = models.filter((model) => model.base.name === base);
  if (models.length < 2) return null;
  return (
    <fieldset className="card mt-4 p-4">
      <legend className="px-1 font-medium">Models</legend>
      {bases.length > 1 && (
        <select
          aria-label="Base"
          className="field mb-3"
          value={base}
          onChange={(event) => onBase(event.target.value)}
        >
          {bases.map(([name, title]) => (
            <option key={name} value={name}>
              {title}
            </option>
          ))}
        </select>
      )}
      <div className="grid gap-2 sm:grid-cols-2">
        {offered.map(({ id, name }) => (
          <label key={id} className="flex min-h-9 items-center gap-2">
            <input
              type="checkbox"
              name="modelIds"
              value={id}
              defaultChecked
              className="accent-lake-500 size-5"
            />
            {name}
          </label>
        ))}
      </div>
      <p className="quiet mt-1 text-sm">
        All start from the same noise.{' '}
        <a href="/methods" className="underline">
          What the methods do
        </a>
      </p>
    </fieldset>
  );
}
