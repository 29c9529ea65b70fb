import sharp from 'sharp';
import { at } from '@/lib/at';
import { VoterSession } from '@/graphql/voter-session';
import { LEAST_OWN_VOTES } from '@/lib/arena/rankings';
import { refreshStandings } from '@/lib/arena/standings';
import { closeVoters } from '@/lib/arena/voters';
import { encodePng } from '@/lib/jobs/png';
import { registerModels } from '@/lib/models/register';
import { report } from '@/lib/moderation/reports';
import { blobs } from '@/lib/store/blobs';
import { closeDatabase, prisma } from '@/lib/store/database';
import type { Category } from '@/lib/store/generated/client';
import { migrate } from '@/lib/store/migrate';
import { fillArena, fillWithVotes, publishArena, Visitor } from '../support/arena';
import { judgedComparison, row } from '../support/judged';

const GRID = 'models/sarovar-64/grid.png';

interface Seen {
  readonly label: string;
  readonly colour: string;
  readonly count: number;
}

/** What stands in the committed grid of pictures, row by row; its sides are twice those of the pictures. */
const SCENES: readonly (readonly [text: string, category: Category, seen: Seen])[] = [
  [
    'three red balloons on a blue background',
    'COUNTING',
    { label: 'balloon', colour: 'red', count: 3 },
  ],
  ['five dogs in a meadow', 'COUNTING', { label: 'dog', colour: '', count: 5 }],
  ['a yellow fish', 'COLOR', { label: 'fish', colour: 'yellow', count: 1 }],
  [
    'five orange cats on a green meadow under a bright blue sky, all of them smiling',
    'COUNTING',
    { label: 'cat', colour: 'orange', count: 5 },
  ],
  ['a slice of pizza on the right', 'SPATIAL', { label: 'pizza', colour: '', count: 1 }],
  ['a woman is surfing on a beach', 'ACTION', { label: 'surfing', colour: '', count: 1 }],
  ['a man is dancing', 'ACTION', { label: 'dancing', colour: '', count: 1 }],
  [
    'a woman in a bowler hat is juggling coloured balls',
    'CHARACTER',
    { label: 'juggling', colour: '', count: 1 },
  ],
  ['a man is riding a bicycle on a beach', 'ACTION', { label: 'cycling', colour: '', count: 1 }],
  ['a cook with a white hat', 'CHARACTER', { label: 'cook', colour: '', count: 1 }],
  ['a turtle to the left of a dog', 'SPATIAL', { label: 'turtle', colour: '', count: 1 }],
  ['a brown car on a dark blue background', 'COLOR', { label: 'car', colour: 'brown', count: 1 }],
  [
    'a yellow tulip above a purple balloon on a black background',
    'SPATIAL',
    { label: 'tulip', colour: 'yellow', count: 1 },
  ],
  ['two pink hearts', 'COUNTING', { label: 'heart', colour: 'pink', count: 2 }],
  [
    'three orange butterflies, one above the other',
    'COUNTING',
    { label: 'butterfly', colour: 'orange', count: 3 },
  ],
  [
    'four blue stars on a black background',
    'COUNTING',
    { label: 'star', colour: 'blue', count: 4 },
  ],
];

/** Stores the pictures of the grid. Returns their hashes. */
async function storeScenes(): Promise<string[]> {
  const side = 64;
  return Promise.all(
    SCENES.map(async (_, i) => {
      const region = { left: 128 * (i % 8), top: 128 * Math.floor(i / 8), width: 128, height: 128 };
      const rgb = await sharp(GRID)
        .extract(region)
        .resize(side, side, { kernel: 'nearest' })
        .removeAlpha()
        .raw()
        .toBuffer();
      const picture = { rgb: new Uint8Array(rgb), width: side, height: side };
      return blobs().put(await encodePng(picture, { scene: String(i) }));
    }),
  );
}

