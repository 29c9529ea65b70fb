import { MethodName } from '@/app/components/method-name';
import { LinkCard } from '@/app/components/ui/card';
import { PixelPicture } from '@/app/components/ui/pixel-picture';
import { lookAlike } from '@/app/words/model-words';
import { readersModels, words } from '@/app/words/server';
import type { Verdict } from './load';

/** The two pictures as they were shown, now with their painters. */
export async function Pair({ verdict: { left, right } }: { readonly verdict: Verdict }) {
  const t = await words();
  const titleOf = await readersModels();
  const alike = lookAlike(titleOf(left.model), titleOf(right.model));
  return (
    <div className="grid grid-cols-2 gap-3 self-start sm:gap-4">
      {[left, right].map(({ key, imageUrl, width, height, model, scores }, place) => (
        <LinkCard key={key} href={`/g/${key}`}>
          {imageUrl && <PixelPicture {...{ src: imageUrl, width, height }} alt="" eager />}
          <span className="block border-t border-(--line) p-2 max-sm:text-sm sm:p-3">
            <span className="block font-medium group-hover:underline">
              <MethodName {...model} hollow={alike && place === 1} />
            </span>
            {model.status === 'RETIRED' && (
              <span className="quiet block text-sm">{t('verdict.retired')}</span>
            )}
            {scores.slice(0, 1).map(({ right, checked }) => (
              <span key={key} className="quiet block text-sm">
                {t('verdict.facts', { right, checked })}
              </span>
            ))}
          </span>
        </LinkCard>
      ))}
    </div>
  );
}
