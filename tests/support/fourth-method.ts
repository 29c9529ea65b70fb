// Run on DATABASE_URL in a copy of Sarovar that has the method MEAN, and its adapter in models/: paints with it, votes
// on it, exports it and shows the methods page. Prints what came of it as JSON.
import { text } from 'node:stream/consumers';
import { prerenderToNodeStream } from 'react-dom/static';
import { z } from 'zod';
import { createElement, type ReactNode } from 'react';
import MethodsPage from '@/app/methods/page';
import { messagesOf } from '@/app/words/messages';
import { WordsProvider } from '@/app/words/provider';
import { methodWords } from '@/app/words/server';
import { refreshArenaPool } from '@/lib/arena/pool';
import { closeVoters } from '@/lib/arena/voters';
import { registerModels } from '@/lib/models/register';
import { prisma } from '@/lib/store/database';
import { Visitor, type Shown } from './arena';
import { run } from './execute';
import { exportedLines } from './exports';
import { compare, outcomes } from './painting';
import { endWorker, startWorker, until } from './worker';

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
      __typename
    }
  }
`;

/** As the pages' layout has it. */
async function inEnglish(page: Promise<ReactNode>): Promise<ReactNode> {
  const english = { messages: messagesOf('en'), methods: methodWords('en'), timeZone: 'UTC' };
  return createElement(WordsProvider, { ...english, locale: 'en', children: await page });
}

await registerModels('models');
const worker = await startWorker();

const key = await compare({ prompt: 'three red balloons', category: 'COUNTING', steps: 4 });
const statuses = await outcomes(key);
const { comparison } = await run(COMPARISON, comparisonShape, { key });

await run(SEND, z.unknown(), { id: comparison.id });
const arena = await prisma().comparison.findFirstOrThrow({ where: { arena: { not: null } } });
const opened = { id: arena.id, arena: 'OPEN' as const };
await until(async () => (await prisma().comparison.count({ where: opened })) || undefined);
await prisma().comparison.update({ where: { id: arena.id }, data: { judgements: 12 } });
refreshArenaPool();
// A visitor is asked one pair of a prompt; two of the three have the method in them.
let reveal: Shown['reveal'];
while (!reveal) ({ reveal } = await new Visitor().decide('LEFT'));
const [page, models, votes] = [
  await text((await prerenderToNodeStream(await inEnglish(MethodsPage()))).prelude),
  await exportedLines('models'),
  await exportedLines('votes'),
];

await endWorker(worker, 'SIGTERM');
closeVoters();
console.log(JSON.stringify({ statuses, comparison, page, models, votes }));
process.exit(0);
