import { z } from 'zod';
import { drawMatchup } from '@/lib/arena/draw';
import { findMatchup } from '@/lib/arena/matchups';
import { newChallenge, proveVoter } from '@/lib/arena/proof-of-work';
import { reportBlind } from '@/lib/moderation/reports';
import { castVote, skipMatchup, undoVotes, type Cast } from '@/lib/arena/votes';
import { limit } from '@/lib/limits';
import {
  InvalidInput,
  MatchupClosed,
  NothingToJudge,
  NotFound,
  ProofNeeded,
  TooFast,
  VoterUnknown,
} from '@/lib/problems';
import { parseInput } from '@/lib/studio/input';
import { builder } from '../builder';
import { sessionOf } from '../context';
import { DONE } from '../plugin-options';
import { Matchup, Side } from './matchup';
import { REPORT_NEEDS_PROOF } from './moderation';
import { Category } from './prompt';
import { Outcome, Question } from './question';

const MOST_OPEN = 10;

const NOT_YOURS = 'There is no matchup of that key for you.';

async function matchupOf(id: string) {
  const matchup = await findMatchup(id);
  if (!matchup) throw new NotFound(NOT_YOURS);
  return matchup;
}

builder.mutationField('drawMatchup', (t) =>
  t.field({
    type: Matchup,
    description: 'The next two pictures to be judged. The first call makes the caller a voter.',
    errors: { types: [NothingToJudge, TooFast, VoterUnknown, InvalidInput] },
    args: {
      category: t.arg({
        type: Category,
        required: false,
        description: 'Only a pair on a prompt of this category; by default of any.',
      }),
      except: t.arg.stringList({
        required: false,
        description: 'Keys of open matchups that the caller has already.',
      }),
    },
    resolve: async (_root, { category, except }, context) => {
      if (except && except.length > MOST_OPEN) {
        throw new InvalidInput('except', `Judge first: not more than ${MOST_OPEN} may be open.`);
      }
      const session = sessionOf(context);
      const voterId = await session.knownOrNew();
      await limit('vote', { voter: voterId, network: session.network });
      const id = await drawMatchup({
        voterId,
        category: category ?? undefined,
        except: except ?? [],
      });
      if (!id) {
        throw new NothingToJudge(
          'There is nothing left that you have not judged; come back when more is painted.',
        );
      }
      return matchupOf(id);
    },
  }),
);

const VoteInput = builder.inputType('VoteInput', {
  description: 'An answer to one question about a matchup.',
  fields: (t) => ({
    matchup: t.string({ required: true, description: 'The matchup’s key.' }),
    question: t.field({
      type: Question,
      required: true,
      description: 'ALIGNMENT first; the answer to OVERALL decides the matchup.',
    }),
    outcome: t.field({ type: Outcome, required: true, description: 'What the voter says.' }),
    idempotencyKey: t.string({
      required: true,
      description: 'A new UUID for each answer; sending it again changes nothing.',
    }),
    proof: t.string({
      required: false,
      description:
        'With the first answer: the matchup’s challenge with its solution, as ALTCHA’s widgets send it (base64 of JSON).',
    }),
  }),
});

const keySchema = z.object({ idempotencyKey: z.uuid('The idempotency key must be a UUID.') });

/** Says in words why a ballot was not stored. */
async function refuse(cast: Exclude<Cast, 'STORED'>, voterId: string): Promise<Error> {
  switch (cast) {
    case 'UNKNOWN':
      return new NotFound(NOT_YOURS);
    case 'UNPROVEN':
      return new ProofNeeded(
        'The first vote comes with a proof of work; solve this challenge and vote again.',
        await newChallenge(voterId),
      );
    case 'CLOSED':
      return new MatchupClosed('This matchup takes no answers any more.');
    case 'ANSWERED':
      return new MatchupClosed('You have answered this question already.');
    case 'KEY_TAKEN':
      return new InvalidInput('idempotencyKey', 'That key was used for another answer.');
    case 'TOO_EARLY':
      return new InvalidInput('question', 'Answer ALIGNMENT first.');
  }
}

