// `npm run moderate`: what the public sees, decided from a terminal.
import { decideEntry } from '@/lib/arena/enter';
import { ban } from '@/lib/moderation/ban';
import { moderate } from '@/lib/moderation/moderate';
import { moderationQueue, type QueueItem } from '@/lib/moderation/queue';
import { closeDatabase, prisma } from '@/lib/store/database';
import type { Visibility } from '@/lib/store/generated/client';
import { useRunningDatabase } from './running-database';
import { commandLine } from './command-line.mjs';

const HELP = `Decides what the public sees, as /curate does in a browser.

  npm run moderate -- queue [--hidden]             what waits for a decision, or what is hidden
  npm run moderate -- show|unlist|hide|remove <kind> <key> --reason "…"
                                                   <kind>: prompt, set, text (a longer prompt) or picture
  npm run moderate -- ban <voter> --reason "…" [--network]
                                                   takes nothing from a visitor any more, nor from the network that
                                                   they came from, until midnight (UTC)
  npm run moderate -- proposals                    what visitors would have in the arena
  npm run moderate -- admit|refuse <proposal> [--all-models]
                                                   painted by all models, not only by the one that stands for each method
  npm run moderate -- log                          what was decided, and why

remove is for good: text and files go. The database is the one of DATABASE_URL, or of the running npm start.
`;

const VISIBILITY: Readonly<Record<string, Visibility>> = {
  show: 'VISIBLE',
  unlist: 'UNLISTED',
  hide: 'HIDDEN',
  remove: 'REMOVED',
};
const SUBJECTS: Readonly<Record<string, QueueItem['subject']>> = {
  prompt: 'PROMPT',
  set: 'PROMPT_SET',
  text: 'ENRICHMENT',
  picture: 'PICTURE',
};
const NAMES = {
  PROMPT: 'prompt',
  PROMPT_SET: 'set',
  ENRICHMENT: 'text',
  PICTURE: 'picture',
} as const;

function line(item: QueueItem): string {
  const reports = item.reports.map(({ reason }) => `\n    reported: ${reason}`).join('');
  const { subject, id, visibility, text } = item;
  return `${NAMES[subject]} ${id} ${visibility.toLowerCase()}: ${text}${reports}`;
}

/** What is to be printed. Throws Error that says why something cannot be done. */
async function main(): Promise<string> {
  const { values, positionals } = commandLine(HELP, {
    allowPositionals: true,
    options: {
      reason: { type: 'string', default: '' },
      hidden: { type: 'boolean', default: false },
      network: { type: 'boolean', default: false },
      'all-models': { type: 'boolean', default: false },
    },
  });
  const [verb = '', first = '', second = ''] = positionals;
  if (verb === '') return HELP;
  await useRunningDatabase();
  const visibility = Object.hasOwn(VISIBILITY, verb) ? VISIBILITY[verb] : undefined;
  if ((visibility ?? verb === 'ban') && values.reason.trim() === '') {
    throw new Error('Say why with --reason "…": it is logged.');
  }
  if (visibility) {
    const subject = Object.hasOwn(SUBJECTS, first) ? SUBJECTS[first] : undefined;
    if (!subject) throw new Error('Say what it is: prompt, set, text or picture, and its key.');
    await moderate({ subject, id: second }, visibility, values.reason.trim(), 'terminal');
    return `${first} ${second} is ${visibility.toLowerCase()} now.`;
  }
  switch (verb) {
    case 'queue': {
      const queue = await moderationQueue(values.hidden);
      return queue.length > 0 ? queue.map(line).join('\n') : 'Nothing waits.';
    }
    case 'ban':
      await ban(first, values.reason.trim(), 'terminal', values.network);
      return 'Nothing is taken from them any more.';
    case 'proposals': {
      const rows = await prisma().arenaEntry.findMany({
        where: { state: 'PROPOSED' },
        include: { prompt: true, enrichment: true },
        orderBy: { id: 'asc' },
      });
      const lines = rows.map(
        ({ id, prompt, enrichment }) => `${id}: ${enrichment?.text ?? prompt.text}`,
      );
      return lines.length > 0 ? lines.join('\n') : 'Nothing is proposed.';
    }
    case 'admit':
    case 'refuse':
      await decideEntry(first, verb === 'admit', values['all-models']);
      return verb === 'admit' ? 'It is in the arena.' : 'It stays out of the arena.';
    case 'log': {
      const rows = await prisma().decision.findMany({ orderBy: { id: 'desc' }, take: 100 });
      const lines = rows.map(
        ({ createdAt, subject, subjectId, before, after, reason, curator }) =>
          `${createdAt.toISOString()} ${subject.toLowerCase()} ${subjectId} ` +
          `${after ? `${(before ?? '').toLowerCase()} → ${after.toLowerCase()}` : 'banned'}: ${reason}${curator === null ? '' : ` (${curator})`}`,
      );
      return lines.length > 0 ? lines.join('\n') : 'Nothing was decided yet.';
    }
    default:
      throw new Error(`There is no “${verb}”; see npm run moderate -- --help.`);
  }
}

try {
  console.log(await main());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await closeDatabase();
}
