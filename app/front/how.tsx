import { words } from '@/app/words/server';

const STEPS = [
  {
    title: 'front.how1',
    text: 'front.how1Text',
    path: 'M6 8h12v12H6zM10 12h.01M14 16h.01M14 10h.01M9 17h.01',
  },
  {
    title: 'front.how2',
    text: 'front.how2Text',
    path: 'M4 7h7v10H4zM13 7h7v10h-7zM7 21l2-2M16 19l1.5 2L20 18',
  },
  { title: 'front.how3', text: 'front.how3Text', path: 'M5 20V10M10 20V4M15 20v-8M20 20V7' },
] as const;

/** How the result comes about, in three pictures; and what makes it believable. */
export async function How() {
  const t = await words();
  return (
    <section aria-labelledby="how" className="mt-12">
      <h2 id="how" className="text-title font-semibold">
        {t('front.howTitle')}
      </h2>
      <ul className="mt-3 grid gap-2 sm:grid-cols-3 sm:gap-4">
        {STEPS.map(({ title, text, path }) => (
          <li key={title} className="card grid grid-cols-[auto_1fr] gap-x-3 p-4 sm:block">
            <svg viewBox="0 0 24 24" className="row-span-2 size-8 fill-none" aria-hidden="true">
              <path
                d={path}
                className="stroke-lake-500"
                strokeWidth="1.8"
                strokeLinecap="round"
                strokeLinejoin="round"
              />
            </svg>
            <h3 className="font-semibold sm:mt-2">{t(title)}</h3>
            <p className="quiet mt-1 text-sm">{t(text)}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
