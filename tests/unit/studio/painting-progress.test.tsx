import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { waitOf } from '@/app/components/wait';
import type { PictureFragment } from '@/app/create/create.documents';
import { PaintingProgress } from '@/app/create/painting-progress';
import { messagesOf } from '@/app/words/messages';
import { WordsProvider } from '@/app/words/provider';

const PICTURE: PictureFragment = {
  key: 'a',
  seed: '1',
  status: 'QUEUED',
  waitsForModel: false,
  error: null,
  currentStep: 0,
  steps: 25,
  queuePosition: 3,
  previewUrl: null,
  imageUrl: null,
  imageSha256: null,
  unknownWords: [],
  width: 64,
  height: 64,
  guidanceScale: 7.5,
  guidanceRescale: 0,
  guidanceMode: null,
  guidanceFrom: 0,
  guidanceTo: 1,
  scheduler: 'ddim',
  noise: 'CPU',
  negativePrompt: '',
  timestepSpacing: 'LEADING',
  initialSha256: null,
  strength: 1,
  model: { name: 'ella', method: 'ELLA', base: { name: 'sarovar' } },
  scores: [],
};

const htmlOf = (...pictures: Partial<PictureFragment>[]) =>
  renderToStaticMarkup(
    <WordsProvider locale="en" messages={messagesOf('en')} methods={{}} timeZone="UTC">
      <PaintingProgress
        pictures={pictures.map((own) => ({ ...PICTURE, ...own }))}
        isPainting
        onCancel={null}
      >
        {null}
      </PaintingProgress>
    </WordsProvider>,
  );

test('what waits in the queue is not said to be painted', () => {
  const waits = htmlOf({}, {});
  expect(waits).toContain('Waits in the queue');
  expect(waits).not.toContain('Painting');
  expect(htmlOf({}, { status: 'SUCCEEDED' })).toContain('Waits in the queue');
  const painted = htmlOf({}, { status: 'RUNNING', currentStep: 3 });
  expect(painted).toContain('Painting');
  expect(painted).not.toContain('Waits');
});

test('one waits as long as visitors did, or as the oldest does, and for texts another time', () => {
  const texts = { kind: 'texts', oldestWaitSeconds: 999, waitSeconds: 999 };
  const wait = (oldestWaitSeconds: number | null, waitSeconds: number | null) =>
    waitOf([texts, { kind: 'pictures', oldestWaitSeconds, waitSeconds }]);
  expect(wait(null, 3)).toBe(3);
  expect(wait(90, 3)).toBe(90);
  expect(wait(null, null)).toBeUndefined();
});
