import { words } from '@/app/words/server';

interface Props {
  readonly sections: readonly { readonly id: string; readonly title: string }[];
}

/** Where what is on this page: above it on phones, beside it where there is room. */
export async function Contents({ sections }: Props) {
  const t = await words();
  return (
    <nav aria-label={t('methodsPage.contents')} className="lg:sticky lg:top-4 lg:self-start">
      <h2 className="quiet hidden text-sm lg:block">{t('methodsPage.contents')}</h2>
      <ul className="flex flex-wrap gap-2 lg:mt-1 lg:flex-col lg:gap-0">
        {sections.map(({ id, title }) => (
          <li key={id}>
            <a href={`#${id}`} className="pill lg:border-0 lg:px-2 lg:text-base">
              {title}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
