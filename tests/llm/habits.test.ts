import { expect, test } from 'vitest';
import { completeText } from '@/lib/enrichment/language-model';
import { openAiCompatible } from '@/lib/enrichment/openai-compatible';
import { TEMPLATES } from '@/lib/enrichment/templates';
import {
  plainly,
  quirkyLanguageModel,
  refusalBody,
  unless,
  type Habit,
} from '../support/quirky-language-model';
import { GOOD, has, refuses, SHORT, THOUGHT, written } from '../support/written-by';

const WRAPPED: Record<string, string> = {
  'nothing around it': ` ${GOOD}`,
  'blank lines before it': `\n\n${GOOD}`,
  'a byte-order mark before it': `\uFEFF${GOOD}`,
  'thoughts in tags': `<think>\n${THOUGHT}\n</think>\n\n${GOOD}`,
  'thoughts in tags, on the same line': `<think>${THOUGHT}</think> ${GOOD}`,
  'empty thoughts': `<think>\n\n</think>\n\n${GOOD}`,
  'thoughts whose beginning the template of the server ate': `${THOUGHT}\n\nLet me write.\n</think>\n\n${GOOD}`,
  'thoughts in brackets': `[THINK]${THOUGHT}[/THINK]${GOOD}`,
  'thoughts in triangles': `◁think▷${THOUGHT}◁/think▷${GOOD}`,
  'thoughts in channels': `<|channel|>analysis<|message|>${THOUGHT}<|end|><|start|>assistant<|channel|>final<|message|>${GOOD}`,
  'thoughts and an answer in tags': `<thinking>${THOUGHT}</thinking>\n<answer>${GOOD}</answer>`,
  'a preamble': `Here is the long version of your prompt:\n\n${GOOD}`,
  'a polite preamble': `Sure! Here's a more detailed description: ${GOOD}`,
  'a preamble of one word': `Certainly!\n\n${GOOD}`,
  'a label': `Long: ${GOOD}`,
  'a label of several words': `Long version: ${GOOD}`,
  'a bold label': `**Long:** ${GOOD}`,
  'a heading': `## Long version\n\n${GOOD}`,
  'the question again': `Short: ${SHORT}\nLong: ${GOOD}`,
  'bold words': GOOD.replace('brown dog', '**brown dog**').replace('bright', '*bright*'),
  'a bullet': `- ${GOOD}`,
  'a quotation': `> ${GOOD}`,
  'quotation marks': `"${GOOD}"`,
  'curly quotation marks': `“${GOOD}”`,
  code: `\`\`\`\n${GOOD}\n\`\`\``,
  'the end token of its family': `${GOOD}<|im_end|>`,
  'a word to the user after it': `${GOOD}\n\nLet me know if you would like another one!`,
};

test.each(Object.entries(WRAPPED))(
  '%s: the text comes without its wrapping',
  async (_name, raw) => {
    const { text, seen } = await written(plainly(raw));
    expect(text).toBe(GOOD);
    for (const shown of seen) expect(GOOD.startsWith(shown.trim())).toBe(true);
  },
);

const SPOKEN: Record<string, Habit> = {
  'thoughts in a field of their own': ({ chunk, say, end }) => {
    for (const word of THOUGHT.split(' ')) chunk({ content: null, reasoning_content: `${word} ` });
    say(GOOD);
    end();
  },
  'thoughts as parts of the content': ({ chunk, end }) => {
    chunk({ content: [{ type: 'thinking', thinking: [{ type: 'text', text: THOUGHT }] }] });
    chunk({ content: [{ type: 'text', text: GOOD }] });
    end();
  },
  'comments that keep it alive': ({ raw, say, end }) => {
    raw(': ping\n\n');
    say(GOOD.slice(0, 30));
    raw(': PROCESSING\n\n');
    say(GOOD.slice(30));
    end();
  },
  'chunks with empty choices': ({ raw, say, end }) => {
    raw('data: {"choices":[],"prompt_filter_results":[]}\n\n');
    say(GOOD);
    end();
  },
  'chunks without choices': ({ raw, say, end }) => {
    say(GOOD);
    raw('data: {"id":"x","usage":{"total_tokens":1}}\n\n');
    end();
  },
  'choices without a delta': ({ raw, say, end }) => {
    raw('data: {"choices":[{"index":0,"finish_reason":null}]}\n\n');
    raw('data: {"choices":[{"index":0,"delta":null}]}\n\n');
    say(GOOD);
    end();
  },
  'lines as Windows ends them': ({ raw, end }) => {
    raw(`data: {"choices":[{"delta":{"content":${JSON.stringify(GOOD)}}}]}\r\n\r\n`);
    raw('data: [DONE]\r\n\r\n');
    end();
  },
  'one answer instead of a stream': ({ json }) => {
    const message = { role: 'assistant', content: GOOD };
    json(200, { object: 'chat.completion', choices: [{ message, finish_reason: 'stop' }] });
  },
};

