import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { isSchedulerName, type SchedulerName } from '@/lib/diffusion/schedulers';
import { ModelFolderError } from '@/lib/onnx/errors';
import list from '@/training/sarovar_training/convert/configuration.json' with { type: 'json' };
import { readJson, sizeOfFile } from '../folder-files';

/** What is done with a key of a configuration file: nothing has to be said of the first two. */
const ruleSchema = z.union([
  z.enum(['honoured', 'harmless']),
  z.object({ refuse_values: z.record(z.string(), z.string()) }),
  z.object({ only: z.array(z.unknown()), refuse: z.string() }),
  z.object({ only: z.array(z.unknown()), say: z.string() }),
]);
type Rule = z.infer<typeof ruleSchema>;

const listSchema = z.object({
  kinds: z.record(z.string(), z.string().nullable()),
  schedulers: z.array(
    z
      .object({ class: z.string(), name: z.string().refine(isSchedulerName) })
      .catchall(z.boolean()),
  ),
  everywhere: z.array(z.string()),
  files: z.record(z.string(), z.record(z.string(), ruleSchema)),
  same: z.record(z.string(), z.string()),
});

/** The list that `python -m sarovar_training convert` goes by, too. */
const KNOWN = listSchema.parse(list);

/** The files of a folder that are looked at, with the rules for each. */
const FILES = { ...KNOWN.files, ...aliases() };

function aliases() {
  const named = Object.entries(KNOWN.same);
  return Object.fromEntries(named.map(([file, as]) => [file, KNOWN.files[as] ?? {}]));
}

const SUPPORTED = 'only Stable Diffusion 1.x is supported';
const held = z.record(z.string(), z.unknown());
type Held = z.infer<typeof held>;

/** What Stable Diffusion 1.x is commonly painted with, where a folder's own scheduler is not ours. */
const COMMON: SchedulerName = 'dpm++2m-karras';

const SCHEDULER_FILE = 'scheduler/scheduler_config.json';

/** A folder's own scheduler, or the common one where we do not have it. Throws ModelFolderError. */
export async function defaultScheduler(folder: string): Promise<SchedulerName> {
  return ownScheduler(await readJson(folder, SCHEDULER_FILE, held)) ?? COMMON;
}

/** The last rule that fits counts: it is the one that asks for more. */
function ownScheduler(config: Held): SchedulerName | undefined {
  return KNOWN.schedulers.findLast(
    ({ class: kind, name, ...flags }) =>
      isSchedulerName(name) &&
      kind === config['_class_name'] &&
      Object.entries(flags).every(([flag, wanted]) =>
        // What a folder does not say is off.
        wanted ? config[flag] === true : config[flag] !== true,
      ),
  )?.name;
}

/** Throws ModelFolderError when a pipeline of that class is not Stable Diffusion 1.x. */
function checkKind(kind: unknown): void {
  const name = typeof kind === 'string' ? kind : JSON.stringify(kind ?? null);
  const known = KNOWN.kinds[name];
  if (known === null) return;
  const what = known ?? 'not known here';
  throw new ModelFolderError(`model_index.json says ${name}, which is ${what}; ${SUPPORTED}.`);
}

/** What has to be said of a value. Throws ModelFolderError when it is refused. */
function lookAt(rule: Rule | undefined, value: unknown, says: string): string[] {
  if (rule === undefined) {
    return value === null ? [] : [`${says}, which is not known here and not acted on.`];
  }
  if (typeof rule === 'string') return [];
  if ('refuse_values' in rule) {
    const refusal = rule.refuse_values[JSON.stringify(value)];
    if (refusal === undefined) return [];
    throw new ModelFolderError(`${says}, ${refusal}.`);
  }
  if (rule.only.some((allowed) => isDeepStrictEqual(allowed, value))) return [];
  if ('refuse' in rule) throw new ModelFolderError(`${says}, ${rule.refuse}.`);
  return [`${says}, ${rule.say}.`];
}

/**
 * What people have to know of a base's configuration, a sentence each: what is not acted on, or not there.
 * Throws ModelFolderError for what is not Stable Diffusion 1.x.
 */
export async function checkConfiguration(folder: string): Promise<string[]> {
  const index = await readJson(folder, 'model_index.json', held);
  checkKind(index['_class_name']);
  const notes: string[] = [];
  for (const [file, rules] of Object.entries(FILES)) {
    if ((await sizeOfFile(path.join(folder, file))) === undefined) continue;
    for (const [key, value] of Object.entries(await readJson(folder, file, held))) {
      if (KNOWN.everywhere.includes(key)) continue;
      const says = `${file} says ${key}: ${JSON.stringify(value)}`;
      notes.push(...lookAt(rules[key], value, says));
    }
  }
  const checker = index['safety_checker'];
  const isNamed = Array.isArray(checker) && checker.some((part) => part !== null);
  const graph = path.join(folder, 'safety_checker', 'model.onnx');
  if (isNamed && (await sizeOfFile(graph)) === undefined) {
    notes.push(
      'model_index.json names a safety checker that is not there; pictures of this base are not looked at by one.',
    );
  }
  const scheduler = await readJson(folder, SCHEDULER_FILE, held);
  if (ownScheduler(scheduler) === undefined) {
    const kind = JSON.stringify(scheduler['_class_name'] ?? null);
    notes.push(
      `Its scheduler is ${kind}, which we do not have in that form; ${COMMON} is its default.`,
    );
  }
  return notes;
}
