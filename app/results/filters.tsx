import { categoryTitle } from '@/app/components/categories';
import { Field, Select } from '@/app/components/ui/field';
import { words } from '@/app/words/server';
import type { Slice } from './in-words';
import type { RankingQuery, VoterGroup } from './ranking.documents';

/** The filters with long names. */
const LONG: ReadonlySet<string> = new Set(['question', 'category']);

interface Props {
  readonly asked: Slice;
  readonly categories: RankingQuery['categories'];
  readonly groups: readonly VoterGroup[];
}

/** Which votes the page is about: a form that needs no script, and whose answer has an address. */
export async function Filters({ asked, categories, groups }: Props) {
  const t = await words();
  const filled = categories.filter(
    ({ category, votes, sets }) => votes + sets > 0 || category === asked.category,
  );
  const selects = [
    {
      name: 'question',
      value: asked.question,
      choices: (['ALIGNMENT', 'OVERALL'] as const).map((value) => ({
        value,
        title: t(`results.questions.${value}`),
      })),
    },
    {
      name: 'category',
      value: asked.category ?? '',
      choices: [
        { value: '', title: t('results.allCategories') },
        ...filled.map(({ category, votes }) => ({
          value: category,
          title: t('results.ofCategory', {
            category: categoryTitle(t, category),
            count: votes,
          }),
        })),
      ],
    },
    {
      name: 'form',
      value: asked.form ?? '',
      choices: [
        { value: '', title: t('results.forms.ALL') },
        ...(['SIMPLE', 'ENRICHED'] as const).map((value) => ({
          value,
          title: t(`results.forms.${value}`),
        })),
      ],
    },
    {
      name: 'voters',
      value: asked.voters,
      choices: groups.map((value) => ({ value, title: t(`results.groups.${value}`) })),
    },
  ] as const;
  return (
    <form
      // What was chosen by hand is not kept where another page was gone to meanwhile.
      key={selects.map(({ value }) => value).join()}
      action="/results"
      aria-label={t('results.filters')}
      className="grid grid-cols-2 items-end gap-3 max-[24rem]:*:col-span-2 lg:grid-cols-[repeat(4,minmax(0,1fr))_auto] print:hidden"
    >
      {selects.map(({ name, value, choices }) => (
        // What has long names has a row of its own on a phone, and all on a small one: half of one would cut them.
        <div key={name} className={LONG.has(name) ? 'col-span-2 sm:col-span-1' : ''}>
          <Field id={`which-${name}`} label={t(`results.filter.${name}`)}>
            <Select id={`which-${name}`} name={name} defaultValue={value} choices={choices} />
          </Field>
        </div>
      ))}
      <button type="submit" className="button-quiet col-span-2 lg:col-span-1">
        {t('results.show')}
      </button>
    </form>
  );
}
