import { createHash } from 'node:crypto';
import { cp, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

const manifestShape = z.looseObject({
  files: z.array(z.object({ path: z.string(), bytes: z.number(), sha256: z.string() })),
});

/** Writes an adapter called as its folder is, with another's network: it opens, and cannot be run. */
export async function makeFaultyAdapter(folder: string): Promise<void> {
  await cp('models/sarovar-64-sur-cosine-4000', folder, { recursive: true });
  const network = await readFile('models/sarovar-64-ella/adapter.onnx');
  await writeFile(path.join(folder, 'adapter.onnx'), network);
  const file = path.join(folder, 'manifest.json');
  const manifest = manifestShape.parse(JSON.parse(await readFile(file, 'utf8')));
  const sha256 = createHash('sha256').update(network).digest('hex');
  const files = manifest.files.map((listed) =>
    listed.path === 'adapter.onnx' ? { ...listed, bytes: network.length, sha256 } : listed,
  );
  const name = path.basename(folder);
  await writeFile(file, JSON.stringify({ ...manifest, name, model: name, files }));
}
