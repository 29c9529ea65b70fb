// `npm run models`: which models there are, and bringing, checking, retiring and removing them.
import { rm } from 'node:fs/promises';
import { config, ConfigError } from '@/lib/config';
import type { ImportPlace } from '@/lib/models/import/import-folder';
import { addModel, folderName, idsOf, removeModel, verifyModel } from '@/lib/models/import/manage';
import { DeviceError, ModelFolderError, InferenceError } from '@/lib/onnx/errors';
import type { HashProgress } from '@/lib/models/folder-files';
import { languageModels } from '@/lib/models/language-models';
import { registerModels } from '@/lib/models/register';
import { chooseDevice } from '@/lib/onnx/runtime';
import { SessionPool } from '@/lib/onnx/session-pool';
import { closeDatabase, prisma } from '@/lib/store/database';
import { picturesOf, setRetired } from '@/lib/models/catalogue';
import { commandLine } from './command-line.mjs';
import { convert, convertedFolder, needsConverting } from './convert';
import { useRunningDatabase } from './running-database';

const HELP = `npm run models -- list                what there is, and how many pictures each painted
npm run models -- add MODEL           convert it where needed, check, hash and register it
npm run models -- verify [NAME ...]   hash the files again and take one step (default: all)
npm run models -- retire NAME         no new pictures by it; those that there are stay
npm run models -- restore NAME        in use again
npm run models -- remove NAME         unlink it; one that has painted is retired instead

add:  MODEL is a single .safetensors or .ckpt, a folder, or the id of a model on the hub
      --name NAME        what it is called here (default: the file's or folder's name)
      --title TEXT       what people read (default: the name)
      --licence TEXT     of the weights, such as creativeml-openrail-m; asked for where
                         nobody says it, and needed where nobody can be asked
      and, where it is converted, as python -m sarovar_training convert sd --help explains:
      --vae FILE  --unet FILE  --lora FILE:WEIGHT  --embedding FILE:WORD  --clip-skip N
      --prediction v_prediction  --config FOLDER  --dtype fp16  --target cuda  --ftfy  --verify

What is converted lies in DATA_DIR/converted, and goes with remove; nothing stays of what fails.
A folder that needs no converting is in the ONNX layout that Optimum exports for Stable Diffusion 1.x; an
adapter is one that \`python -m sarovar_training convert\` writes. Folders stay where they are: MODELS_DIR
gets a link. Works on the Sarovar that runs on DATA_DIR, or on DATABASE_URL. NAME is a folder below
MODELS_DIR; a base stands for all its models. To retire and restore what only another host has, or nobody any more, NAME
may be the hash that the list shows.`;

const { values, positionals } = commandLine(HELP, {
  allowPositionals: true,
  options: {
    name: { type: 'string' },
    title: { type: 'string' },
    licence: { type: 'string' },
    vae: { type: 'string' },
    unet: { type: 'string' },
    lora: { type: 'string', multiple: true },
    embedding: { type: 'string', multiple: true },
    'clip-skip': { type: 'string' },
    prediction: { type: 'string' },
    config: { type: 'string' },
    dtype: { type: 'string' },
    target: { type: 'string' },
    ftfy: { type: 'boolean' },
    verify: { type: 'boolean' },
  },
});

/** What only the converter understands, as it is given there. */
function forTheConverter(): string[] {
  const ours = ['name', 'title', 'licence'];
  return Object.entries(values).flatMap(([option, value]) => {
    if (ours.includes(option)) return [];
    if (typeof value === 'boolean') return [`--${option}`];
    return [value].flat().flatMap((one) => [`--${option}`, one]);
  });
}

/** Says how far hashing is, on one line that is written over, and only to people. */
const onProgress: HashProgress = ({ file, bytesDone, bytesTotal }) => {
  if (!process.stderr.isTTY) return;
  const percent = Math.floor((100 * bytesDone) / bytesTotal);
  const end = bytesDone === bytesTotal ? '\n' : '';
  process.stderr.write(`\r\x1b[K${percent} % hashed, ${file}${end}`);
};

/** Does `work` with a place to bring models to, and closes what was opened for it. */
async function inPlace<T>(work: (place: ImportPlace) => Promise<T>): Promise<T> {
  const settings = config();
  const { modelsDir, threads } = settings;
  const sessions = new SessionPool(settings.sessions);
  const runtime = { sessions, threads, device: chooseDevice(settings.device) };
  const { embedded: languageModel } = languageModels(settings, runtime);
  try {
    return await work({ ...runtime, modelsDir, onProgress, verifyHashes: false, languageModel });
  } finally {
    await sessions.close();
  }
}

