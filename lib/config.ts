import { join, resolve } from 'node:path';
import proxyaddr from 'proxy-addr';
import { z } from 'zod';
import type { TrustedProxies } from '@/lib/client-address';

/** s3://, a bucket's name as S3 allows it, and perhaps a prefix of parts that are neither empty nor only dots. */
const BUCKET = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])((?:\/(?!\.+(?:\/|$))[\w.-]+)*)\/?$/;

/** Counts proxies, or names their networks as proxy-addr does. */
function trustedProxies(text: string, context: z.RefinementCtx): TrustedProxies {
  if (/^\d$/.test(text)) return Number(text);
  const networks = text.split(',').map((one) => one.trim());
  try {
    proxyaddr.compile(networks);
  } catch {
    context.addIssue(
      'must be how many proxies stand before the server, or their networks, such as 10.0.0.0/8,loopback',
    );
  }
  return networks;
}

const schema = z
  .object({
    DATABASE_URL: z
      .string({ error: 'must be set, such as postgresql://user:password@localhost:5432/sarovar' })
      .regex(/^postgres(ql)?:\/\//, 'must begin with postgresql://'),
    DATA_DIR: z.string().min(1, 'must name a folder').default('data'),
    BLOBS: z
      .string()
      .regex(BUCKET, 'must be s3://bucket or s3://bucket/prefix, or be unset for files in DATA_DIR')
      .optional(),
    // The AWS SDK's own; here it only tells whose way of addressing buckets to use.
    AWS_ENDPOINT_URL_S3: z.string().optional(),
    AWS_ENDPOINT_URL: z.string().optional(),
    MODELS_DIR: z.string().min(1, 'must name a folder').default('models'),
    DEVICE: z
      .string()
      .regex(/^(auto|cpu|cuda(:\d+)?)$/, 'must be auto, cpu or cuda:0')
      .default('auto'),
    THREADS: z.coerce
      .number({ error: 'must be a number' })
      .int('must be a whole number')
      .min(0, 'must be 0 (all cores) or more')
      .default(0),
    MODELS_MEMORY: z.coerce
      .number({ error: 'must be a number' })
      .gt(0, 'must be more than 0')
      .max(1, 'must be 1 (all memory) or less')
      .default(0.5),
    MODELS_IDLE: z.coerce
      .number({ error: 'must be a number' })
      .min(1, 'must be 1 second or more')
      .default(600),
    PUBLIC_URL: z.url('must be an address such as https://sarovar.example').optional(),
    HOSTS: z
      .string()
      .regex(/^[\w.:[\]-]+(,[\w.:[\]-]+)*$/, 'must list names, such as sarovar.example,10.0.0.5')
      .optional(),
    TRUST_PROXY: z.string().default('0').transform(trustedProxies),
    LLM_BASE_URL: z
      .url('must be an address such as http://localhost:11434/v1, or unset')
      .optional(),
    LLM_API_KEY: z.string().default('none'),
    LLM_MODEL: z.string().optional(),
    LLM_TIMEOUT: z.coerce
      .number({ error: 'must be a number' })
      .min(1, 'must be 1 second or more')
      .default(60),
    CURATOR_TOKEN: z.string().min(16, 'must have 16 characters or more, or be unset').optional(),
    LOG_LEVEL: z
      .enum(['silent', 'error', 'warn', 'info', 'debug'], {
        error: 'must be silent, error, warn, info or debug',
      })
      .default('info'),
  })
  .refine((env) => !env.LLM_BASE_URL === !env.LLM_MODEL, {
    path: ['LLM_MODEL'],
    error: 'and LLM_BASE_URL belong together: set both, or neither for the embedded model',
  });

/** Who writes the longer prompts: the model that comes with Sarovar, or a server's. */
export type LanguageModelChoice =
  | { readonly provider: 'embedded' }
  | {
      readonly provider: 'openai-compatible';
      readonly baseUrl: string;
      readonly apiKey: string;
      readonly model: string;
      readonly timeoutMs: number;
    };

/** A bucket of an S3-compatible server. */
export interface BucketChoice {
  readonly bucket: string;
  /** What the name of each object begins with: nothing, or something that ends with a slash. */
  readonly prefix: string;
  /** The bucket stands in the path of an address rather than in its host: what servers other than Amazon's understand. */
  readonly pathStyle: boolean;
}

/** Where pictures are kept: in files, or in a bucket that several hosts share. */
export type BlobsChoice =
  | { readonly kind: 'files'; readonly folder: string }
  | ({ readonly kind: 'bucket' } & BucketChoice);

/** Where things are and how to run, as the environment says. */
export interface Config {
  readonly databaseUrl: string;
  readonly blobs: BlobsChoice;
  /** Absolute; one folder per base below it. */
  readonly modelsDir: string;
  readonly device: string;
  /** CPU threads of inference; 0 for as many as there are. */
  readonly threads: number;
  /** When models that nobody uses are closed: the share of the memory for all, and how long they were unused. */
  readonly sessions: { readonly share: number; readonly idleMs: number };
  /** Where visitors reach the pages; undefined when nobody said. */
  readonly publicUrl: string | undefined;
  /** Names by which visitors reach the pages, besides that address and this machine's own. */
  readonly hosts: readonly string[];
  readonly trustProxy: TrustedProxies;
  readonly languageModel: LanguageModelChoice;
  /** Whoever sends it may take models out of use; undefined: nobody may over GraphQL. */
  readonly curatorToken: string | undefined;
  readonly logLevel: 'silent' | 'error' | 'warn' | 'info' | 'debug';
}

/** An environment that cannot be used; the message has one line per bad variable. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

function chooseLanguageModel(data: z.output<typeof schema>): LanguageModelChoice {
  const { LLM_BASE_URL: baseUrl, LLM_API_KEY: apiKey, LLM_MODEL: model } = data;
  if (!baseUrl || !model) return { provider: 'embedded' };
  return {
    provider: 'openai-compatible',
    baseUrl,
    apiKey,
    model,
    timeoutMs: data.LLM_TIMEOUT * 1000,
  };
}

function chooseBlobs(data: z.output<typeof schema>): BlobsChoice {
  const [, bucket, prefix = ''] = BUCKET.exec(data.BLOBS ?? '') ?? [];
  if (bucket === undefined) return { kind: 'files', folder: join(resolve(data.DATA_DIR), 'blobs') };
  const pathStyle = Boolean(data.AWS_ENDPOINT_URL_S3 ?? data.AWS_ENDPOINT_URL);
  return { kind: 'bucket', bucket, prefix: prefix && `${prefix.slice(1)}/`, pathStyle };
}

/** Reads `env`. Throws ConfigError that names every bad variable, not only the first. */
export function parseConfig(env: Readonly<Record<string, string | undefined>>): Config {
  // An empty variable is what `NAME= command` and Docker leave behind: as good as unset.
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(set);
  if (!parsed.success) {
    const lines = parsed.error.issues.map(
      ({ path, message }) => `The environment variable ${path.join('.')} ${message}.`,
    );
    throw new ConfigError(lines.join('\n'));
  }
  const { data } = parsed;
  return {
    databaseUrl: data.DATABASE_URL,
    blobs: chooseBlobs(data),
    modelsDir: resolve(data.MODELS_DIR),
    device: data.DEVICE,
    threads: data.THREADS,
    sessions: { share: data.MODELS_MEMORY, idleMs: data.MODELS_IDLE * 1000 },
    publicUrl: data.PUBLIC_URL,
    hosts: data.HOSTS?.split(',') ?? [],
    trustProxy: data.TRUST_PROXY,
    languageModel: chooseLanguageModel(data),
    curatorToken: data.CURATOR_TOKEN,
    logLevel: data.LOG_LEVEL,
  };
}

let parsed: Config | undefined;

/** The process's configuration, parsed on first use. Throws ConfigError. */
export function config(): Config {
  parsed ??= parseConfig(process.env);
  return parsed;
}
