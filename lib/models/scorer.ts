import { at } from '@/lib/at';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { z } from 'zod';
import { fromImage, type RgbImage } from '@/lib/diffusion/image';
import { promptFacts } from '@/lib/evaluation/facts';
import { vocabularySchema, type Vocabulary } from '@/lib/evaluation/vocabulary';
import { judge, scoreOf, type JudgedFact, type Detections } from '@/lib/evaluation/judge';
import type { Runtime } from '@/lib/onnx/session-pool';
import { weightsAt } from '@/lib/onnx/weights';
import { fileSchema, readJson, readText, verifyChanges } from './folder-files';

const names = z.array(z.string());

/** A scorer folder’s labels.json: its classes, and the words that name them. */
export const labelsSchema = z.object({
  labels: names,
  nouns: names,
  recolourable: names,
  actions: names,
  colours: names,
  persons: names,
  backgrounds: names,
  threshold: z.number().gt(0).lt(1),
  side: z.int().positive(),
  words: vocabularySchema,
});

/** Its outputs: maps of `[1, rows, columns]`, and the background `[1]`. */
const OUTPUTS = ['score', 'label', 'colour', 'person', 'background'];

const manifestSchema = z.object({
  name: z.string(),
  /** The name of the base whose pictures it can judge. */
  scores: z.string(),
  files: z.array(fileSchema),
  accuracyOnRealScenes: z.json().nullable(),
});

/** A scorer's folder: what it is, for which base, and how good it is on real scenes. */
export type ScorerManifest = z.infer<typeof manifestSchema>;

/** What a scorer makes of a picture. */
export interface Score {
  readonly facts: readonly JudgedFact[];
  /** Share of the facts that are right; undefined when the prompt states none that it knows. */
  readonly score: number | undefined;
}

/** An opened scorer: a detector with a vocabulary. */
export interface Scorer {
  readonly vocabulary: Vocabulary;
  /** What it sees in a picture of `side` × `side` pixels. Throws InferenceError for other sizes. */
  look(image: RgbImage): Promise<Detections>;
  readonly side: number;
  /** How well `image` follows `prompt`. */
  score(image: RgbImage, prompt: string): Promise<Score>;
}

/** Reads the manifest of a scorer's folder, with its SHA-256. Throws ModelFolderError. */
export async function readScorerManifest(
  folder: string,
): Promise<ScorerManifest & { readonly sha256: string }> {
  const manifest = await readJson(folder, 'manifest.json', manifestSchema);
  const text = await readText(folder, 'manifest.json');
  return { ...manifest, sha256: createHash('sha256').update(text).digest('hex') };
}

/** Opens a scorer's folder after checking its files. Throws ModelFolderError. */
export async function openScorer(folder: string, runtime: Runtime): Promise<Scorer> {
  const manifest = await readScorerManifest(folder);
  await verifyChanges(folder, manifest.files);
  const labels = await readJson(folder, 'labels.json', labelsSchema);
  const file = path.join(folder, 'model.onnx');
  const weights = await weightsAt(file, `${manifest.name}/model.onnx`, runtime);
  const network = await runtime.sessions.open(weights);

  async function look(image: RgbImage): Promise<Detections> {
    const output = await network.runAll({ picture: fromImage(image) }, OUTPUTS);
    const { data, dims } = output('score');
    const columns = at(dims, 2);
    const rows = at(dims, 1);
    const reader = (names: readonly string[], map: string) => {
      const indices = output(map).data;
      return (i: number) => at(names, at(indices, i));
    };
    const label = reader(labels.labels, 'label');
    const colour = reader(labels.colours, 'colour');
    const person = reader(labels.persons, 'person');
    const background = reader(labels.backgrounds, 'background');
    const found = [...data.keys()]
      .filter((i) => (at(data, i)) >= labels.threshold)
      .map((i) => ({
        label: label(i),
        colour: colour(i),
        person: person(i),
        x: ((i % columns) + 0.5) / columns,
        y: (Math.floor(i / columns) + 0.5) / rows,
      }));
    return { found, background: background(0) };
  }

  return {
    vocabulary: labels.words,
    side: labels.side,
    look,
    async score(image, prompt) {
      const facts = judge(promptFacts(prompt, labels.words), await look(image), labels);
      return { facts, score: scoreOf(facts) };
    },
  };
}
