import jstat from 'jstat';
import type { Answer, Known } from './group-answers';
import { evidence, minus } from './surprise';

/** Answers of one person resemble each other, and newcomers one another: so many times the variance of independent ones. */
const OVERDISPERSION = 2;

/** A taste that newcomers share moves their answers by less than this, of a whole answer. */
const LEAST_PUSH = 0.12;

const LEAST_ANSWERS = 12;

/** The group is cleared once the rest of it is no further from the others than this, in standard errors. */
const CLEARED = 1;

/** How far a group's answers on a model lie from the others', in standard errors, and by how much each. */
function distance(answers: readonly Answer[]) {
  const met = new Map<string, number>();
  for (const { place } of answers) met.set(place, (met.get(place) ?? 0) + 1);
  let sum = 0;
  let variance = 0;
  for (const { surprise, place } of answers) {
    if (!surprise) continue;
    sum += surprise.excess;
    // What the others think is known only so well: its error is the same for all of the group.
    variance += surprise.variance * (1 + (met.get(place) ?? 0) / surprise.known);
  }
  return { z: sum / Math.sqrt(OVERDISPERSION * variance), push: sum / answers.length };
}

/** Those without whom the rest of a group is like everybody: whoever pushes most, one after the other. */
function pushers(answers: readonly Answer[], known: Known, up: boolean): string[] {
  const weights = new Map<string, number>();
  for (const { voter, place, grade } of answers) {
    const others = minus(known.all.get(place), known.of(voter)?.get(place));
    weights.set(voter, (weights.get(voter) ?? 0) + evidence(others, grade, up));
  }
  const likeliest = [...weights]
    .filter(([, weight]) => weight > 0)
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  const gone: string[] = [];
  let rest = answers;
  for (const [voter] of likeliest) {
    const { z } = distance(rest);
    if (rest.length === 0 || (up ? z : -z) < CLEARED) break;
    rest = rest.filter((answer) => answer.voter !== voter);
    gone.push(voter);
  }
  return gone;
}

/** Whether a group's answers on a model lie further from the others' than a shared taste does; and who pushes. */
export function distant(answers: readonly Answer[], known: Known) {
  const compared = answers.filter(({ surprise }) => surprise !== undefined);
  if (compared.length < LEAST_ANSWERS) return undefined;
  const { z, push } = distance(compared);
  if (Math.abs(push) < LEAST_PUSH) return undefined;
  const p = 2 * (1 - jstat.normal.cdf(Math.abs(z), 0, 1));
  const voters = () => pushers(compared, known, z > 0);
  return { p, strength: z ** 2 / 2, way: z > 0 ? ('for' as const) : ('against' as const), voters };
}
