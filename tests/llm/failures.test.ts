import { expect, test } from 'vitest';
import { plainly, refusalBody, unless, type Habit } from '../support/quirky-language-model';
import { GOOD, refuses, THOUGHT, written } from '../support/written-by';

const thoughtsOnly: Habit = ({ say, chunk, end }) => {
  say(`<think>\n${THOUGHT}`);
  chunk({}, { finish_reason: 'length' });
  end();
};
const roomOf = (asked: object) =>
  'max_completion_tokens' in asked ? asked.max_completion_tokens : 0;

test('a model that thinks until its room is used up is given more', async () => {
  const { text, asked } = await written(unless((a) => roomOf(a) === 90, thoughtsOnly, GOOD));
  expect(text).toBe(GOOD);
  expect(asked.map(roomOf)).toEqual([90, 4096]);
});

const FAILED: [string, Habit, RegExp][] = [
  ['thoughts that never end', thoughtsOnly, /thinking.*switch.*off/],
  [
    'thoughts that never end, in a field',
    ({ chunk, end }) => {
      chunk({ content: '', reasoning: THOUGHT });
      chunk({}, { finish_reason: 'length' });
      end();
    },
    /thinking.*switch.*off/,
  ],
  [
    'thoughts that never end, without a tag',
    ({ say, end }) => {
      say(THOUGHT);
      end();
    },
    /thinking.*switch.*off/,
  ],
  [
    'a quota that is used up',
    ({ json }) =>
      json(
        429,
        refusalBody(
          'You exceeded your current quota, please check your plan.',
          'insufficient_quota',
        ),
      ),
    /quota .*“You exceeded your current quota, please check your plan\.”/,
  ],
  [
    'a long wait',
    ({ json }) =>
      json(429, refusalBody('Rate limit reached, try again in 20 minutes'), {
        'retry-after': '1200',
      }),
    /too much to do.*“Rate limit reached, try again in 20 minutes”/,
  ],
  [
    'a small context',
    refuses(
      "This model's maximum context length is 512 tokens. However, you requested 1123 tokens.",
    ),
    /larger context.*“This model's maximum context length is 512 tokens/,
  ],
  [
    'a model it has not',
    refuses('model "m" not found', 404),
    /no model called m.*LLM_MODEL.*“model "m" not found”/,
  ],
  [
    'an address without /v1',
    ({ json }) => json(404, { detail: 'Not Found' }),
    /LLM_BASE_URL.*\/v1.*“Not Found”/,
  ],
  [
    "words of vLLM's",
    ({ json }) => json(400, { object: 'error', message: 'The tokenizer has no chat template.' }),
    /status 400.*“The tokenizer has no chat template\.”/,
  ],
  [
    "words of Ollama's",
    ({ json }) => json(500, { error: 'llama runner terminated' }),
    /500.*“llama runner terminated”/,
  ],
  [
    "a proxy's page",
    ({ page }) => page(502, '<html><head><title>502 Bad Gateway</title></head></html>'),
    /status 502.*“502 Bad Gateway”/,
  ],
  [
    'a page where an answer was asked for',
    ({ page }) => page(200, '<!DOCTYPE html><html><title>Open WebUI</title></html>'),
    /web page; check LLM_BASE_URL.*\/v1.*“Open WebUI”/,
  ],
  [
    'a fault in the middle of the stream',
    ({ say, raw, end }) => {
      say('A brown');
      raw('data: {"error":{"message":"CUDA out of memory","code":500}}\n\n');
      end();
    },
    /“CUDA out of memory”/,
  ],
  [
    'a fault in a body that says 200',
    ({ json }) => json(200, { error: { message: 'No endpoints found for m.', code: 404 } }),
    /“No endpoints found for m\.”/,
  ],
  [
    'a connection that is cut',
    ({ say, cut }) => {
      say(GOOD.slice(0, 40));
      cut();
    },
    /broke off/,
  ],
  [
    'a filter',
    ({ chunk, end }) => {
      chunk({ content: '' }, { finish_reason: 'content_filter' });
      end();
    },
    /filter/,
  ],
  [
    'a filter that refuses the request',
    ({ json }) =>
      json(
        400,
        refusalBody('The prompt triggered the content management policy.', 'content_filter'),
      ),
    /filter.*“The prompt triggered the content management policy\.”/,
  ],
  [
    'a refusal in a field',
    ({ chunk, end }) => {
      chunk({ refusal: "I'm sorry, but I can't " });
      chunk({ refusal: 'help with that.' });
      end();
    },
    /declined.*“I'm sorry, but I can't help with that\.”/,
  ],
  [
    'a refusal as text',
    plainly("I'm sorry, but I can't help with that."),
    /declined.*“I'm sorry, but I can't help with that\.”/,
  ],
  ['a key in its words', refuses('Bad key sk-secret.', 401), /LLM_API_KEY.*“Bad key …\.”/],
];

test.each(FAILED)('%s: the sentence says so', async (_name, habit, sentence) => {
  const { error, text, seen, ms } = await written(habit);
  expect(text).toBeUndefined();
  expect(error?.message).toMatch(sentence);
  expect(seen.join(' ')).not.toMatch(/user wants|sorry/);
  expect(ms).toBeLessThan(10_000);
});

test('visitors read what they can do, and nothing that the server said', async () => {
  const declined = await written(plainly("I'm sorry, but I can't help with that."));
  expect(declined.error?.shown).toMatch(/declined.*other words/);
  const filtered = await written(refuses('policy: content_filter'));
  expect(filtered.error?.shown).toMatch(/declined.*other words/);
  const away = await written(refuses('Internal host db7', 500));
  expect(away.error?.shown).not.toMatch(/db7/);
});