/** Gives what tests have filled the arena with the prompts and pictures of the grid: some models paint another scene. */
async function dress(hashes: readonly string[]): Promise<void> {
  const prompts = await prisma().prompt.findMany({
    orderBy: { id: 'asc' },
    include: { generations: { orderBy: { id: 'asc' } } },
  });
  for (const [index, { id, generations }] of prompts.entries()) {
    const [text, category] = at(SCENES, index % SCENES.length);
    const again = index < SCENES.length ? '' : `, seen from afar ${index}`;
    const normalizedText = `${text}${again}`;
    await prisma().prompt.update({
      where: { id },
      data: { text: normalizedText, normalizedText, category },
    });
    for (const [number, generation] of generations.entries()) {
      const wrong = number % 3 === 2 ? 5 : 0;
      const imageSha256 = at(hashes, (index + wrong) % SCENES.length);
      await prisma().generation.update({ where: { id: generation.id }, data: { imageSha256 } });
    }
  }
}

/** What visitors asked for, and Sarovar itself: the same scenes by all models, judged as if a detector saw one thing too many in some. */
async function paintForVisitors(hashes: readonly string[], askedById: string): Promise<void> {
  const models = await prisma().model.count({ where: { status: 'ACTIVE' } });
  for (const [index, [text, , seen]] of SCENES.entries()) {
    const painted = index === 2 ? 1 : models;
    const isRight = (number: number) => (number + index) % 3 !== 2;
    const detections = Array.from({ length: painted }, (_, number) =>
      row(seen.label, seen.colour, seen.count + (isRight(number) ? 0 : 1)),
    );
    const { key, keys } = await judgedComparison(`${text}, please`, detections);
    const { promptId } = await prisma().comparison.findUniqueOrThrow({ where: { id: key } });
    // Half of them are as if they were Sarovar's own.
    await prisma().prompt.update({ where: { id: promptId }, data: { seeded: index % 2 === 1 } });
    for (const [number, id] of keys.entries()) {
      const scene = isRight(number) ? index : index + 5;
      const imageSha256 = at(hashes, scene % SCENES.length);
      const ofVoter = index % 4 === 0 ? { askedById } : {};
      await prisma().generation.update({ where: { id }, data: { imageSha256, ...ofVoter } });
    }
  }
}

/** Somebody who judges enough pairs for a ranking of their own. Returns their cookie. */
async function voteMuch(): Promise<string> {
  await fillArena(8, 'COLOR', 1000);
  const visitor = new Visitor();
  const outcomes = ['LEFT', 'LEFT', 'TIE', 'RIGHT', 'LEFT'];
  for (let turn = 0; turn < LEAST_OWN_VOTES + 2; turn += 1) {
    await visitor.decide(at(outcomes, turn % outcomes.length));
  }
  await publishArena();
  if (visitor.cookie === undefined) throw new Error('Who votes has a cookie.');
  return visitor.cookie;
}

/** What waits for a curator: something reported, something of a visitor, and what somebody would have voted on. */
async function leaveWaiting(reporterId: string): Promise<void> {
  const [reported, shy, proposed] = await prisma().prompt.findMany({
    where: { seeded: false, generations: { some: { askedById: reporterId } } },
    take: 3,
  });
  const { id: baseId } = await prisma().base.findFirstOrThrow();
  if (!reported || !shy || !proposed) throw new Error('Too few prompts for what waits.');
  await report({
    subject: 'PROMPT',
    subjectId: reported.id,
    reporterId,
    reason: 'It names somebody.',
  });
  await prisma().prompt.update({ where: { id: shy.id }, data: { visibility: 'UNLISTED' } });
  await prisma().arenaEntry.create({
    data: {
      baseId,
      promptId: proposed.id,
      proposals: { create: { voterId: reporterId } },
    },
  });
}

/**
 * Fills an empty database with what every page has something to show of, without painting. Returns the cookie of somebody who
 * has voted and painted.
 */
export async function fillForShots(databaseUrl: string, folder: string): Promise<string> {
  process.env['DATABASE_URL'] = databaseUrl;
  process.env['DATA_DIR'] = folder;
  await migrate(databaseUrl);
  await registerModels('models');
  const hashes = await storeScenes();
  await fillWithVotes();
  const regular = await voteMuch();
  await fillArena(4, 'COUNTING');
  await dress(hashes);
  const voterId = await new VoterSession(regular, 'test').known();
  await paintForVisitors(hashes, voterId);
  await leaveWaiting(voterId);
  await refreshStandings();
  await closeDatabase();
  closeVoters();
  return regular.slice(regular.indexOf('=') + 1);
}
