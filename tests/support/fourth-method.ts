// Run on DATABASE_URL in a copy of Sarovar that has the method MEAN, and its adapter in models/: paints with it, votes
// on it, exports it and shows the methods page. Prints what came of it as JSON.
import { renderToStaticMarkup } from 'react-dom/server';
import { z } from 'zod';
import MethodsPage from '@/app/methods/page';
import { refreshArenaPool } from '@/lib/arena/pool';
import { closeVoters } from '@/lib/arena/voters';
import { registerModels } from '@/lib/models/register';
import { prisma } from '@/lib/store/database';
import { Visitor } from './arena';
import { run } from './execute';
import { exportedLines } from './exports';
import { compare, outcomes } from './painting';
import { endWorker, startWorker } from './worker';

const COMPARISON = /* GraphQL */ `
  query ($key: String!) {
    comparison(key: $key) {
      id
      generations {
        pixelsSha256
        model {
          name
          method
        }
      }
    }
  }
`;
const picture = z.object({
  pixelsSha256: z.string(),
  model: z.object({ name: z.string(), method: z.string() }),
});
const comparisonShape = z.object({
  comparison: z.object({ id: z.string(), generations: z.array(picture) }),
});
const SEND = /* GraphQL */ `
  mutation ($id: ID!) {
    sendToVoting(id: $id) {
      ... on MutationSendToVotingSuccess {
        data
      }
    }
  }
`;

await registerModels('models');
const worker = await startWorker();

const key = await compare({ prompt: 'three red balloons', category: 'COUNTING', steps: 4 });
const statuses = await outcomes(key);
const { comparison } = await run(COMPARISON, comparisonShape, { key });

await run(SEND, z.unknown(), { id: comparison.id });
const arena = await prisma().comparison.findFirstOrThrow({ where: { arena: true } });
await outcomes(arena.id);
refreshArenaPool();
// A visitor is asked one pair of a prompt; two of the three have the method in them.
const revealed: string[] = [];
while (!revealed.includes('mean')) {
  const { reveal } = await new Visitor().decide('LEFT');
  if (!reveal) throw new Error('There was nothing to vote on.');
  revealed.push(reveal.left.model.name, reveal.right.model.name);
}
const [page, models, votes] = [
  renderToStaticMarkup(await MethodsPage()),
  await exportedLines('models'),
  await exportedLines('votes'),
];

await endWorker(worker, 'SIGTERM');
closeVoters();
console.log(JSON.stringify({ statuses, comparison, page, models, votes }));
process.exit(0);
