"""What a scene is, and how scenes are drawn at random, with exact ground truth."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from .heldout import colour_is_held_out, count_is_held_out, pair_is_held_out
from .words import (
    ACTIONS,
    BACKGROUNDS,
    COLOURS,
    NOUNS,
    PERSONS,
    RELATIONS,
    SIZES,
    SPOTS,
    TONES,
    WHITE_ON,
    Noun,
)

GRID = 8
"""Cells along each side of a picture. Everything stands on whole cells: with one look for each cell
that it covers, a thing has few different latents, so that a small model can learn it."""
SMALL, LARGE = SIZES
PERSON_CELLS = 6

Cell = tuple[int, int]
"""Column and row, from the top left."""


class Category(StrEnum):
    """The four semantic categories that the evaluation reports."""

    COUNTING = "COUNTING"
    COLOR = "COLOR"
    ACTION = "ACTION"
    SPATIAL = "SPATIAL"


@dataclass(frozen=True)
class Thing:
    """Objects of one noun, all of one colour (None when the noun keeps its own colours) and of one
    size in cells. `cells` holds the top left cell of each."""

    noun: str
    colour: str | None
    size: int
    cells: tuple[Cell, ...]

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.cells)

    @property
    def spot(self) -> str:
        """In which third of the picture its centre is, as captions say it."""
        column, row = (min(2, int((at + self.size / 2) * 3 / GRID)) for at in self.cells[0])
        return SPOTS[row][column]


@dataclass(frozen=True)
class Scene:
    """The facts of one picture. `person` and `action` come together, without `things`; `tone` and
    `cell` say how the person is drawn and where, which is no fact."""

    category: Category
    background: str
    things: tuple[Thing, ...] = ()
    relation: str | None = None
    person: str | None = None
    action: str | None = None
    tone: str = ""
    cell: Cell = (0, 0)

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

    @property
    def objects(self) -> int:
        """How many things or people there are."""
        return sum(t.count for t in self.things) or 1


@dataclass(frozen=True)
class Mixture:
    """Shares of the categories and numbers in training, and of two things among COLOR scenes."""

    categories: dict[Category, float]
    counts: dict[int, float]
    two_things: float


MIXTURES: dict[str, Mixture] = {
    # Half of all scenes have two things in them, whose attributes and roles must not be mixed up.
    "pairs": Mixture(
        {
            Category.COUNTING: 0.30,
            Category.COLOR: 0.23,
            Category.ACTION: 0.13,
            Category.SPATIAL: 0.34,
        },
        {1: 0.10, 2: 0.14, 3: 0.18, 4: 0.19, 5: 0.19, 6: 0.20},
        0.7,
    ),
    "even": Mixture(dict.fromkeys(Category, 0.25), dict.fromkeys(range(1, 7), 1 / 6), 0.5),
}
NATURAL_SHARE = 0.12
"""Of the nouns that can have any colour, so many are drawn in the emoji's own, which captions do
not name: "three balloons"."""


def fits(cells: Sequence[Cell], sizes: Sequence[int], cell: Cell, size: int) -> bool:
    """Whether a square of `size` cells at `cell` overlaps none of the others."""
    return all(
        abs(x - cell[0]) >= (s if x < cell[0] else size)
        or abs(y - cell[1]) >= (s if y < cell[1] else size)
        for (x, y), s in zip(cells, sizes, strict=True)
    )


def scatter(rng: random.Random, sizes: Sequence[int]) -> list[Cell]:
    """A place for a square of each size, on whole cells, without overlaps."""
    while True:
        cells: list[Cell] = []
        for index, size in enumerate(sizes):
            places = [(x, y) for x in range(GRID - size + 1) for y in range(GRID - size + 1)]
            free = [c for c in places if fits(cells, sizes[:index], c, size)]
            if not free:
                break
            cells.append(rng.choice(free))
        if len(cells) == len(sizes):
            return cells


def related(rng: random.Random, relation: str, sizes: Sequence[int]) -> list[Cell]:
    """Places for two squares of which the first stands in `relation` to the second, clearly."""
    while True:
        cells = scatter(rng, sizes)
        (x1, y1), (x2, y2) = (
            (x + s / 2, y + s / 2) for (x, y), s in zip(cells, sizes, strict=True)
        )
        dx, dy = x2 - x1, y2 - y1
        along, across = {
            "left of": (dx, dy),
            "right of": (-dx, dy),
            "above": (dy, dx),
            "below": (-dy, dx),
        }[relation]
        if along >= 2 and abs(across) <= 0.6 * along:
            return cells


def _noun(rng: random.Random, nouns: Sequence[Noun], taken: str = "") -> Noun:
    return rng.choice([n for n in nouns if n.name != taken])


def _colour(rng: random.Random, noun: Noun, natural: float) -> str | None:
    if not noun.recolourable or rng.random() < natural:
        return None
    return rng.choice(list(COLOURS))


def _background(rng: random.Random, colours: Sequence[str | None]) -> str:
    hidden = WHITE_ON if "white" in colours else frozenset()
    return rng.choice([b for b in BACKGROUNDS if b not in colours and b not in hidden])


def _draw(rng: random.Random, category: Category, mixture: Mixture) -> Scene:
    if category is Category.ACTION:
        action, person = rng.choice(ACTIONS).name, rng.choice(list(PERSONS))
        cell = (rng.randrange(GRID - PERSON_CELLS + 1), GRID - PERSON_CELLS)
        background, tone = rng.choice(BACKGROUNDS), rng.choice(TONES)
        return Scene(category, background, person=person, action=action, tone=tone, cell=cell)
    coloured = [n for n in NOUNS if n.recolourable]
    if category is Category.COUNTING:
        count = rng.choices(list(mixture.counts), list(mixture.counts.values()))[0]
        nouns, counts, relation = [_noun(rng, NOUNS)], [count], None
    elif category is Category.COLOR:
        nouns, relation = [_noun(rng, coloured)], None
        if rng.random() < mixture.two_things:
            nouns.append(_noun(rng, coloured, nouns[0].name))
        counts = [1] * len(nouns)
    else:
        nouns, relation = [_noun(rng, NOUNS)], rng.choice(list(RELATIONS))
        nouns.append(_noun(rng, NOUNS, nouns[0].name))
        counts = [1, 1]
    natural = 0.0 if category is Category.COLOR else NATURAL_SHARE
    colours = [_colour(rng, n, natural) for n in nouns]
    # Large ones have no room beside many others, and the size of several must not say how many.
    may_be_large = counts in ([1], [1, 1])
    sizes = [rng.choice((SMALL, LARGE)) if may_be_large else SMALL for _ in nouns]
    every = [s for s, n in zip(sizes, counts, strict=True) for _ in range(n)]
    cells = iter(related(rng, relation, every) if relation else scatter(rng, every))
    things = tuple(
        Thing(noun.name, colour, size, tuple(next(cells) for _ in range(count)))
        for noun, colour, size, count in zip(nouns, colours, sizes, counts, strict=True)
    )
    return Scene(category, _background(rng, colours), things, relation)


def draw_scene(
    rng: random.Random,
    category: Category | None = None,
    *,
    held_out: bool = False,
    mixture: str = "pairs",
) -> Scene:
    """One scene, of `category` or of the training mixture.

    With `held_out` the scene contains a composition that training never saw (an action scene has
    none, so it is returned as it is); without, every composition in it is allowed in training.
    """
    mixed = MIXTURES[mixture]
    shares = mixed.categories
    chosen = category or rng.choices(list(shares), list(shares.values()))[0]
    while True:
        scene = _draw(rng, chosen, mixed)
        if scene.action or scene.held_out == held_out:
            return scene
