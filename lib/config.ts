import { join, resolve } from 'node:path';
import proxyaddr from 'proxy-addr';
import { z } from 'zod';
import type { TrustedProxies } from '@/lib/client-address';

/** This machine's own names, as URLs have them. */
export const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'] as const;

/** s3://, a bucket's name as S3 allows it, and perhaps a prefix of parts that are neither empty nor only dots. */
const BUCKET = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])((?:\/(?!\.+(?:\/|$))[\w.-]+)*)\/?$/;

/** A claim and the value that it must have or hold, such as groups=sarovar-curators. */
const CLAIM = /^([^=]+)=(.+)$/;

const SCOPES = /^openid( [\x21\x23-\x5b\x5d-\x7e]+)*$/;

/** Whether an address is secret on its way: https, or of this machine. */
function isPrivate(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return (
    protocol === 'https:' || (protocol === 'http:' && LOOPBACK.some((name) => name === hostname))
  );
}

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

/** Node's fetch takes no password in an address, and sentences about a server name its address. */
const holdsPassword = (address: string) =>
  URL.canParse(address) && Boolean(new URL(address).username || new URL(address).password);

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
      .refine(
        (address) => !holdsPassword(address),
        'must not hold a user or a password; LLM_API_KEY is for the key',
      )
      .optional(),
    LLM_API_KEY: z.string().default('none'),
    LLM_MODEL: z.string().optional(),
    LLM_TIMEOUT: z.coerce
      .number({ error: 'must be a number' })
      .min(1, 'must be 1 second or more')
      .default(60),
    MODERATION_URL: z
      .url({
        protocol: /^https?$/,
        error: 'must be an address such as https://api.openai.com/v1/moderations, or unset',
      })
      .refine(
        (address) => !holdsPassword(address),
        'must not hold a user or a password; MODERATION_KEY is for the key',
      )
      .optional(),
    MODERATION_KEY: z
      .string()
      .regex(/^[!-~]+$/, 'must be a key as one line without spaces, or be unset')
      .optional(),
    MODERATION_MODEL: z.string().optional(),
    CURATOR_TOKEN: z.string().min(16, 'must have 16 characters or more, or be unset').optional(),
    OIDC_ISSUER: z
      .string()
      .refine(isPrivate, 'must be an https address; http is taken on this machine only')
      .refine(
        (address) =>
          !URL.canParse(address) || !(new URL(address).username || new URL(address).password),
        'must not hold a user or a password; OIDC_CLIENT_SECRET is for the secret',
      )
      .optional(),
    OIDC_CLIENT_ID: z.string().optional(),
    OIDC_CLIENT_SECRET: z.string().optional(),
    OIDC_NAME: z.string().max(60, 'must not be longer than 60 characters').optional(),
    OIDC_SCOPE: z
      .string()
      .regex(SCOPES, 'must begin with openid, with further scopes after spaces')
      .default('openid'),
    OIDC_CURATOR_CLAIM: z
      .string()
      .regex(CLAIM, 'must be a claim and its value, such as groups=sarovar-curators')
      .optional(),
    VISITORS: z
      .enum(['curated', 'trusted'], {
        error: 'must be curated (a curator lets through what they write) or trusted',
      })
      .optional(),
    LOG_LEVEL: z
      .enum(['silent', 'error', 'warn', 'info', 'debug'], {
        error: 'must be silent, error, warn, info or debug',
      })
      .default('info'),
  })
  .refine((env) => env.MODERATION_URL ?? !(env.MODERATION_KEY ?? env.MODERATION_MODEL), {
    path: ['MODERATION_URL'],
    error: 'must be set where MODERATION_KEY or MODERATION_MODEL is',
  })
  .refine((env) => !env.LLM_BASE_URL === !env.LLM_MODEL, {
    path: ['LLM_MODEL'],
    error: 'and LLM_BASE_URL belong together: set both, or neither for the embedded model',
  })
  .refine((env) => !env.OIDC_ISSUER === !env.OIDC_CLIENT_ID, {
    path: ['OIDC_CLIENT_ID'],
    error: 'and OIDC_ISSUER belong together: set both, or neither for no sign-in',
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

function chooseSignIn(data: z.output<typeof schema>): SignInChoice | undefined {
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
    exportsDir: join(resolve(data.DATA_DIR), 'exports'),
    modelsDir: resolve(data.MODELS_DIR),
    device: data.DEVICE,
    threads: data.THREADS,
    sessions: { share: data.MODELS_MEMORY, idleMs: data.MODELS_IDLE * 1000 },
    publicUrl: data.PUBLIC_URL,
    hosts: data.HOSTS?.split(',') ?? [],
    trustProxy: data.TRUST_PROXY,
    languageModel: chooseLanguageModel(data),
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
