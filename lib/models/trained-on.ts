import { z } from 'zod';
import { readJson } from './folder-files';
import type { Registered } from './register';

/** What a converted base says of the weights that it was made of. */
const sourceSchema = z.object({ name: z.string(), unetSha256: z.string().nullish() });
const baseSchema = z.object({ name: z.string(), source: sourceSchema.optional() });
/** What a converted adapter says of the base that its authors trained it on. */
const adapterSchema = z.object({ name: z.string(), trainedOn: sourceSchema.optional() });

type Source = z.infer<typeof sourceSchema>;

/** `SG161222/Realistic_Vision_V2.0` and a folder `realistic-vision-v2.0` are one. */
const lastPart = ({ name }: Source) => name.split('/').at(-1)?.toLowerCase().replaceAll('-', '_');

function isAnother(trained: Source, source: Source | undefined): boolean {
  if (trained.unetSha256 && source?.unetSha256) return trained.unetSha256 !== source.unetSha256;
  return !source || lastPart(trained) !== lastPart(source);
}

/**
 * A sentence where an adapter stands on another base than the one whose weights it was trained on, such as the
 * published SUR-adapter on Stable Diffusion 1.5; undefined otherwise. Throws ModelFolderError.
 */
export async function meetsAnotherBase({
  folder,
  adapter,
}: Registered): Promise<string | undefined> {
  if (!adapter) return undefined;
  const { name, trainedOn } = await readJson(adapter.path, 'manifest.json', adapterSchema);
  const base = await readJson(folder, 'manifest.json', baseSchema);
  if (!trainedOn || !isAnother(trainedOn, base.source)) return undefined;
  const made = base.source?.name ?? 'weights that its manifest does not name';
  return (
    `${name} was trained on ${trainedOn.name}, and ${base.name} was made of ${made}: expect garbage, ` +
    'and bring its own base to see what it can do.'
  );
}
