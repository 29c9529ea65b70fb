import { useId, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { at } from '@/lib/at';
import { categoryTitle } from '@/app/components/categories';
import { Select } from '@/app/components/ui/field';
import {
  kindsFor,
  sentenceOf,
  slotName,
  SLOTS,
  type Filled,
  type Parts,
  type SentenceKind,
  type Slot,
} from '@/lib/evaluation/sentences';

interface Choice {
  readonly value: string;
  readonly title: string;
}

/** What can stand in a slot; a thing that takes no colour is offered none. */
function choicesFor(slot: Slot, kind: SentenceKind, filled: Filled, parts: Parts): Choice[] {
  const phrases = (list: readonly { name: string; phrase: string }[]) =>
    list.map(({ name, phrase }) => ({ value: name, title: phrase }));
  const colourOf = (thing: string | undefined) => {
    const takes = parts.things.find(({ name }) => name === thing)?.takesColour ?? true;
    return takes ? phrases(parts.colours) : [];
  };
  switch (slot) {
    case 'number':
      return phrases(parts.numbers);
    case 'colour':
      return colourOf(filled.thing);
    case 'colour2':
      return colourOf(filled.thing2);
    case 'person':
      return phrases(parts.people);
    case 'action':
      return phrases(parts.actions);
    case 'relation':
      return phrases(parts.relations);
    case 'background':
      return phrases(parts.backgrounds);
    case 'thing':
    case 'thing2': {
      const isSeveral = kind === 'COUNTING' && filled.number !== '1';
      return parts.things
        .filter(({ takesColour }) => takesColour || kind !== 'COLOR')
        .map(({ name, one, many }) => ({ value: name, title: isSeveral ? many : one }));
    }
  }
}

interface Props {
  readonly parts: Parts;
  /** Whoever puts a sentence together writes it into the prompt. */
  readonly onSentence: (sentence: string) => void;
}

/** A prompt put together from slots: "three · red · balloons · on a blue background". */
export function SentenceSlots({ parts, onSentence }: Props) {
  const words = useTranslations();
  const t = useTranslations('create');
  const id = useId();
  const kinds = kindsFor(parts);
  const [kind, setKind] = useState<SentenceKind>(at(kinds, 0));
  const [filled, setFilled] = useState<Filled>({});

  function fill(slot: Slot, value: string) {
    const next = { ...filled, [slot]: value };
    setFilled(next);
    onSentence(sentenceOf(kind, next, parts));
  }

  return (
    <details>
      <summary className="min-h-11 content-center font-medium">{t('slots')}</summary>
      <div className="flex flex-wrap gap-2 pt-1" role="radiogroup" aria-label={t('slotsKind')}>
        {kinds.map((name) => (
          <label key={name} className="pill min-h-11 cursor-pointer">
            <input
              type="radio"
              name={id}
              className="sr-only"
              checked={name === kind}
              onChange={() => {
                setKind(name);
                setFilled({});
              }}
            />
            {categoryTitle(words, name)}
          </label>
        ))}
      </div>
      <div className="mt-3 grid grid-cols-2 gap-2">
        {SLOTS[kind].map((slot) => {
          const name = slotName(slot);
          const { [name]: value = '' } = filled;
          return (
            <Select
              key={name}
              className={name === 'background' ? 'col-span-2' : ''}
              aria-label={t(`slot.${name}`)}
              value={value}
              choices={[
                { value: '', title: t(`slot.${name}`) },
                ...choicesFor(name, kind, filled, parts),
              ]}
              onChange={(event) => fill(name, event.target.value)}
            />
          );
        })}
      </div>
    </details>
  );
}
