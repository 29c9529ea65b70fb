import { expect, test } from 'vitest';
import { parseConfig } from '@/lib/config';

const DATABASE = { DATABASE_URL: 'postgresql://localhost/sarovar' };

test('without variables the embedded language model writes, and empty ones count as unset', () => {
  expect(parseConfig(DATABASE).languageModel).toEqual({ provider: 'embedded' });
  const empty = { ...DATABASE, LLM_BASE_URL: '', LLM_MODEL: '' };
  expect(parseConfig(empty).languageModel).toEqual({ provider: 'embedded' });
});

test('a server and its model are taken together, with a key that servers without one ignore', () => {
  const env = { ...DATABASE, LLM_BASE_URL: 'http://localhost:11434/v1', LLM_MODEL: 'llama3.2' };
  expect(parseConfig({ ...env, LLM_TIMEOUT: '5' }).languageModel).toEqual({
    provider: 'openai-compatible',
    baseUrl: 'http://localhost:11434/v1',
    apiKey: 'none',
    model: 'llama3.2',
    timeoutMs: 5000,
  });
});

test.each([
  'http://writer:secret@localhost/v1',
  'http://writer@localhost/v1',
  'http://:secret@localhost/v1',
])('an address with a password is refused, and not repeated: %s', (LLM_BASE_URL) => {
  const parse = () => parseConfig({ ...DATABASE, LLM_BASE_URL, LLM_MODEL: 'writer' });
  expect(parse).toThrow(
    'LLM_BASE_URL must not hold a user or a password; LLM_API_KEY is for the key.',
  );
  expect(parse).not.toThrow('secret');
});

test('the address of the pages is a name of their own', () => {
  for (const PUBLIC_URL of ['https://sarovar.example', 'http://localhost:8080/']) {
    expect(parseConfig({ ...DATABASE, PUBLIC_URL }).publicUrl).toBe(PUBLIC_URL);
  }
  for (const PUBLIC_URL of [
    'https://x.example/sarovar',
    'https://x.example/?a',
    'https://u:p@x.example',
  ]) {
    expect(() => parseConfig({ ...DATABASE, PUBLIC_URL })).toThrow(
      'PUBLIC_URL must be an address without a path, such as https://sarovar.example',
    );
  }
  for (const PUBLIC_URL of ['sarovar.example', 'ftp://sarovar.example']) {
    expect(() => parseConfig({ ...DATABASE, PUBLIC_URL })).toThrow(
      'PUBLIC_URL must be an address such',
    );
  }
});

test('a moderation server is asked where its address is set, and a key alone is refused', () => {
  expect(parseConfig(DATABASE).moderation).toBeUndefined();
  const url = 'https://moderation.example/v1/moderations';
  expect(parseConfig({ ...DATABASE, MODERATION_URL: url }).moderation).toEqual({
    url,
    key: undefined,
    model: undefined,
  });
  const whole = { ...DATABASE, MODERATION_URL: url, MODERATION_KEY: 'sk', MODERATION_MODEL: 'm' };
  expect(parseConfig(whole).moderation).toEqual({ url, key: 'sk', model: 'm' });
  expect(() => parseConfig({ ...DATABASE, MODERATION_KEY: 'sk-1' })).toThrow(
    'MODERATION_URL must be set where MODERATION_KEY or MODERATION_MODEL is.',
  );
  for (const MODERATION_URL of ['https://a:secret@moderation.example', 'file:///etc/secret']) {
    expect(() => parseConfig({ ...DATABASE, MODERATION_URL })).toThrow('MODERATION_URL must');
    expect(() => parseConfig({ ...DATABASE, MODERATION_URL })).not.toThrow('secret');
  }
  const broken = { ...whole, MODERATION_KEY: 'two\nlines' };
  expect(() => parseConfig(broken)).toThrow('MODERATION_KEY must be a key as one line');
});

test('when unused models are closed can be said', () => {
  expect(parseConfig(DATABASE).sessions).toEqual({ share: 0.5, idleMs: 600_000 });
  const env = { ...DATABASE, MODELS_MEMORY: '0.25', MODELS_IDLE: '60' };
  expect(parseConfig(env).sessions).toEqual({ share: 0.25, idleMs: 60_000 });
  expect(() => parseConfig({ ...env, MODELS_MEMORY: '50' })).toThrow(
    'The environment variable MODELS_MEMORY must be 1 (all memory) or less.',
  );
});

test('every bad variable is named in one line each', () => {
  const bad = { DATABASE_URL: 'mysql://', THREADS: '-1', LLM_BASE_URL: 'nonsense' };
  expect(() => parseConfig(bad)).toThrow(
    [
      'The environment variable DATABASE_URL must begin with postgresql://.',
      'The environment variable THREADS must be 0 (all cores) or more.',
      'The environment variable LLM_BASE_URL must be an address such as http://localhost:11434/v1, or unset.',
    ].join('\n'),
  );
});

