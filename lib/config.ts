import { join, resolve } from 'node:path';
import type { TrustedProxies } from '@/lib/client-address';
import { BUCKET, CLAIM, environment, type Environment } from '@/lib/environment';

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

/** Who looks at what visitors write, besides the list of words: a server's `/v1/moderations`. */
export interface ModerationServer {
  readonly url: string;
  /** Undefined where the server asks for none. */
  readonly key: string | undefined;
  /** Undefined: the server's own choice. */
  readonly model: string | undefined;
}

/** Who says which visitor is who, where people may sign in. */
export interface SignInChoice {
  readonly issuer: string;
  readonly clientId: string;
  /** Undefined of a public client. */
  readonly clientSecret: string | undefined;
  /** What people call the issuer. */
  readonly name: string;
  readonly scope: string;
  /** Whoever has this claim with this value is a curator; undefined: nobody is by signing in. */
  readonly curatorClaim: { readonly name: string; readonly value: string } | undefined;
}

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
  /** Where finished exports lie until the data change; this host's own. */
  readonly exportsDir: string;
  /** Absolute; one folder per base below it. */
  readonly modelsDir: string;
  /** The name of the base that is painted with, and ranked, where nobody names one. */
  readonly defaultBase: string;
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
  /** Whether longer prompts are written by a process of their own: where another server is waited for, painting goes on. */
  readonly writesApart: boolean;
  /** Undefined: nobody but the list of words and people. */
  readonly moderation: ModerationServer | undefined;
  /** Whoever sends it may take models out of use; undefined: nobody may over GraphQL. */
  readonly curatorToken: string | undefined;
  /** Undefined where nobody can sign in. */
  readonly signIn: SignInChoice | undefined;
  /** Whether a curator lets through what visitors write before it is listed, and what they propose before it is voted on. */
  readonly visitors: 'curated' | 'trusted';
  readonly logLevel: 'silent' | 'error' | 'warn' | 'info' | 'debug';
}

/** An environment that cannot be used; the message has one line per bad variable. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

function chooseLanguageModel(data: Environment): LanguageModelChoice {
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

function chooseSignIn(data: Environment): SignInChoice | undefined {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId } = data;
  if (!issuer || !clientId) return undefined;
  const [, name, value] = CLAIM.exec(data.OIDC_CURATOR_CLAIM ?? '') ?? [];
  return {
    issuer,
    clientId,
    clientSecret: data.OIDC_CLIENT_SECRET,
    name: data.OIDC_NAME ?? new URL(issuer).hostname,
    scope: data.OIDC_SCOPE,
    curatorClaim: name !== undefined && value !== undefined ? { name, value } : undefined,
  };
}

function chooseBlobs(data: Environment): BlobsChoice {
  const [, bucket, prefix = ''] = BUCKET.exec(data.BLOBS ?? '') ?? [];
  if (bucket === undefined) return { kind: 'files', folder: join(resolve(data.DATA_DIR), 'blobs') };
  const pathStyle = Boolean(data.AWS_ENDPOINT_URL_S3 ?? data.AWS_ENDPOINT_URL);
  return { kind: 'bucket', bucket, prefix: prefix && `${prefix.slice(1)}/`, pathStyle };
}

/** Reads `env`. Throws ConfigError that names every bad variable, not only the first. */
export function parseConfig(env: Readonly<Record<string, string | undefined>>): Config {
  // An empty variable is what `NAME= command` and Docker leave behind: as good as unset.
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = environment.safeParse(set);
  if (!parsed.success) {
    const lines = parsed.error.issues.map(
      ({ path, message }) => `The environment variable ${path.join('.')} ${message}.`,
    );
    throw new ConfigError(lines.join('\n'));
  }
  const { data } = parsed;
  const languageModel = chooseLanguageModel(data);
  return {
    databaseUrl: data.DATABASE_URL,
    blobs: chooseBlobs(data),
    exportsDir: join(resolve(data.DATA_DIR), 'exports'),
    modelsDir: resolve(data.MODELS_DIR),
    defaultBase: data.DEFAULT_BASE,
    device: data.DEVICE,
    threads: data.THREADS,
    sessions: { share: data.MODELS_MEMORY, idleMs: data.MODELS_IDLE * 1000 },
    publicUrl: data.PUBLIC_URL,
    hosts: data.HOSTS?.split(',') ?? [],
    trustProxy: data.TRUST_PROXY,
    languageModel,
    writesApart: languageModel.provider !== 'embedded' || data.MODERATION_URL !== undefined,
    moderation: data.MODERATION_URL
      ? { url: data.MODERATION_URL, key: data.MODERATION_KEY, model: data.MODERATION_MODEL }
      : undefined,
    curatorToken: data.CURATOR_TOKEN,
    signIn: chooseSignIn(data),
    // Without an address for visitors the only one is the operator.
    visitors: data.VISITORS ?? (data.PUBLIC_URL ? 'curated' : 'trusted'),
    logLevel: data.LOG_LEVEL,
  };
}

let parsed: Config | undefined;

/** The process's configuration, parsed on first use. Throws ConfigError. */
export function config(): Config {
  parsed ??= parseConfig(process.env);
  return parsed;
}
