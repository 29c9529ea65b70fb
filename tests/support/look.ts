import { GET } from '@/app/m/[token]/route';
import { prisma } from '@/lib/store/database';
import { Visitor } from './arena';
import type { SeenMatchup, SeenPicture } from './blind';

async function look(url: string, model: string): Promise<SeenPicture> {
  const begun = performance.now();
  const params = Promise.resolve({ token: url.replace('/m/', '') });
  const response = await GET(new Request(`http://localhost${url}`), { params });
  const bytes = new Uint8Array(await response.arrayBuffer());
  const milliseconds = performance.now() - begun;
  return { url, headers: Object.fromEntries(response.headers), bytes, milliseconds, model };
}

/** Everything that `voters` new voters get to see before they answer; they skip all of it. */
export async function lookAtEverything(voters: number): Promise<SeenMatchup[]> {
  const seen: SeenMatchup[] = [];
  for (let voter = 0; voter < voters; voter += 1) {
    const visitor = new Visitor();
    for (;;) {
      const shown = await visitor.draw();
      if (shown.__typename !== 'Matchup') break;
      const row = await prisma().matchup.findUniqueOrThrow({
        where: { id: shown.key },
        include: { left: { include: { model: true } }, right: { include: { model: true } } },
      });
      const left = await look(shown.left.url, row.left.model.name);
      const right = await look(shown.right.url, row.right.model.name);
      seen.push({ json: JSON.stringify(shown), left, right });
      await visitor.skip(shown.key);
    }
  }
  return seen;
}

/** What must be nowhere before the answer: every picture's id, hash, model and comparison. */
export async function secretsOfPictures(): Promise<string[]> {
  const pictures = await prisma().generation.findMany({ include: { model: true } });
  const secrets = pictures.flatMap(({ id, imageSha256, modelId, model, comparisonId }) => [
    ...[id, imageSha256 ?? '', modelId, model.name, model.weightsSha256, comparisonId ?? ''],
  ]);
  return [...new Set(secrets)];
}
