import { Outcome as Outcomes, Question as Questions } from '@/lib/store/generated/client';
import { builder } from '../builder';

export const Question = builder.enumType(Questions, {
  name: 'Question',
  description: 'What a voter is asked about two pictures.',
  values: {
    ALIGNMENT: { description: 'Which follows the prompt better? This is asked first.' },
    OVERALL: { description: 'Which do you prefer?' },
  },
});
export const Outcome = builder.enumType(Outcomes, {
  name: 'Outcome',
  description: 'A voter’s answer, by the side on which a picture was shown.',
  values: {
    LEFT: { description: 'The left picture is better.' },
    RIGHT: { description: 'The right picture is better.' },
    TIE: { description: 'Both are equally good.' },
    BOTH_BAD: { description: 'Neither of them is any good.' },
  },
});
