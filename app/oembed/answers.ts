import escapeHtml from 'escape-html';
import { byKey } from '@/app/components/by-key';
import { query } from '@/app/execute';
import { load as loadRanking, titleOf as titleOfRanking } from '@/app/r/[key]/load';
import { englishModels, englishWords } from '@/app/words/server';
import { EmbeddedComparisonDocument, EmbeddedPictureDocument } from './oembed.documents';

/** How wide whoever embeds lets it be. */
export interface Asked {
  readonly home: URL;
  readonly key: string;
  readonly maxWidth: number;
}

type Answer = Readonly<Record<string, string | number>>;

const WIDTH = 640;
/** Of frames: what stands around their rows, and one row. */
const HEIGHT = { frame: 190, row: 36, pictures: 360, scoreboard: 330 };

const loadPicture = byKey(
  async (key) => (await query(EmbeddedPictureDocument, { key })).generation,
);
const loadComparison = byKey(
  async (key) => (await query(EmbeddedComparisonDocument, { key })).comparison,
);

async function photo({ home, key }: Asked): Promise<Answer | null> {
  const generation = await loadPicture(key);
  if (!generation?.imageUrl) return null;
  const { imageUrl, width, height, prompt, model } = generation;
  return {
    type: 'photo',
    title: prompt.text,
    author_name: englishModels()(model).title,
    url: new URL(imageUrl, home).href,
    width,
    height,
  };
}

/** One of our frames. */
function rich({ home, maxWidth }: Asked, path: string, title: string, height: number): Answer {
  const width = Math.min(WIDTH, maxWidth);
  const src = escapeHtml(new URL(path, home).href);
  const html = `<iframe src="${src}" title="${escapeHtml(title)}" width="${width}" height="${height}" style="border:0" loading="lazy"></iframe>`;
  return { type: 'rich', title, html, width, height };
}

async function comparison(asked: Asked): Promise<Answer | null> {
  const found = await loadComparison(asked.key);
  return found && rich(asked, `/embed/c/${asked.key}`, found.prompt.text, HEIGHT.pictures);
}

async function ranking(asked: Asked): Promise<Answer | null> {
  const kept = await loadRanking(asked.key);
  if (!kept) return null;
  const height = HEIGHT.frame + HEIGHT.row * kept.ranking.models.length;
  return rich(asked, `/embed/r/${asked.key}`, titleOfRanking(englishWords(), kept), height);
}

const results = (asked: Asked) =>
  Promise.resolve(rich(asked, '/embed/scoreboard', 'Who follows the prompt', HEIGHT.scoreboard));

/** Which addresses can be embedded, and as what. */
export const ANSWERS = [
  { address: /\/g\/([0-9a-f-]+)\/?$/, answer: photo },
  { address: /\/c\/([0-9a-f-]+)\/?$/, answer: comparison },
  { address: /\/r\/([0-9a-f-]+)\/?$/, answer: ranking },
  { address: /\/(results)\/?(?:\?.*)?$/, answer: results },
] as const;
