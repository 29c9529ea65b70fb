import { bibtex } from '@/app/components/cite';
import { CopyText } from '@/app/components/copy-text';
import { Fold } from '@/app/components/fold';
import { Wide } from '@/app/components/ui/wide';
import { readersModels, words } from '@/app/words/server';
import type { Loaded } from './load';

interface Props {
  readonly comparison: Loaded;
  readonly home: URL;
}

/** What few want to know: the recipe, the hashes, and how to take it elsewhere. */
export async function Details({ comparison, home }: Props) {
  const t = await words();
  const titleOf = await readersModels();
  const { key, prompt, generations, createdAt } = comparison;
  const [first] = generations;
  const url = new URL(`/c/${key}`, home).href;
  const frame = new URL(`/embed/c/${key}`, home).href;
  const hashed = generations.filter(({ pixelsSha256 }) => pixelsSha256 !== null);
  return (
    <div>
      {first && (
        <Fold title={t('comparison.recipe')}>
          <p>
            {t('comparison.recipeIs', {
              steps: first.steps,
              scheduler: first.scheduler,
              guidance: first.guidanceScale,
              noise: first.noise,
            })}
          </p>
          <dl className="mt-2 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-sm">
            {generations.map(({ key: picture, model, seed }) => (
              <div key={picture} className="contents">
                <dt>{titleOf(model).title}</dt>
                <dd className="quiet break-all">
                  {t('comparison.byModel', { model: model.name, seed })}
                </dd>
              </div>
            ))}
          </dl>
        </Fold>
      )}
      {hashed.length > 0 && (
        <Fold title={t('comparison.verify')}>
          <p className="quiet text-sm">{t('comparison.verifyHow')}</p>
          <Wide label={t('comparison.verify')} className="mt-2">
            <table className="text-left text-xs">
              <tbody>
                {hashed.map(({ key: picture, model, seed, imageSha256, pixelsSha256 }) => (
                  <tr key={picture} className="border-t border-(--line) align-top">
                    <th scope="row" className="py-1 pr-4 font-normal">
                      {model.name} {seed}
                    </th>
                    <td className="py-1 font-mono">
                      {t('comparison.file')} {imageSha256}
                      <br />
                      {t('comparison.pixels')} {pixelsSha256}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Wide>
        </Fold>
      )}
      <Fold title={t('comparison.embed')}>
        <CopyText
          label={t('comparison.embed')}
          text={`<iframe src="${frame}" width="640" height="360" title="Sarovar" loading="lazy"></iframe>`}
        />
      </Fold>
      <Fold title={t('comparison.cite')}>
        <CopyText
          label={t('comparison.cite')}
          text={bibtex({
            key,
            title: `Compared: ${prompt.text}`,
            url,
            createdAt,
            done: 'Painted',
          })}
        />
      </Fold>
    </div>
  );
}
