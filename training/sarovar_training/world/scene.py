"""What a scene is, and how scenes are drawn at random, with exact ground truth."""

import random
from dataclasses import dataclass
from enum import StrEnum

from .heldout import colour_is_held_out, count_is_held_out, pair_is_held_out
from .words import ACTIONS, BACKGROUNDS, COLOURS, NOUNS, PERSONS, RELATIONS, Noun


class Category(StrEnum):
    """The four semantic categories that the evaluation reports."""

    COUNTING = "COUNTING"
    COLOR = "COLOR"
    ACTION = "ACTION"
    SPATIAL = "SPATIAL"


@dataclass(frozen=True)
class Thing:
    """`count` objects of one noun, all of one colour (None when the noun keeps its own colours)."""

    noun: str
    colour: str | None = None
    count: int = 1


@dataclass(frozen=True)
class Scene:
    """The facts of one picture. `person` and `action` come together, without `things`."""

    category: Category
    background: str
    things: tuple[Thing, ...] = ()
    relation: str | None = None
    person: str | None = None
    action: str | None = None

    def compositions(self) -> tuple[bool, ...]:
        """Whether each noun-count, colour-noun and ordered pair in this scene is held out."""
        held = [count_is_held_out(t.noun, t.count) for t in self.things]
        held += [colour_is_held_out(t.colour, t.noun) for t in self.things if t.colour]
        if self.relation:
            held.append(pair_is_held_out(self.things[0].noun, self.things[1].noun))
        return tuple(held)

    @property
    def held_out(self) -> bool:
        """True when any composition of the scene is reserved for evaluation."""
        return any(self.compositions())


CATEGORY_WEIGHTS: dict[Category, float] = {
    Category.COUNTING: 0.34,
    Category.COLOR: 0.20,
    Category.ACTION: 0.12,
    Category.SPATIAL: 0.34,
}
COUNT_WEIGHTS: dict[int, float] = {1: 0.12, 2: 0.18, 3: 0.22, 4: 0.24, 5: 0.24}


RECOLOURABLE_WEIGHT = 2


def _background(rng: random.Random, things: tuple[Thing, ...]) -> str:
    colours = {t.colour for t in things}
    return rng.choice([b for b in BACKGROUNDS if b not in colours])


def _thing(rng: random.Random, nouns: list[Noun], count: int = 1) -> Thing:
    # A recolourable noun has one look per colour to be learned, so it is drawn more often.
    noun = rng.choices(nouns, [RECOLOURABLE_WEIGHT if n.recolourable else 1 for n in nouns])[0]
    colour = rng.choice(list(COLOURS)) if noun.recolourable else None
    return Thing(noun.name, colour, count)


def _draw(rng: random.Random, category: Category) -> Scene:
    nouns = list(NOUNS)
    items = [n for n in nouns if n.recolourable]
    if category is Category.ACTION:
        action = rng.choice(ACTIONS).name
        person = rng.choice(list(PERSONS))
        return Scene(category, rng.choice(BACKGROUNDS), person=person, action=action)
    if category is Category.COUNTING:
        count = rng.choices(list(COUNT_WEIGHTS), list(COUNT_WEIGHTS.values()))[0]
        things: tuple[Thing, ...] = (_thing(rng, nouns, count),)
        return Scene(category, _background(rng, things), things)
    if category is Category.COLOR:
        first = _thing(rng, items)
        if rng.random() < 0.5:
            return Scene(category, _background(rng, (first,)), (first,))
        second = _thing(rng, [n for n in items if n.name != first.noun])
        things = (first, second)
        return Scene(category, _background(rng, things), things)
    first = _thing(rng, nouns)
    second = _thing(rng, [n for n in nouns if n.name != first.noun])
    things = (first, second)
    return Scene(category, _background(rng, things), things, rng.choice(list(RELATIONS)))


def draw_scene(
    rng: random.Random, category: Category | None = None, *, held_out: bool = False
) -> Scene:
    """One scene, of `category` or of the training mixture.

    With `held_out` the scene contains a composition that training never saw (an action scene has
    none, so it is returned as it is); without, every composition in it is allowed in training.
    """
    chosen = category or rng.choices(list(CATEGORY_WEIGHTS), list(CATEGORY_WEIGHTS.values()))[0]
    while True:
        scene = _draw(rng, chosen)
        if scene.action or scene.held_out == held_out:
            return scene
