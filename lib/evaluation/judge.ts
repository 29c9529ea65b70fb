import { at } from '@/lib/at';
import type { PromptFacts, StatedThing } from './facts';

/** One thing that a scorer sees; `x` and `y` are its centre as shares of the picture's side. */
export interface Detection {
  readonly label: string;
  readonly colour: string;
  readonly person: string;
  readonly x: number;
  readonly y: number;
}

/** All that a scorer sees in one picture. No `found` means "none of these". */
export interface Detections {
  readonly found: readonly Detection[];
  readonly background: string;
}

/** What the scorer's labels are. */
export interface Labels {
  readonly nouns: readonly string[];
  readonly actions: readonly string[];
  /** The nouns whose colour can be told. */
  readonly recolourable: readonly string[];
}

export type FactName =
  'object' | 'count' | 'colour' | 'relation' | 'action' | 'person' | 'background';

/** One fact of a prompt: what it asks for, what the picture shows, and whether they agree. */
export interface JudgedFact {
  readonly fact: FactName;
  readonly asked: string;
  readonly seen: string;
  readonly right: boolean;
}

function centreOf(found: readonly Detection[]): { x: number; y: number } {
  const mean = (pick: (f: Detection) => number) =>
    found.reduce((sum, f) => sum + pick(f), 0) / found.length;
  return { x: mean((f) => f.x), y: mean((f) => f.y) };
}

/** How `first` stands to `second`, by the longer of the two distances. */
function standing(first: readonly Detection[], second: readonly Detection[]): string {
  const [a, b] = [centreOf(first), centreOf(second)];
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  if (Math.abs(dx) > Math.abs(dy)) return dx > 0 ? 'left of' : 'right of';
  return dy > 0 ? 'above' : 'below';
}

function tally(found: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const name of found) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].map(([name, n]) => (n > 1 ? `${n} × ${name}` : name)).join(', ') || 'nothing';
}

/** The facts about things: which there are, how many, of which colour, and where. */
function judgeThings(facts: PromptFacts, detections: Detections, labels: Labels): JudgedFact[] {
  const { things, relation } = facts;
  const found = detections.found.filter((f) => labels.nouns.includes(f.label));
  const asked = new Set(things.map(({ noun }) => noun));
  // "A red star and a blue star": of one noun, the colour tells which is meant.
  const of = ({ noun, colour }: StatedThing) => {
    const shared = things.filter((t) => t.noun === noun).length > 1;
    return found.filter((f) => f.label === noun && (!shared || f.colour === colour));
  };
  const judged: JudgedFact[] = [
    {
      fact: 'object',
      asked: [...asked].join(', '),
      seen: tally(found.map((f) => f.label)),
      right: things.every((t) => of(t).length > 0) && found.every((f) => asked.has(f.label)),
    },
  ];
  for (const thing of things) {
    const mine = of(thing);
    const { noun, count, colour } = thing;
    if (count !== undefined) {
      // A picture of one thing that shows others, too, does not show that number of things.
      const others = things.length > 1 ? [] : detections.found.filter((f) => !mine.includes(f));
      judged.push({
        fact: 'count',
        asked: `${count} × ${noun}`,
        seen: [
          `${mine.length}`,
          ...(others.length > 0 ? [tally(others.map((f) => f.label))] : []),
        ].join(', '),
        right: mine.length === count && others.length === 0,
      });
    }
    if (colour !== undefined && labels.recolourable.includes(noun)) {
      judged.push({
        fact: 'colour',
        asked: `${colour} ${noun}`,
        seen: tally(mine.map((f) => f.colour)),
        right: mine.length > 0 && mine.every((f) => f.colour === colour),
      });
    }
  }
  const [first, second] = things.map(of);
  if (relation && first && second) {
    const single = first.length === 1 && second.length === 1;
    const seen = first.length > 0 && second.length > 0 ? standing(first, second) : 'not both there';
    const names = things.map(({ noun }) => noun);
    const asking = `${at(names, 0)} ${relation} ${at(names, 1)}`;
    judged.push({ fact: 'relation', asked: asking, seen, right: single && seen === relation });
  }
  return judged;
}

/**
 * Each fact that the prompt states, and whether the picture shows it (after GenEval, arXiv
 * 2310.11513). Empty when the prompt states nothing that the scorer knows. The training package's
 * judging.py is the reference.
 */
export function judge(facts: PromptFacts, detections: Detections, labels: Labels): JudgedFact[] {
  const judged: JudgedFact[] = [];
  const people = detections.found.filter((f) => labels.actions.includes(f.label));
  if (facts.action) {
    judged.push({
      fact: 'action',
      asked: facts.action,
      seen: tally(people.map((f) => f.label)),
      right: people.length === 1 && people[0]?.label === facts.action,
    });
    if (facts.person) {
      judged.push({
        fact: 'person',
        asked: facts.person,
        seen: tally(people.map((f) => f.person)),
        right: people.length > 0 && people.every((f) => f.person === facts.person),
      });
    }
  } else if (facts.things.length > 0) {
    judged.push(...judgeThings(facts, detections, labels));
  }
  if (facts.background) {
    judged.push({
      fact: 'background',
      asked: facts.background,
      seen: detections.background,
      right: facts.background === detections.background,
    });
  }
  return judged;
}

/** The share of facts that are right, 0 to 1; undefined when there is none to judge. */
export function scoreOf(judged: readonly JudgedFact[]): number | undefined {
  return judged.length > 0 ? judged.filter(({ right }) => right).length / judged.length : undefined;
}
