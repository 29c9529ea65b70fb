'use client';

import { useSearchParams } from 'next/navigation';
import { useEffect, useEffectEvent, useRef, useState, type ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { request } from '@/app/components/graphql-client';
import { insertedAt } from './insert';
import { readAddress, type Address } from './address';
import { choicesOfRecipe, emptyChoices, type Choices, type Offer } from './choices';
import type { CreateQuery } from './create.documents';
import { ComparedWithDropped, type Dropped, type Taken } from './dropped-picture';
import { takenOver } from './foreign-choices';
import { choicesAt, foundFor, lacksSome, longerFound, lookUp, NOTHING, type Found } from './found';
import { FormFields } from './form-fields';
import { NoPictures } from './no-pictures';
import {
  forgetSome,
  ownPaintings,
  rememberPainting,
  type OwnPainting,
} from '@/app/components/own-paintings';
import { isOpen } from './painting';
import { Pictures } from './pictures';
import type { SettingsProps } from './settings';
import { useForm } from './use-form';
import { useLongerPrompt } from './use-longer-prompt';
import { usePainting } from './use-painting';
import { Yours } from './yours';

interface Props extends SettingsProps {
  readonly offer: Offer;
  readonly methods: CreateQuery['methods'];
  /** What the address named when the page was made. */
  readonly found: Found;
  readonly notes: ReactNode;
}

/** A prompt becomes pictures at an address of their own. */
export function Create({ offer, methods, found, notes, schedulers, limits }: Props) {
  const t = useTranslations('create');
  const params = useSearchParams();
  // Back may bring this page another address than it was made for.
  const [first] = useState(() => foundFor(readAddress(params, offer), found));
  const longerPrompt = useLongerPrompt(longerFound(first));
  const painting = usePainting(offer, first, longerPrompt);
  const [dropped, setDropped] = useState<Taken>();
  const [notice, setNotice] = useState('');
  const [isFolded, setFolded] = useState(first.comparison !== null);
  const [isReady, setReady] = useState(false);
  const [own, setOwn] = useState<readonly OwnPainting[]>([]);
  const prompt = useRef<HTMLTextAreaElement>(null);
  const arrivals = useRef(0);
  const form = useForm(
    offer,
    (address) => choicesAt(address, first, offer) ?? emptyChoices(offer),
    (address, isFirst) => void arrive(address, isFirst),
  );
  const { choices, shown } = form;

  const begin = useEffectEvent(() => {
    setReady(true);
    setOwn(ownPaintings());
    // What was typed before this page was ready.
    const typed = prompt.current?.value ?? '';
    if (typed !== '' && typed !== choices.prompt) change({ prompt: typed });
  });
  useEffect(() => begin(), []);

  /** Shows what an address names: the pictures, or the form as it was for them. */
  async function arrive(address: Address, isFirst: boolean) {
    const mine = ++arrivals.current;
    const known = foundFor(address, found);
    const isKnown = !lacksSome(address, known);
    const here = isKnown ? known : await lookUp(address, request);
    if (arrivals.current !== mine) return;
    const filled = choicesAt(address, here, offer);
    const problem = address.problem === undefined ? '' : t('badAddress', { what: address.problem });
    setNotice(lacksSome(address, here) || !filled ? t('gone') : problem);
    if (!isFirst || !isKnown) form.fill(filled ?? emptyChoices(offer));
    const longer = longerFound(here);
    if (longer) longerPrompt.take(longer);
    else if (!isFirst) longerPrompt.forget();
    painting.open(here);
    setFolded(here.comparison !== null);
    const { comparison } = here;
    const { writing } = address.shown;
    if (!comparison || !filled || writing === undefined) return;
    const seeds = [...new Set(comparison.generations.map(({ seed }) => seed))];
    void painting.resume(filled, seeds, comparison.key, writing, form.show);
  }

  function change(changes: Partial<Choices>) {
    if (changes.prompt !== undefined && changes.prompt !== choices.prompt) longerPrompt.forget();
    setNotice('');
    form.change(changes);
  }

  function insert(words: string) {
    const { text, caret } = insertedAt(prompt.current, choices.prompt, words);
    change({ prompt: text });
    const field = prompt.current;
    field?.focus();
    requestAnimationFrame(() => field?.setSelectionRange(caret, caret));
  }

  function paint() {
    form.settle();
    // At once: whatever moves after the server has answered would move under a finger.
    setFolded(true);
    void painting.paint(choices, (pictures, how) => {
      form.show(pictures, how);
      if (how === 'replaceState' || pictures.comparison === undefined) return;
      setOwn(rememberPainting({ key: pictures.comparison, prompt: choices.prompt }));
      window.scrollTo({ top: 0 });
    });
  }

  function takeRecipe({ file, recipe }: Dropped) {
    try {
      if ('tool' in recipe) {
        const { changes, leftOut } = takenOver(recipe, choices, offer);
        change(changes);
        setDropped({ file, tool: recipe.tool, leftOut, syntax: recipe.syntax });
      } else {
        change(choicesOfRecipe(recipe, offer));
        setDropped({ file });
      }
      painting.open(NOTHING);
    } catch (error) {
      painting.setProblem({
        message: error instanceof Error ? error.message : String(error),
        field: 'seeds',
      });
    }
  }

  const { short, longer } = painting;
  const alone = short?.generations.length === 1 ? short.generations[0]?.imageUrl : undefined;
  const chosen = offer.models.filter(
    ({ base, name }) => base === choices.base && choices.models.includes(name),
  );
  const isDone = short?.generations.every((picture) => !isOpen(picture)) ?? false;
  const isAsked = painting.busy || shown.comparison !== undefined;
  // What went wrong stands in the form.
  const isFormFolded = isFolded && !painting.problem && (short !== undefined || isAsked);
  return (
    <>
      {isFormFolded && (
        <div className="mb-4 flex items-center gap-2 lg:hidden">
          <p className="min-w-0 grow truncate font-medium">{choices.prompt}</p>
          <button type="button" className="button-quiet" onClick={() => setFolded(false)}>
            {t('change')}
          </button>
        </div>
      )}
      <div className="grid grid-cols-[minmax(0,1fr)] gap-8 lg:grid-cols-[minmax(0,26rem)_minmax(0,1fr)]">
        <div className={isFormFolded ? 'max-lg:hidden' : ''}>
          <FormFields
            {...{ offer, methods, schedulers, limits, choices, longerPrompt, painting, notice }}
            promptRef={prompt}
            isReady={isReady}
            dropped={dropped}
            onChange={change}
            onInsert={insert}
            onPaint={paint}
            onSettle={form.settle}
            onDropped={takeRecipe}
          />
          <div className="mt-4">{notes}</div>
        </div>
        <div className="needs-script min-w-0 space-y-4">
          {short ? (
            <Pictures
              short={short}
              longer={longer}
              waitsForText={shown.writing !== undefined}
              canCancel={[longerPrompt.enrichment, short, longer].some(
                (work) => work?.viewerCanCancel,
              )}
              onCancel={() => void painting.cancel()}
            />
          ) : (
            <NoPictures
              models={chosen}
              isAsked={isAsked && notice === ''}
              hasTwoRows={choices.longer}
              onExample={(example) => {
                change({ prompt: example });
                prompt.current?.focus();
              }}
            />
          )}
          {dropped && dropped.tool === undefined && alone && (
            <ComparedWithDropped key={alone} file={dropped.file} imageUrl={alone} />
          )}
        </div>
      </div>
      <Yours
        paintings={own}
        isDone={isDone}
        onForgotten={() => setOwn([])}
        onGone={(keys) => setOwn(forgetSome(keys))}
      />
    </>
  );
}