test.each(Object.entries(SPOKEN))('%s: the text is understood', async (_name, habit) => {
  const { text } = await written(habit);
  expect(text).toBe(GOOD);
});

const DISALLOWED: Record<string, Habit> = {
  max_completion_tokens: unless(
    has('max_completion_tokens'),
    refuses('Unrecognized request argument supplied: max_completion_tokens'),
    GOOD,
  ),
  'max_completion_tokens and max_tokens': unless(
    (asked) => 'max_completion_tokens' in asked || 'max_tokens' in asked,
    ({ asked, json }) => {
      const name = Object.keys(asked).find((key) => key.startsWith('max_'));
      json(422, { detail: [{ loc: ['body', name], msg: 'Extra inputs are not permitted' }] });
    },
    GOOD,
  ),
  'another temperature than 1': unless(
    ({ temperature }) => temperature !== undefined && temperature !== 1,
    refuses("Unsupported value: 'temperature' does not support 0 with this model."),
    GOOD,
  ),
  'a seed': unless(
    has('seed'),
    ({ json }) => json(400, { message: 'seed: property unsupported' }),
    GOOD,
  ),
  'a role of the system': unless(
    ({ messages }) => messages.some(({ role }) => role === 'system'),
    refuses('System role not supported'),
    GOOD,
  ),
  'a role of the system, as a fault of its own': unless(
    ({ messages }) => messages.some(({ role }) => role === 'system'),
    refuses('System role not supported', 500),
    GOOD,
  ),
  'a stream': unless(
    ({ stream }) => stream === true,
    refuses('Streaming is not supported by this model'),
    GOOD,
  ),
  'anything but the messages': unless(
    (asked) => 'seed' in asked || 'temperature' in asked || 'max_completion_tokens' in asked,
    ({ asked, json }) => {
      const name = ['seed', 'temperature', 'max_completion_tokens'].find((key) => key in asked);
      json(400, refusalBody(`Unknown parameter: '${name ?? ''}'.`));
    },
    GOOD,
  ),
};

test.each(Object.entries(DISALLOWED))(
  'a server that does not allow %s is asked without it',
  async (_name, habit) => {
    const { text, asked } = await written(habit);
    expect(text).toBe(GOOD);
    expect(
      asked
        .at(-1)
        ?.messages.map(({ content }) => content)
        .join(),
    ).toContain(TEMPLATES.detailed.system);
  },
);

test('what a server does not allow is asked for once', async () => {
  const { asked } = await written(
    unless(has('max_completion_tokens'), refuses('max_completion_tokens: unknown'), 'Dog.'),
  );
  // Four drafts that add nothing, and the one request that was refused.
  expect(asked).toHaveLength(5);
});

test('a redirect is followed', async () => {
  const there = await quirkyLanguageModel(plainly(GOOD));
  const { text } = await written(({ redirect }) => redirect(`${there.baseUrl}/chat/completions?x`));
  there.close();
  expect(text).toBe(GOOD);
});

test.each([
  ['repeats it', 'A red ball. The sun shines on it.', 'A red ball. The sun shines on it.'],
  ['goes on from it', 'sun shines on it.', 'A red ball. The sun shines on it.'],
  ['begins anew', 'A pair of puppies rests.', 'A red ball. A pair of puppies rests.'],
  ['numbers its answer', '1. A pair of puppies.', 'A red ball. 1. A pair of puppies.'],
])('an answer to a beginning that %s is no broken sentence', async (_name, raw, whole) => {
  const server = await quirkyLanguageModel(plainly(raw));
  const settings = { apiKey: 'none', model: 'm', timeoutMs: 20_000, retries: 0 };
  const model = openAiCompatible({ ...settings, baseUrl: server.baseUrl });
  const asked = {
    system: 'Describe.',
    user: 'a red ball',
    maxTokens: 60,
    temperature: 0,
    seed: 0,
    stop: [],
  };
  const text = await completeText(model, { ...asked, opening: 'A red ball. The' });
  server.close();
  expect(text).toBe(whole);
});
