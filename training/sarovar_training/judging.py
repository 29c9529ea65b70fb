"""From the scorer's maps to facts, and from facts to right or wrong (after arXiv 2310.11513)."""

from dataclasses import dataclass

import torch
from torch import Tensor

from .models.scorer import (
    COLOUR_NAMES,
    LABELS,
    PERSON_NAMES,
    THRESHOLD,
    Scorer,
    ScorerWithPeaks,
)
from .world.scene import Category, Scene
from .world.words import ACTION_BY_NAME, BACKGROUNDS, NOUN_BY_NAME


@dataclass(frozen=True)
class Found:
    """One thing that the scorer sees; `x` and `y` are cell centres as shares of the side."""

    label: str
    colour: str
    person: str
    x: float
    y: float


@dataclass(frozen=True)
class Sight:
    """All that the scorer sees in one picture. No `found` means "none of these"."""

    found: tuple[Found, ...]
    background: str


@torch.no_grad()
def look(scorer: Scorer, pictures: Tensor) -> list[Sight]:
    """What the scorer sees in pictures `[B, 3, side, side]` in -1..1."""
    maps = [m.cpu() for m in ScorerWithPeaks(scorer)(pictures)]
    score, label, colour, person, background = maps
    cells = score.shape[-1]
    sights: list[Sight] = []
    for b in range(len(score)):
        found = tuple(
            Found(
                LABELS[int(label[b, y, x])],
                COLOUR_NAMES[int(colour[b, y, x])],
                PERSON_NAMES[int(person[b, y, x])],
                (x + 0.5) / cells,
                (y + 0.5) / cells,
            )
            for y, x in (score[b] >= THRESHOLD).nonzero().tolist()
        )
        sights.append(Sight(found, BACKGROUNDS[int(background[b])]))
    return sights


def _relation_holds(relation: str, first: Found, second: Found) -> bool:
    dx, dy = second.x - first.x, second.y - first.y
    along, across = {
        "left of": (dx, dy),
        "right of": (-dx, dy),
        "above": (dy, dx),
        "below": (-dy, dx),
    }[relation]
    return along > 0 and along > abs(across)


def judge(scene: Scene, sight: Sight, background_named: bool) -> dict[str, bool]:
    """Each fact that the caption states, and whether the picture shows it.

    Keys: object, count, colour, relation, action, person, background; only those that apply.
    """
    verdict: dict[str, bool] = {}
    if background_named:
        verdict["background"] = sight.background == scene.background
    if scene.action:
        people = [f for f in sight.found if f.label in ACTION_BY_NAME]
        verdict["action"] = [f.label for f in people] == [scene.action]
        verdict["person"] = bool(people) and all(f.person == scene.person for f in people)
        return verdict
    things = [f for f in sight.found if f.label in NOUN_BY_NAME]
    of = {t.noun: [f for f in things if f.label == t.noun] for t in scene.things}
    verdict["object"] = all(of.values()) and all(f.label in of for f in things)
    coloured = [t for t in scene.things if t.colour]
    if coloured:
        verdict["colour"] = all(
            bool(of[t.noun]) and all(f.colour == t.colour for f in of[t.noun]) for t in coloured
        )
    if scene.category is Category.COUNTING:
        verdict["count"] = (
            len(sight.found) == scene.things[0].count == len(of[scene.things[0].noun])
        )
    if scene.relation:
        first, second = (of[t.noun] for t in scene.things)
        verdict["relation"] = len(first) == len(second) == 1 and _relation_holds(
            scene.relation, first[0], second[0]
        )
    return verdict