builder.mutationField('vote', (t) =>
  t.field({
    type: Matchup,
    description: 'Answers one question. Once this has returned, the answer is stored, once.',
    errors: { types: [VoterUnknown, NotFound, MatchupClosed, InvalidInput, ProofNeeded, TooFast] },
    args: {
      input: t.arg({
        type: VoteInput,
        required: true,
        description: 'The answer, and which matchup and question it is for.',
      }),
    },
    resolve: async (_root, { input }, context) => {
      const { matchup, question, outcome, proof } = input;
      const { idempotencyKey } = parseInput(keySchema, input);
      const session = sessionOf(context);
      const voterId = await session.known();
      await limit('vote', { voter: voterId, network: session.network });
      const ballot = { voterId, matchupId: matchup, question, outcome, idempotencyKey };
      let cast = await castVote(ballot);
      // Looking at a proof costs us a try, too: nobody has that done who has proven it, or votes for nothing.
      if (cast === 'UNPROVEN' && proof) {
        await proveVoter(voterId, proof);
        cast = await castVote(ballot);
      }
      if (cast !== 'STORED') throw await refuse(cast, voterId);
      return matchupOf(matchup);
    },
  }),
);

builder.mutationField('undoVote', (t) =>
  t.field({
    type: Matchup,
    description:
      'Takes back the last answer about a matchup, for ten seconds and before the reveal: its question is open again.',
    errors: { types: [VoterUnknown, MatchupClosed] },
    args: { matchup: t.arg.string({ required: true, description: 'The matchup’s key.' }) },
    resolve: async (_root, { matchup }, context) => {
      const undone = await undoVotes(await sessionOf(context).known(), matchup);
      if (!undone) throw new MatchupClosed('There is nothing to take back, or not any more.');
      return matchupOf(matchup);
    },
  }),
);

builder.mutationField('skipMatchup', (t) =>
  t.field({
    type: Matchup,
    description: 'Closes a matchup without (further) answers.',
    errors: { types: [VoterUnknown, MatchupClosed] },
    args: { matchup: t.arg.string({ required: true, description: 'The matchup’s key.' }) },
    resolve: async (_root, { matchup }, context) => {
      const skipped = await skipMatchup(await sessionOf(context).known(), matchup);
      if (!skipped) throw new MatchupClosed('There is no open matchup of that key for you.');
      return matchupOf(matchup);
    },
  }),
);

const LONGEST_REASON = 500;

const reportSchema = z.object({
  reason: z
    .string()
    .trim()
    .min(1, 'Say in a few words what is wrong.')
    .max(LONGEST_REASON, `The reason must not be longer than ${LONGEST_REASON} characters.`),
});

builder.mutationField('reportPicture', (t) =>
  t.boolean({
    description:
      'Says that a picture should not be shown. Three voters who have judged ten pairs hide it until a curator decides.',
    errors: {
      types: [VoterUnknown, NotFound, InvalidInput, TooFast, ProofNeeded],
      directResult: false,
      dataField: DONE,
    },
    args: {
      matchup: t.arg.string({ required: true, description: 'The matchup’s key.' }),
      side: t.arg({ type: Side, required: true, description: 'On which side the picture stands.' }),
      reason: t.arg.string({
        required: true,
        description: `What is wrong with it, in 1 to ${LONGEST_REASON} characters; only curators read it.`,
      }),
      proof: t.arg.string({ description: 'As of `vote`; of who has brought none yet.' }),
    },
    resolve: async (_root, { matchup, side, proof, ...input }, context) => {
      const { reason } = parseInput(reportSchema, input);
      const session = sessionOf(context);
      await session.known();
      const voterId = await session.proven(proof, REPORT_NEEDS_PROOF);
      await limit('report', { voter: voterId, network: session.network });
      const stored = await reportBlind(voterId, matchup, side, reason);
      if (!stored) throw new NotFound(NOT_YOURS);
      return true;
    },
  }),
);
