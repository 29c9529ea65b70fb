import fc from 'fast-check';
import { test, expect } from 'vitest';
import { ClipTokenizer, splitWords } from '@/lib/diffusion/tokenizers/clip';
import { readTokenizer } from '@/lib/models/tokenizer-files';
import { prompts } from '../../support/properties';

const vocabulary = await readTokenizer('models/sarovar-64');
const tokenizer = new ClipTokenizer(vocabulary);
const known = new Set(vocabulary.vocabulary.values());
const [start, end] = tokenizer.encode('').ids;
/** The tokens of a prompt that was not cut. */
const inner = (text: string) => {
  const ids = tokenizer.encode(text).ids.slice(1);
  return ids.slice(
    0,
    ids.findIndex((id) => id === end),
  );
};

test('any text becomes as many known tokens as the model takes, between a start and an end', () => {
  fc.assert(
    fc.property(prompts, (text) => {
      const { ids } = tokenizer.encode(text);
      expect(ids).toHaveLength(tokenizer.maxLength);
      expect(ids[0]).toBe(start);
      expect(ids.slice(1)).toContain(end);
      expect(ids.filter((id) => !known.has(id))).toEqual([]);
    }),
  );
});

test('the Unicode form, the case and the white space of a text do not matter', () => {
  const words = fc.array(fc.stringMatching(/^[A-Za-zÀ-ÖØ-öø-ÿ]{1,8}$/u), { maxLength: 12 });
  fc.assert(
    fc.property(words, fc.constantFrom(' ', '  ', '\n', '\t \u3000'), (list, space) => {
      const plain = tokenizer.encode(list.join(' '));
      expect(tokenizer.encode(list.join(space))).toEqual(plain);
      expect(tokenizer.encode(list.join(' ').normalize('NFD'))).toEqual(plain);
      expect(tokenizer.encode(list.join(' ').toLowerCase())).toEqual(plain);
    }),
  );
});

test('words are read one by one, whatever stands beside them', () => {
  const word = fc.stringMatching(/^[a-z]{1,6}$/u);
  fc.assert(
    fc.property(word, word, (a, b) => {
      expect(inner(`${a} ${b}`)).toEqual([...inner(a), ...inner(b)]);
    }),
  );
});

test('what is cut is the end of the text, and is said', () => {
  const many = fc.array(fc.stringMatching(/^[a-z]{1,9}$/u), { minLength: 1, maxLength: 120 });
  fc.assert(
    fc.property(many, (words) => {
      const text = words.join(' ');
      const { ids, truncatedWords } = tokenizer.encode(text);
      const all = splitWords(text);
      expect(all.slice(all.length - truncatedWords.length)).toEqual(truncatedWords);
      if (truncatedWords.length > 0) expect(ids.at(-1)).toBe(end);
      const whole = all.slice(0, all.length - truncatedWords.length).join(' ');
      expect(ids.slice(1, 1 + inner(whole).length)).toEqual(inner(whole));
    }),
  );
});
