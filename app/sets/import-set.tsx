'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { request } from '@/app/components/graphql-client';
import { Button } from '@/app/components/ui/button';
import { Field, Problem, Select } from '@/app/components/ui/field';
import { decodedText } from '@/lib/decoded-text';
import { LICENCES } from '@/lib/studio/prompt-sets/licences';
import { FirstRows } from './first-rows';
import {
  ImportPromptSetDocument,
  PromptSetPreviewDocument,
  type PreviewedFragment,
} from './sets.documents';

/** What a request may be, with room for what is said of the file. */
const MOST_BYTES = 900_000;

/** A file that somebody has chosen, and which of its columns are what. */
interface Chosen {
  readonly text: string;
  readonly fileName: string;
  readonly column?: string;
  readonly categoryColumn?: string;
}

/** Takes a file of prompts, shows what is in it, and imports it. */
export function ImportSet() {
  const t = useTranslations('sets');
  const router = useRouter();
  const [chosen, setChosen] = useState<Chosen>();
  const [preview, setPreview] = useState<PreviewedFragment>();
  const [title, setTitle] = useState('');
  const [licence, setLicence] = useState('');
  const [source, setSource] = useState('');
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);

  async function attempt(work: () => Promise<void>) {
    setProblem('');
    setBusy(true);
    try {
      await work();
    } catch (error) {
      setProblem(error instanceof Error ? error.message : t('failed'));
    } finally {
      setBusy(false);
    }
  }

  async function look(input: Chosen) {
    setChosen(input);
    setPreview(undefined);
    const { preview: found } = await request(PromptSetPreviewDocument, { input });
    if ('message' in found) throw new Error(found.message);
    setPreview(found);
    setLicence(found.licence ?? '');
  }

  const take = (file: File | undefined) =>
    attempt(async () => {
      if (!file) return;
      if (file.size > MOST_BYTES) throw new Error(t('tooLarge'));
      const bytes = new Uint8Array(await file.arrayBuffer());
      setTitle(file.name.replace(/\.\w+$/, ''));
      let text: string;
      try {
        text = decodedText(bytes);
      } catch {
        throw new Error(t('noText'));
      }
      await look({ text, fileName: file.name });
    });

  function bring() {
    if (!chosen || !preview || busy) return;
    void attempt(async () => {
      const about = { title, licence: licence || null, source: source.trim() || null };
      const { reply } = await request(ImportPromptSetDocument, { input: { ...chosen, ...about } });
      if ('message' in reply) throw new Error(reply.message);
      router.push(`/sets/${reply.set.key}`);
    });
  }

  const columns = (preview?.columns ?? []).map((name) => ({ value: name, title: name }));
  return (
    <form
      className="needs-script mt-4 space-y-4"
      aria-busy={busy}
      onSubmit={(event) => {
        event.preventDefault();
        bring();
      }}
    >
      <Field id="set-file" label={t('file')} help={t('fileHelp')}>
        <input
          id="set-file"
          type="file"
          accept=".txt,.csv,.tsv,.jsonl,.ndjson,text/*"
          className="field"
          onChange={(event) => void take(event.target.files?.[0])}
        />
      </Field>
      <Problem>{problem}</Problem>
      {chosen && preview && (
        <>
          {columns.length > 0 && (
            <div className="grid gap-4 sm:grid-cols-2">
              <Field id="set-column" label={t('column')}>
                <Select
                  id="set-column"
                  choices={columns}
                  value={preview.column ?? ''}
                  onChange={({ target }) =>
                    void attempt(() => look({ ...chosen, column: target.value }))
                  }
                />
              </Field>
              <Field id="set-category" label={t('categoryColumn')}>
                <Select
                  id="set-category"
                  choices={[{ value: '', title: t('noColumn') }, ...columns]}
                  value={preview.categoryColumn ?? ''}
                  onChange={({ target }) =>
                    void attempt(() => look({ ...chosen, categoryColumn: target.value }))
                  }
                />
              </Field>
            </div>
          )}
          <FirstRows preview={preview} />
          <Field id="set-title" label={t('title')}>
            <input
              id="set-title"
              className="field"
              required
              maxLength={200}
              value={title}
              onChange={({ target }) => setTitle(target.value)}
            />
          </Field>
          <Field id="set-licence" label={t('licence')} help={t('licenceHelp')}>
            <Select
              id="set-licence"
              required
              choices={[
                { value: '', title: t('chooseLicence') },
                ...LICENCES.map((name) => ({ value: name, title: name })),
              ]}
              value={licence}
              onChange={({ target }) => setLicence(target.value)}
            />
          </Field>
          <Field id="set-source" label={t('source')}>
            <input
              id="set-source"
              type="url"
              className="field"
              placeholder="https://"
              value={source}
              onChange={({ target }) => setSource(target.value)}
            />
          </Field>
          <p className="quiet text-sm">{t('consent')}</p>
          <Button type="submit" disabled={busy}>
            {t('import', { count: preview.promptCount })}
          </Button>
        </>
      )}
    </form>
  );
}
