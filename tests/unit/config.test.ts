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
