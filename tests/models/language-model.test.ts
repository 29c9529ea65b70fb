import { at } from '@/lib/at';
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { enrich } from '@/lib/enrichment/enrich';
import { completeText } from '@/lib/enrichment/language-model';
import { TEMPLATES } from '@/lib/enrichment/templates';
import { openLanguageModel } from '@/lib/models/language-model';
import states from '@/tests/fixtures/vectors/llm-states.json';
import tokens from '@/tests/fixtures/vectors/llm-tokens.json';
import { languageModelContract } from '@/tests/support/language-model-contract';
import { onCpu } from '@/tests/support/sessions';

const model = await openLanguageModel('models/smollm2-135m-instruct', onCpu(2));

describe('the contract of providers', () => languageModelContract(() => model));

test(`the tokenizer equals Rust's on ${tokens.length} texts`, () => {
  const wrong = tokens.filter(([text = '', hash]) => {
    const ids = model.encode(text).join(',');
    return createHash('sha256').update(ids).digest('hex').slice(0, 8) !== hash;
  });
  expect(wrong).toEqual([]);
  expect(tokens.length).toBeGreaterThanOrEqual(5000);
});

test.each(states)('logits and states of "$text" are those of PyTorch', async (vector) => {
  expect(model.encode(vector.text)).toEqual(vector.ids);
  const { data, dims } = await model.logits(vector.ids);
  const last = data.subarray(data.length - (at(dims, 2)));
  vector.top.forEach((token, i) => {
    expect(Math.abs((at(last, token)) - (at(vector.logits, i)))).toBeLessThan(1e-3);
  });
  const found = await model.hiddenStates(vector.text);
  for (const [name, expected] of Object.entries(vector.states)) {
    const { data: all, dims: shape } = found[name] ?? { data: new Float32Array(), dims: [] };
    const row = all.subarray(all.length - (at(shape, 2)));
    const largest = Math.max(...row.map(Math.abs));
    expected.forEach((value, i) => {
      expect(Math.abs((at(row, i)) - value) / largest).toBeLessThan(1e-4);
    });
  }
});

test('an instruction without room for an answer is refused with a sentence', async () => {
  const rest = { opening: '', maxTokens: 9, temperature: 0, seed: 0, stop: [] };
  const request = { system: '', user: 'fish '.repeat(2100), ...rest };
  await expect(completeText(model, request)).rejects.toThrow(/leaves no room in the 2048/);
});

test.each(['two yellow fish', 'three red balloons on a blue background'])(
  'it makes "%s" longer and loses nothing',
  async (short) => {
    const { text, facts, drafts } = await enrich(model, TEMPLATES.detailed, short, 0);
    expect(facts.filter(({ kept }) => !kept)).toEqual([]);
    expect(text.length).toBeGreaterThan(short.length);
    expect(text).toMatch(/[.!?]$/);
    expect(drafts).toBeLessThanOrEqual(4);
  },
);
