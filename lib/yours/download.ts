import { publicVoter } from '@/lib/arena/names';
import { prisma } from '@/lib/store/database';
import { pageAfter, paged } from '@/lib/store/paging';
import { settingsOf } from '@/lib/studio/recipe';

const address = (sha256: string | null) => sha256 && `/i/${sha256}.png`;

const MODEL = { select: { name: true, weightsSha256: true, base: { select: { name: true } } } };

/** Who they are to us. */
async function aboutVoter(id: string) {
  const quarantine = { select: { reasons: true, createdAt: true, liftedAt: true } };
  const select = {
    createdAt: true,
    effort: true,
    provenAt: true,
    bannedAt: true,
    network: true,
    subjectHash: true,
    verifiedAt: true,
    quarantine,
  };
  const voter = await prisma().voter.findUnique({ where: { id }, select });
  return voter && { id, publicName: publicVoter(id), ...voter };
}

async function* pictures(askedById: string) {
  const query = { where: { askedById }, include: { prompt: true, enrichment: true, model: MODEL } };
  for await (const row of paged((after) =>
    prisma().generation.findMany({ ...query, ...pageAfter(after) }),
  )) {
    const { id, comparisonId, status, visibility, createdAt } = row;
    yield {
      id,
      page: `/g/${id}`,
      comparison: comparisonId && `/c/${comparisonId}`,
      picture: address(row.imageSha256),
      begunFrom: address(row.initialSha256),
      prompt: row.prompt.text,
      longerPrompt: row.enrichment?.text ?? null,
      model: row.model,
      seed: row.seed.toString(),
      ...settingsOf(row),
      status,
      visibility,
      createdAt,
    };
  }
}

async function* prompts(askedById: string) {
  for await (const row of paged((after) =>
    prisma().prompt.findMany({ where: { askedById }, ...pageAfter(after) }),
  )) {
    const { id, text, category, licence, visibility, createdAt } = row;
    yield { id, text, category, licence, visibility, createdAt };
  }
}

async function* promptSets(importedById: string) {
  const query = { where: { importedById }, include: { _count: { select: { prompts: true } } } };
  for await (const row of paged((after) =>
    prisma().promptSet.findMany({ ...query, ...pageAfter(after) }),
  )) {
    const { id, title, format, licence, source, visibility, createdAt, _count } = row;
    const page = `/sets/${id}`;
    const { prompts: count } = _count;
    yield { id, page, title, format, licence, source, visibility, createdAt, prompts: count };
  }
}

async function* longerPrompts(askedById: string) {
  const query = { where: { askedById }, include: { prompt: true } };
  for await (const row of paged((after) =>
    prisma().enrichment.findMany({ ...query, ...pageAfter(after) }),
  )) {
    const { id, text, llm, seed, status, visibility, createdAt, prompt } = row;
    yield { id, prompt: prompt.text, text, llm, seed, status, visibility, createdAt };
  }
}

/** Of a pair whose set is in the arena no more is said than its voter was shown: everything else would name its painters. */
async function* votes(voterId: string) {
  const picture = { select: { id: true, model: MODEL } };
  const query = {
    where: { voterId },
    include: { prompt: true, votes: true, left: picture, right: picture },
  };
  for await (const row of paged((after) =>
    prisma().matchup.findMany({ ...query, ...pageAfter(after) }),
  )) {
    const { id, state, kind, propensity, gold, createdAt, closedAt, publishedAt } = row;
    const side = ({ id: key, model }: typeof row.left) => ({ page: `/g/${key}`, model });
    yield {
      id,
      prompt: row.prompt.text,
      state,
      shownAt: createdAt,
      closedAt,
      publishedAt,
      answers: row.votes,
      ...(publishedAt === null
        ? { left: `/m/${row.leftToken}`, right: `/m/${row.rightToken}` }
        : { page: `/v/${id}`, left: side(row.left), right: side(row.right) }),
      ...(publishedAt === null ? {} : { kind, propensity, gold }),
    };
  }
}

async function* ratings(voterId: string) {
  for await (const row of paged((after) =>
    prisma().rating.findMany({ where: { voterId }, ...pageAfter(after) }),
  )) {
    const { id, generationId, criterion, value, createdAt, updatedAt } = row;
    yield { id, page: `/g/${generationId}`, criterion, value, createdAt, updatedAt };
  }
}

/** Which picture of a set in the arena somebody reported would tell which file it is. */
async function* reports(reporterId: string) {
  for await (const row of paged((after) =>
    prisma().report.findMany({ where: { reporterId }, ...pageAfter(after) }),
  )) {
    const { id, subject, subjectId, reason, createdAt, settledAt } = row;
    const blind = await prisma().generation.count({ where: { id: subjectId, blind: true } });
    yield { id, subject, subjectId: blind ? null : subjectId, reason, createdAt, settledAt };
  }
}

async function* proposals(voterId: string) {
  const entry = { include: { prompt: true, enrichment: true } };
  const rows = await prisma().proposal.findMany({ where: { voterId }, include: { entry } });
  for (const { createdAt, entry: proposed } of rows) {
    const { id, state, decidedAt, prompt, enrichment } = proposed;
    const longerPrompt = enrichment?.text ?? null;
    yield { id, prompt: prompt.text, longerPrompt, state, createdAt, decidedAt };
  }
}

async function* brought(broughtById: string) {
  const rows = await prisma().keptPicture.findMany({ where: { broughtById } });
  for (const { sha256, keptAt } of rows) yield { picture: address(sha256), keptAt };
}

async function* limits(voterId: string) {
  const where = { key: { endsWith: ` voter ${voterId}` } };
  for (const { key, points, expire } of await prisma().rateLimit.findMany({ where })) {
    const until = expire === null ? null : new Date(Number(expire));
    yield { action: key.split(' ')[0], points, until };
  }
}

/** Each list of the download, by its name in it. */
const LISTS = {
  prompts,
  promptSets,
  longerPrompts,
  pictures,
  picturesBrought: brought,
  proposals,
  votes,
  ratings,
  reports,
  limits,
};

/** Everything that is stored about somebody, as one JSON document, written while it is read. */
export async function* everythingOf(voterId: string): AsyncGenerator<string, undefined> {
  const head = { madeAt: new Date(), you: await aboutVoter(voterId) };
  yield JSON.stringify(head, null, 2).replace(/\n\}$/, '');
  for (const [name, rows] of Object.entries(LISTS)) {
    yield `,\n  ${JSON.stringify(name)}: [`;
    let comma = '';
    for await (const row of rows(voterId)) {
      yield `${comma}\n    ${JSON.stringify(row)}`;
      comma = ',';
    }
    yield comma === '' ? ']' : '\n  ]';
  }
  yield '\n}\n';
  return undefined;
}
