// `npm run context:enrichment`: how fast the embedded language model writes, and how often its longer
// prompts keep every fact of the short one.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { z } from 'zod';
import { enrich, type Enriched } from '@/lib/enrichment/enrich';
import { LanguageModelError } from '@/lib/enrichment/language-model';
import { TEMPLATES } from '@/lib/enrichment/templates';
import { openLanguageModel } from '@/lib/models/language-model';
import { SessionPool } from '@/lib/onnx/session-pool';
import { format, replaceSection } from './markdown';
import { commandLine, wholeNumber } from './command-line.mjs';

const RESULT = 'docs/benchmarks/enrichment.json';
const MODEL = 'models/smollm2-135m-instruct';
const PROMPTS = 'tests/fixtures/vectors/short-prompts.json';

const { values: options } = commandLine(
  `npm run bench:enrichment             how many facts survive, tokens per second
npm run bench:enrichment -- --write  and write ${RESULT} and the model's card

  --prompts N   so many of the ${PROMPTS} (default: 200)
  --threads N   default: all`,
  {
    options: {
      threads: { type: 'string', default: String(availableParallelism()) },
      prompts: { type: 'string', default: '200' },
      write: { type: 'boolean', default: false },
    },
  },
);

/** Share of `hits` in `all` with its 95 % Wilson interval, in percent. */
function share(hits: number, all: number): string {
  const z95 = 1.96;
  const p = hits / all;
  const centre = (p + z95 ** 2 / (2 * all)) / (1 + z95 ** 2 / all);
  const half =
    (z95 * Math.sqrt((p * (1 - p)) / all + z95 ** 2 / (4 * all ** 2))) / (1 + z95 ** 2 / all);
  const percent = (x: number) => (100 * x).toFixed(1);
  return `${percent(p)} % (${percent(centre - half)}–${percent(centre + half)})`;
}

const prompts = z.array(z.string()).parse(JSON.parse(readFileSync(PROMPTS, 'utf8')));
const asked = prompts.slice(0, wholeNumber('prompts', options.prompts));
const sessions = new SessionPool();
const runtime = {
  sessions,
  device: 'cpu',
  threads: wholeNumber('threads', options.threads),
} as const;
const model = await openLanguageModel(MODEL, runtime);

/** Tokens of all drafts, and how long they took to write, the reading before them left out. */
const speed = { tokens: 0, written: 0, milliseconds: 0 };
const results: (Enriched & { readonly prompt: string })[] = [];

/** Follows one enrichment's drafts; `finish` counts the last one. */
function stopwatch() {
  let draft = { text: '', pieces: 0, began: 0, ended: 0, given: 0 };
  const finish = () => {
    const tokens = model.encode(draft.text).length;
    speed.tokens += tokens;
    speed.written += Math.max(0, tokens - draft.given);
    speed.milliseconds += draft.ended - draft.began;
    draft = { text: '', pieces: 0, began: 0, ended: 0, given: 0 };
  };
  const onText = (text: string) => {
    // A draft that has begun anew is shorter than the last one.
    if (text.length < draft.text.length) finish();
    const now = performance.now();
    const pieces = draft.pieces + 1;
    // The first piece may be the opening, which comes before the instruction is read.
    const starts = pieces <= 2;
    const began = starts ? now : draft.began;
    const given = starts ? model.encode(text).length : draft.given;
    draft = { text, pieces, began, ended: now, given };
  };
  return { onText, finish };
}

const failed: string[] = [];
const begun = performance.now();
for (const prompt of asked) {
  const { onText, finish } = stopwatch();
  try {
    results.push({ prompt, ...(await enrich(model, TEMPLATES.detailed, prompt, 0, { onText })) });
  } catch (error) {
    if (!(error instanceof LanguageModelError)) throw error;
    failed.push(prompt);
  }
  finish();
  const done = results.length + failed.length;
  if (done % 20 === 0) console.log(`${done} of ${asked.length}`);
}
const seconds = (performance.now() - begun) / 1000;
await sessions.close();

const whole = results.filter(({ facts }) => facts.every(({ kept }) => kept));
const first = whole.filter(({ drafts }) => drafts === 1);
const unmended = whole.filter(({ mended }) => mended.length === 0);
const machine = `${cpus()[0]?.model ?? 'unknown CPU'}, ${options.threads} threads`;
const template = `${TEMPLATES.detailed.name} ${TEMPLATES.detailed.version}`;
const all = asked.length;
const table = `| of ${all} short prompts | every fact kept (95 % Wilson interval) |
| --- | --- |
| in the first draft | ${share(first.length, all)} |
| after up to four drafts | ${share(unmended.length, all)} |
| with the rest mended, as the enrichment says | ${share(whole.length, all)} |
| no longer text at all | ${share(failed.length, all)} |

${(seconds / all).toFixed(1)} s an enrichment; from Node ${((1000 * speed.written) / speed.milliseconds).toFixed(0)} tokens per second while writing, ${(speed.tokens / seconds).toFixed(0)} with
all reading of the instruction counted in. Template ${template}; ${machine}. Command: \`npm run context:enrichment\`.`;
console.log(`\n${table}`);

if (options.write) {
  mkdirSync('docs/benchmarks', { recursive: true });
  const counts = { prompts: all, first: first.length, unmended: unmended.length };
  const result = {
    machine,
    template,
    ...counts,
    whole: whole.length,
    seconds,
    ...speed,
    failed,
    results,
  };
  writeFileSync(RESULT, `${JSON.stringify(result, null, 2)}\n`);
  format(RESULT);
  replaceSection(`${MODEL}/README.md`, 'enrichment', table);
}