async function list(): Promise<string> {
  const models = await registerModels(config().modelsDir);
  const rows = await prisma().model.findMany({
    include: { base: { select: { name: true } } },
    orderBy: { id: 'asc' },
  });
  const pictures = await picturesOf(rows.map(({ id }) => id));
  const lines = rows.map(({ id, name, method, status, weightsSha256, base }) => {
    const found = models.get(id);
    const folder = found ? folderName(found) : '(not in MODELS_DIR)';
    const painted = pictures.get(id) ?? 0;
    const columns = [folder, `${base.name} ${name}`, method, status, weightsSha256.slice(0, 8)];
    return [...columns, `${painted} pictures`].join('\t');
  });
  return lines.join('\n');
}

async function verify(names: readonly string[]): Promise<string> {
  const all = [...(await registerModels(config().modelsDir)).values()];
  return inPlace(async (place) => {
    const lines: string[] = [];
    for (const name of names.length > 0 ? names : all.map(folderName)) {
      lines.push((await verifyModel(name, place)).outcome);
    }
    return lines.join('\n');
  });
}

/** Ids of the models whose weights' hash begins like that, or else of the folder of that name. Throws ModelFolderError. */
async function idsNamed(name: string): Promise<readonly string[]> {
  const { modelsDir } = config();
  const here = await registerModels(modelsDir);
  const hashed = /^[0-9a-f]{8,64}$/.test(name)
    ? await prisma().model.findMany({ where: { weightsSha256: { startsWith: name } } })
    : [];
  return hashed.length > 0 ? hashed.map(({ id }) => id) : idsOf(here, modelsDir, name);
}

async function retire(name: string, retired: boolean): Promise<string> {
  const ids = await idsNamed(name);
  const count = await setRetired(ids, retired);
  const word = retired ? 'retired' : 'in use again';
  return count === 0 ? `${name} was ${word} already.` : `${count} of ${ids.length} models ${word}.`;
}

/** Registers what lies at `source`, converted first where that is needed. */
async function add(source: string): Promise<string> {
  const { modelsDir } = config();
  const { name, title, licence } = values;
  const options = forTheConverter();
  const register = (folder: string) =>
    inPlace(async (place) => (await addModel({ folder, name, title, licence }, place)).outcome);
  if (!(await needsConverting(source))) {
    const [option] = options;
    if (option === undefined) return register(source);
    throw new Error(
      `${option} is for weights that are converted, and ${source} needs no converting.`,
    );
  }
  const { folder, undo } = await convert({ source, name, title, licence, options }, modelsDir);
  try {
    return await register(folder);
  } catch (error) {
    await undo();
    throw error;
  }
}

async function remove(name: string): Promise<string> {
  const { modelsDir } = config();
  const folder = await convertedFolder(modelsDir, name);
  const { outcome, ids } = await removeModel(name, modelsDir);
  if (folder === undefined || ids.length > 0) return outcome;
  await rm(folder, { recursive: true });
  return `${name} is removed, with what was converted for it.`;
}

async function main(): Promise<string> {
  const [command, ...rest] = positionals;
  if (command === undefined) return HELP;
  const [first] = rest;
  const known = ['list', 'add', 'verify', 'retire', 'restore', 'remove'];
  if (!known.includes(command)) throw new Error(`There is no command ${command}.\n${HELP}`);
  const one = ['add', 'retire', 'restore', 'remove'].includes(command);
  if (one && (first === undefined || rest.length > 1)) {
    throw new Error(`${command} takes one ${command === 'add' ? 'model' : 'name'}.\n${HELP}`);
  }
  await useRunningDatabase();
  const name = first ?? '';
  switch (command) {
    case 'add':
      return add(name);
    case 'verify':
      return verify(rest);
    case 'remove':
      return remove(name);
    case 'list':
      return list();
    default:
      return retire(name, command === 'retire');
  }
}

/** Errors that say all there is to say; others come with their stack. */
function sentence(error: unknown): unknown {
  const plain =
    error instanceof ConfigError ||
    error instanceof DeviceError ||
    error instanceof ModelFolderError ||
    error instanceof InferenceError ||
    (error instanceof Error && error.constructor === Error);
  return plain ? error.message : error;
}

try {
  console.log(await main());
} catch (error) {
  console.error(sentence(error));
  process.exitCode = 1;
} finally {
  await closeDatabase();
}
