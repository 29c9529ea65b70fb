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
  fields: (t) => ({
    message: t.exposeString('message', { description: 'That sentence, in English.' }),
  }),
});

builder.objectType(InvalidInput, {
  name: 'InvalidInput',
  description: 'Something in the input that the caller can put right.',
  interfaces: [problem],
  fields: (t) => ({
    field: t.exposeString('field', { description: 'The input field that is wrong.' }),
  }),
});
builder.objectType(NotFound, {
  name: 'NotFound',
  description: 'The input names something that is not there, or not for the caller.',
  interfaces: [problem],
});
builder.objectType(VoterUnknown, {
  name: 'VoterUnknown',
  description: 'The request came without a cookie of ours, or with one that we have not signed.',
  interfaces: [problem],
});
builder.objectType(MatchupClosed, {
  name: 'MatchupClosed',
  description: 'The matchup takes no (such) answer any more.',
  interfaces: [problem],
});
builder.objectType(NothingToJudge, {
  name: 'NothingToJudge',
  description: 'The caller has judged every pair that could be shown.',
  interfaces: [problem],
});
builder.objectType(NotCurator, {
  name: 'NotCurator',
  description: 'Only curators may do this.',
  interfaces: [problem],
});
builder.objectType(NotYours, {
  name: 'NotYours',
  description: 'Only whoever asked for it, or a curator, may do this.',
  interfaces: [problem],
});
builder.objectType(TooFast, {
  name: 'TooFast',
  description: 'More was asked than a person does in that time.',
  interfaces: [problem],
  fields: (t) => ({
    retryAfter: t.exposeInt('retryAfter', { description: 'Seconds until it goes on.' }),
  }),
});
builder.objectType(QueueFull, {
  name: 'QueueFull',
  description: 'Too many pictures or texts wait already.',
  interfaces: [problem],
  fields: (t) => ({
    retryAfter: t.exposeInt('retryAfter', {
      description: 'Seconds until there may be room, as fast as the queue has lately moved.',
    }),
  }),
});
builder.objectType(ProofNeeded, {
  name: 'ProofNeeded',
  description: 'A first vote or report has to come with a proof of work.',
  interfaces: [problem],
  fields: (t) => ({
    challenge: t.expose('challenge', {
      type: 'Json',
      description: 'As of Matchup: solve it, and vote or report again with the proof.',
    }),
  }),
});
