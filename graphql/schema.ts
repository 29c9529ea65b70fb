import { builder } from './builder';
import { withCheckedArguments } from './checked-arguments';
import './errors';
import './types/prompt';
import './types/enrichment';
import './types/method';
import './types/model';
import './types/model-task';
import './types/method-comparison';
import './types/method-figures';
import './types/prompt-pairs';
import './types/generation';
import './types/evaluation';
import './types/generate';
import './types/kept-picture';
import './types/comparison';
import './types/matchup';
import './types/vote';
import './types/ranking';
import './types/ranking-snapshot';
import './types/reliability';
import './types/rating';
import './types/progress';
import './types/status';

/** The executable schema; `graphql/schema.graphql` is its printed form. */
export const schema = withCheckedArguments(builder.toSchema());
