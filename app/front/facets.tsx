import { Select } from '@/app/components/ui/field';
import type { FrontQuery } from '@/app/gallery.documents';
import { words } from '@/app/words/server';
import { galleryHref, type Asked } from './asked';

interface Props {
  readonly asked: Asked;
  readonly facets: FrontQuery['gallery']['facets'];
}

const FACETS = [
  { facet: 'NUMBER', name: 'number' },
  { facet: 'COLOUR', name: 'colour' },
  { facet: 'THING', name: 'thing' },
] as const;

/** Chooses by what prompts state: how many, which colour, what. A form, which keeps the rest of the address. */
export async function Facets({ asked, facets }: Props) {
  const t = await words();
  const kept = Object.entries(
    galleryHref(asked, { number: undefined, colour: undefined, thing: undefined }).query,
  );
  if (facets.length === 0) return null;
  return (
    <form
      // What was chosen by hand is not kept where another page was gone to meanwhile.
      key={JSON.stringify(asked)}
      action="/#gallery"
      aria-label={t('front.statedFacts')}
      className="flex w-full flex-wrap gap-2"
    >
      {kept.map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {FACETS.filter(({ facet }) => facets.some((own) => own.facet === facet)).map(
        ({ facet, name }) => (
          <Select
            key={name}
            name={name}
            aria-label={t(`front.facet.${name}`)}
            defaultValue={asked[name]}
            className="w-auto min-w-32 flex-1 sm:flex-none"
            choices={[
              { value: '', title: t(`front.facet.${name}`) },
              ...facets
                .filter((own) => own.facet === facet)
                .map((own) => ({
                  value: own.name,
                  title: t('front.facetOf', { name: own.name, count: own.comparisons }),
                })),
            ]}
          />
        ),
      )}
      <button type="submit" className="button-quiet">
        {t('front.choose')}
      </button>
    </form>
  );
}
