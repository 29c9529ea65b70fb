import { categoryAsked } from './components/categories';
import { NoSuchCategory } from './components/no-such-category';
import { query } from './execute';
import { asksForGallery, askedSchema, tooLongSearch, type Asked } from './front/asked';
import { Front } from './front/front';
import { Gallery } from './front/gallery';
import { TooLongSearch } from './front/too-long-search';
import { FrontDocument } from './gallery.documents';
import { readersLocale } from './words/server';

export const dynamic = 'force-dynamic';

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function FrontPage({ searchParams }: Props) {
  const search = await searchParams;
  const inCategory = categoryAsked(search['category']);
  if ('unknown' in inCategory) return <NoSuchCategory unknown={inCategory.unknown} pathname="/" />;
  const lang = await readersLocale();
  const tooLong = tooLongSearch(search['q']);
  if (tooLong !== undefined) {
    return (
      <div lang={lang}>
        <TooLongSearch text={tooLong} />
      </div>
    );
  }
  const asked: Asked = { ...askedSchema.parse(search), ...inCategory };
  const { q, ...chosen } = asked;
  const isFront = !asksForGallery(search, asked);
  const data = await query(FrontDocument, { ...chosen, words: q, isFront });
  const shown = { asked, data, waiting: data.status.queued + data.status.running };
  return <div lang={lang}>{isFront ? <Front {...shown} /> : <Gallery {...shown} />}</div>;
}
