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
