import { mkdtemp, rm, chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { killWhileVoting } from '../load/kill-votes';

// `npm run load -- kill` does this a hundred times, on PostgreSQL as well.
test('kill -9 of database and web server while people vote: nothing lost, nothing twice', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'sarovar-kill-votes-'));
  await chmod(folder, 0o777);
  const result = await killWhileVoting('pglite', folder, 3, () => undefined);
  expect(result).toMatchObject({ rounds: 3, lost: 0, twice: 0, wrong: 0 });
  expect(result.acknowledged).toBeGreaterThanOrEqual(30);
  await rm(folder, { recursive: true, force: true });
}, 300_000);
