import type { StudyProgress as Progress } from '@/lib/studies/progress';
import { builder } from '../builder';

/** How far a study is. */
export const StudyProgress = builder.objectRef<Progress>('StudyProgress').implement({
  description: 'How far a study is, in pictures.',
  fields: (t) => ({
    total: t.exposeInt('total', { description: 'How many it is to have.' }),
    waiting: t.exposeInt('waiting', { description: 'That are still to be painted.' }),
    running: t.exposeInt('running', { description: 'That are being painted.' }),
    painted: t.exposeInt('painted', { description: 'That are finished.' }),
    failed: t.exposeInt('failed', {
      description: 'That could not be painted; `resumeStudy` tries them again.',
    }),
    cancelled: t.exposeInt('cancelled', {
      description: 'That were stopped, by a pause or one by one; `resumeStudy` paints them.',
    }),
    secondsLeft: t.exposeFloat('secondsLeft', {
      nullable: true,
      description:
        'Until it is finished, as fast as it went within the last five minutes or, before that, as was planned. Null ' +
        'where nobody knows, and where it does not run.',
    }),
  }),
});
