'use client';

import Link from 'next/link';
import { useRef, useState } from 'react';
import { z } from 'zod';
import { request } from '@/app/components/graphql-client';
import { askedShape, follow, type Progress } from '@/app/components/progress';
import { UnknownWords } from '@/app/components/unknown-words';
import { Settings, type SettingsProps } from './settings';

const GENERATE = /* GraphQL */ `
  mutation Generate($input: GenerateInput!) {
    generate(input: $input) {
      __typename
      ... on Generation {
        id
      }
      ... on Problem {
        message
      }
    }
  }
`;
const CANCEL = /* GraphQL */ `
  mutation Cancel($id: ID!) {
    cancelGeneration(id: $id) {
      __typename
    }
  }
`;
const EXAMPLES = [
  'three red balloons on a blue background',
  'a woman is surfing on a beach',
  'four kittens in a meadow',
  'a yellow star and a purple umbrella',
];

/** The form's fields as GraphQL input; empty settings are left to their defaults. */
function inputFrom(form: FormData): Record<string, string | number> {
  const entries = [...form.entries()].flatMap(([name, value]) => {
    if (typeof value !== 'string' || (value === '' && name !== 'prompt')) return [];
    return [[name, ['steps', 'guidanceScale'].includes(name) ? Number(value) : value] as const];
  });
  return Object.fromEntries(entries);
}

/** One line that says where the picture is. */
function describe(progress: Progress): string {
  switch (progress.status) {
    case 'QUEUED':
      return progress.queuePosition === 1
        ? 'Next in the queue …'
        : `Number ${progress.queuePosition ?? '?'} in the queue …`;
    case 'RUNNING':
      return `Painting: step ${progress.currentStep} of ${progress.steps}`;
    case 'SUCCEEDED':
      return 'Done.';
    case 'CANCELLED':
      return 'Cancelled.';
    case 'FAILED':
      return progress.error ?? 'It did not work.';
  }
}

export function Studio(props: SettingsProps) {
  const [progress, setProgress] = useState<Progress>();
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);
  const prompt = useRef<HTMLInputElement>(null);

  async function paint(form: FormData) {
    setBusy(true);
    setProblem('');
    setProgress(undefined);
    try {
      const shape = z.object({ generate: askedShape });
      const { generate } = await request(GENERATE, shape, { input: inputFrom(form) });
      if ('message' in generate) {
        setProblem(generate.message);
        return;
      }
      for await (const state of follow(generate.id)) setProgress(state);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : 'It did not work.');
    } finally {
      setBusy(false);
    }
  }

  async function cancel() {
    if (!progress || !busy) return;
    await request(CANCEL, z.unknown(), { id: progress.id });
  }

  const picture = progress?.imageUrl ?? progress?.previewUrl;
  const share = progress ? progress.currentStep / progress.steps : 0;

  return (
    <div className="mt-6 grid gap-8 lg:grid-cols-2">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy) void paint(new FormData(event.currentTarget));
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') void cancel();
        }}
      >
        <label htmlFor="prompt" className="font-medium">
          Prompt
        </label>
        <input
          id="prompt"
          name="prompt"
          ref={prompt}
          className="field mt-1 text-lg"
          placeholder={EXAMPLES[0]}
          maxLength={props.limits.prompt}
          autoComplete="off"
        />
        <div className="mt-2 flex flex-wrap gap-2" aria-label="Examples" role="group">
          {EXAMPLES.map((example) => (
            <button
              key={example}
              type="button"
              className="chip"
              onClick={() => {
                if (prompt.current) prompt.current.value = example;
                prompt.current?.focus();
              }}
            >
              {example}
            </button>
          ))}
        </div>
        <Settings {...props} />
        <div className="mt-4 flex gap-2">
          <button type="submit" className="button" disabled={busy}>
            Paint
          </button>
          {busy && (
            <button type="button" className="button-quiet" onClick={() => void cancel()}>
              Cancel
            </button>
          )}
        </div>
        <p role="alert" className="mt-3 min-h-6 text-red-800 dark:text-red-300">
          {problem}
        </p>
      </form>
      <section aria-label="Picture" className="space-y-3">
        <div className="card flex aspect-square w-full max-w-lg items-center overflow-hidden">
          {picture ? (
            <img
              src={picture}
              alt={progress?.imageUrl ? 'The finished picture' : 'The picture so far'}
              width={512}
              height={512}
              className="size-full"
            />
          ) : (
            <p className="quiet w-full text-center">Your picture appears here.</p>
          )}
        </div>
        <p role="status" className="min-h-6">
          {progress ? describe(progress) : ''}
        </p>
        {busy && <progress className="accent-lake-500 w-full max-w-lg" value={share} max={1} />}
        {progress && <UnknownWords words={progress.unknownWords} />}
        {progress?.imageUrl && (
          <Link href={`/g/${progress.key}`} className="button-quiet">
            Permalink and recipe
          </Link>
        )}
      </section>
    </div>
  );
}
