import proxyaddr from 'proxy-addr';
import { z } from 'zod';
import type { TrustedProxies } from '@/lib/client-address';

/** This machine's own names, as URLs have them. */
export const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'] as const;

/** s3://, a bucket's name as S3 allows it, and perhaps a prefix of parts that are neither empty nor only dots. */
export const BUCKET =
  /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])((?:\/(?!\.+(?:\/|$))[\w.-]+)*)\/?$/;

/** A claim and the value that it must have or hold, such as groups=sarovar-curators. */
export const CLAIM = /^([^=]+)=(.+)$/;

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

/** Each variable that Sarovar reads, and which of them belong together. */
export const environment = z
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
    DEFAULT_BASE: z.string().default('sarovar-64'),
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
    PUBLIC_URL: z
      .url({
        protocol: /^https?$/,
        error: 'must be an address such as https://sarovar.example',
        abort: true,
      })
      .refine(
        (address) => new URL(address).href === `${new URL(address).origin}/`,
        'must be an address without a path, such as https://sarovar.example: the pages need a name of their own',
      )
      .optional(),
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

export type Environment = z.output<typeof environment>;
