import { words } from '@/app/words/server';

interface Props {
  readonly licence: string;
  readonly nonCommercial: boolean;
}

/** The licence of a set, and whether it keeps anybody from using it commercially. */
export async function LicenceOf({ licence, nonCommercial }: Props) {
  const t = await words();
  return (
    <>
      {licence}
      {nonCommercial && ` (${t('sets.nonCommercial')})`}
    </>
  );
}
