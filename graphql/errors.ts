import {
  InvalidInput,
  MatchupClosed,
  NotCurator,
  NotFound,
  NotYours,
  NothingToJudge,
  ProofNeeded,
  QueueFull,
  TooFast,
  VoterUnknown,
} from '@/lib/problems';
import { builder } from './builder';

const problem = builder.interfaceRef<Error>('Problem').implement({
  description: 'Why something could not be done, in one sentence for people.',
  fields: (t) => ({ message: t.exposeString('message') }),
});

builder.objectType(InvalidInput, {
  name: 'InvalidInput',
  interfaces: [problem],
  fields: (t) => ({
    field: t.exposeString('field', { description: 'The input field that is wrong.' }),
  }),
});
builder.objectType(NotFound, { name: 'NotFound', interfaces: [problem] });
builder.objectType(VoterUnknown, { name: 'VoterUnknown', interfaces: [problem] });
builder.objectType(MatchupClosed, { name: 'MatchupClosed', interfaces: [problem] });
builder.objectType(NothingToJudge, { name: 'NothingToJudge', interfaces: [problem] });
builder.objectType(NotCurator, { name: 'NotCurator', interfaces: [problem] });
builder.objectType(NotYours, { name: 'NotYours', interfaces: [problem] });
builder.objectType(TooFast, {
  name: 'TooFast',
  interfaces: [problem],
  fields: (t) => ({
    retryAfter: t.exposeInt('retryAfter', { description: 'Seconds until it goes on.' }),
  }),
});
builder.objectType(QueueFull, {
  name: 'QueueFull',
  interfaces: [problem],
  fields: (t) => ({
    retryAfter: t.exposeInt('retryAfter', {
      description: 'Seconds until there may be room, as fast as the queue has lately moved.',
    }),
  }),
});
builder.objectType(ProofNeeded, {
  name: 'ProofNeeded',
  interfaces: [problem],
  fields: (t) => ({
    challenge: t.expose('challenge', {
      type: 'Json',
      description: 'As of Matchup: solve it, and vote or report again with the proof.',
    }),
  }),
});