test('a server without its model, and a model without its server, are refused', () => {
  for (const half of [{ LLM_BASE_URL: 'http://localhost/v1' }, { LLM_MODEL: 'llama3.2' }]) {
    expect(() => parseConfig({ ...DATABASE, ...half })).toThrow(
      'The environment variable LLM_MODEL and LLM_BASE_URL belong together',
    );
  }
});

test('pictures lie in files of DATA_DIR, or in a bucket below a prefix', () => {
  const blobs = (env: Record<string, string>) => parseConfig({ ...DATABASE, ...env }).blobs;
  expect(blobs({ DATA_DIR: '/srv/sarovar' })).toEqual({
    kind: 'files',
    folder: '/srv/sarovar/blobs',
  });
  const bucket = { kind: 'bucket', bucket: 'pictures.example' };
  const amazon = { ...bucket, prefix: '', pathStyle: false };
  expect(blobs({ BLOBS: 's3://pictures.example' })).toEqual(amazon);
  expect(blobs({ BLOBS: 's3://pictures.example/', AWS_ENDPOINT_URL: '' })).toEqual(amazon);
  const own = { ...bucket, prefix: 'sarovar/2026/', pathStyle: true };
  const BLOBS = 's3://pictures.example/sarovar/2026/';
  expect(blobs({ BLOBS, AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:8333' })).toEqual(own);
  expect(blobs({ BLOBS, AWS_ENDPOINT_URL: 'http://127.0.0.1:8333' })).toEqual(own);
});

test.each([
  'pictures',
  's3://',
  's3:///prefix',
  's3://Upper',
  's3://a',
  's3://b_c',
  's3://pictures//a',
  's3://pictures/a//b',
  's3://pictures/../b',
  's3://pictures/a?b',
  'S3://pictures',
  'https://pictures.s3.amazonaws.com',
  '/srv/blobs',
])('BLOBS=%s is refused in one sentence', (BLOBS) => {
  expect(() => parseConfig({ ...DATABASE, BLOBS })).toThrow(
    /^The environment variable BLOBS must be s3:\/\/bucket or s3:\/\/bucket\/prefix, or be unset for files in DATA_DIR\.$/,
  );
});

test('nobody signs in unless the operator says where; then with what little has to be said', () => {
  expect(parseConfig(DATABASE).signIn).toBeUndefined();
  const env = {
    ...DATABASE,
    OIDC_ISSUER: 'https://id.example/realms/lake',
    OIDC_CLIENT_ID: 'sarovar',
  };
  expect(parseConfig(env).signIn).toEqual({
    issuer: 'https://id.example/realms/lake',
    clientId: 'sarovar',
    clientSecret: undefined,
    name: 'id.example',
    scope: 'openid',
    curatorClaim: undefined,
  });
  const claim = { OIDC_CURATOR_CLAIM: 'https://id.example/roles=a=b' };
  expect(parseConfig({ ...env, ...claim }).signIn?.curatorClaim).toEqual({
    name: 'https://id.example/roles',
    value: 'a=b',
  });
});

test.each([
  'http://localhost:8080',
  'http://127.0.0.1:1/realms/lake',
  'http://[::1]',
  'https://a.example',
])('an issuer is asked in private: %s is taken', (OIDC_ISSUER) => {
  const env = { ...DATABASE, OIDC_ISSUER, OIDC_CLIENT_ID: 'sarovar' };
  expect(parseConfig(env).signIn?.issuer).toBe(OIDC_ISSUER);
});

test.each([
  ['http://id.example', 'must be an https address; http is taken on this machine only'],
  ['http://127.0.0.1.example', 'must be an https address; http is taken on this machine only'],
  ['id.example', 'must be an https address; http is taken on this machine only'],
  ['https://me:secret@id.example', 'must not hold a user or a password'],
])('%s is no issuer', (OIDC_ISSUER, sentence) => {
  const parse = () => parseConfig({ ...DATABASE, OIDC_ISSUER, OIDC_CLIENT_ID: 'sarovar' });
  expect(parse).toThrow(`The environment variable OIDC_ISSUER ${sentence}`);
});

test.each([
  [{ OIDC_ISSUER: 'https://a.example' }, 'OIDC_CLIENT_ID and OIDC_ISSUER belong together'],
  [{ OIDC_CLIENT_ID: 'sarovar' }, 'OIDC_CLIENT_ID and OIDC_ISSUER belong together'],
  [{ OIDC_CURATOR_CLAIM: 'curators' }, 'OIDC_CURATOR_CLAIM must be a claim and its value'],
  [{ OIDC_SCOPE: 'profile' }, 'OIDC_SCOPE must begin with openid'],
])('half of a sign-in is refused: %j', (env, sentence) => {
  expect(() => parseConfig({ ...DATABASE, ...env })).toThrow(sentence);
});

test('longer prompts are written apart from painting where another server is waited for', () => {
  const apart = (env: Record<string, string>) => parseConfig({ ...DATABASE, ...env }).writesApart;
  expect(apart({})).toBe(false);
  expect(apart({ LLM_BASE_URL: 'http://localhost:11434/v1', LLM_MODEL: 'llama3.2' })).toBe(true);
  expect(apart({ MODERATION_URL: 'http://localhost:1/v1/moderations' })).toBe(true);
});
