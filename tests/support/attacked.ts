import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ArenaServer } from '../load/arena-server';
import { startFilled } from '../load/fill';

/**
 * A web server on a database of `prompts` prompts of which all pictures are there, that believes nobody about where
 * they come from. Returns it and how to end it.
 */
export async function attacked(
  prompts: number,
  env: Readonly<Record<string, string>> = {},
): Promise<{ readonly server: ArenaServer; readonly stop: () => Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'sarovar-attack-'));
  await chmod(folder, 0o777);
  const server = await startFilled('pglite', folder, prompts, { TRUST_PROXY: '0', ...env });
  return {
    server,
    stop: async () => {
      await server.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
