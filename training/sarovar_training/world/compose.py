"""From facts to pixels: place sprites, paint the background, keep the boxes."""

import random
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .scene import Scene
from .sprites import Rgba, person_sprite, sprite
from .words import PLACES, PLAIN_BACKGROUNDS

Rgb8 = npt.NDArray[np.uint8]
Canvas = npt.NDArray[np.float32]
Corner = tuple[int, int]
"""Left and top in pixels."""

OBJECT_SIDE = 0.3125
"""Object side as a share of the picture's side: one size for every count and category."""
PERSON_SIDE = 0.875
LATTICE = 4
"""Corners lie on multiples of this many pixels, half a latent cell. With one size and few
places within a cell an object has few different latents, so that a small model can learn it."""


@dataclass(frozen=True)
class Placed:
    """One painted object: what it is and its box centre and size, as shares of the side."""

    label: str
    colour: str | None
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Picture:
    """`pixels` is `[side, side, 3]` uint8."""

    pixels: Rgb8
    placed: tuple[Placed, ...]


def paint_background(rng: random.Random, name: str, side: int) -> Canvas:
    """A canvas `[side, side, 3]` in 0..1. Only the height of a horizon is random."""
    canvas = np.empty((side, side, 3), dtype=np.float32)
    if name in PLAIN_BACKGROUNDS:
        canvas[:] = np.array(PLAIN_BACKGROUNDS[name], dtype=np.float32) / 255
    elif name == "night sky":
        canvas[:] = np.array((24, 30, 82), dtype=np.float32) / 255
        stars = random.Random(0)
        for _ in range(14):
            y, x = stars.randrange(side), stars.randrange(side)
            canvas[y : y + max(1, side // 64), x : x + max(1, side // 64)] = (0.95, 0.93, 0.75)
    elif name in PLACES:
        sky, ground = {
            "meadow": ((168, 220, 252), (112, 190, 72)),
            "beach": ((120, 205, 245), (242, 214, 150)),
            "snow": ((190, 205, 225), (246, 250, 255)),
        }[name]
        horizon = LATTICE * round(side * rng.uniform(0.42, 0.58) / LATTICE)
        canvas[:horizon] = np.array(sky, dtype=np.float32) / 255
        canvas[horizon:] = np.array(ground, dtype=np.float32) / 255
    else:
        raise ValueError(f"No background is called {name!r}.")
    return canvas


def paste(canvas: Canvas, art: Rgba, left: int, top: int) -> None:
    """Paint premultiplied `art` over `canvas` in place, cut at the canvas's edges."""
    side = canvas.shape[0]
    y0, x0 = max(0, top), max(0, left)
    y1, x1 = min(side, top + art.shape[0]), min(side, left + art.shape[1])
    if y0 >= y1 or x0 >= x1:
        return
    part = art[y0 - top : y1 - top, x0 - left : x1 - left]
    canvas[y0:y1, x0:x1] = canvas[y0:y1, x0:x1] * (1 - part[..., 3:]) + part[..., :3]


def drop(rng: random.Random, size: int, count: int, side: int, gap: float = 0.9) -> list[Corner]:
    """Corners of up to `count` squares of `size` px, on the lattice, which hardly overlap.

    Fewer when no place is left for the next one.
    """
    steps = np.arange(0, side - size + 1, LATTICE)
    rows, columns = np.meshgrid(steps, steps, indexing="ij")
    free = np.ones_like(rows, dtype=bool)
    corners: list[Corner] = []
    while len(corners) < count and free.any():
        places = np.flatnonzero(free)
        place = places[rng.randrange(len(places))]
        top, left = int(rows.flat[place]), int(columns.flat[place])
        corners.append((left, top))
        free &= np.maximum(abs(rows - top), abs(columns - left)) >= gap * size
    return corners


def scatter(rng: random.Random, size: int, count: int, side: int) -> list[Corner]:
    """Like `drop`, but begins again until all of them have a place."""
    while True:
        corners = drop(rng, size, count, side)
        if len(corners) == count:
            return corners


def related(rng: random.Random, relation: str, size: int, side: int) -> list[Corner]:
    """Two corners of which the first stands in `relation` to the second, clearly."""
    while True:
        first, second = scatter(rng, size, 2, side)
        dx, dy = second[0] - first[0], second[1] - first[1]
        along, across = {
            "left of": (dx, dy),
            "right of": (-dx, dy),
            "above": (dy, dx),
            "below": (-dy, dx),
        }[relation]
        if along >= 0.28 * side and abs(across) <= 0.6 * along:
            return [first, second]


def compose(rng: random.Random, scene: Scene, side: int) -> Picture:
    """Paint `scene` as a `side` × `side` picture with the boxes of what was painted."""
    canvas = paint_background(rng, scene.background, side)
    placed: list[Placed] = []

    def put(art: Rgba, label: str, colour: str | None, size: int, corner: Corner) -> None:
        height, width = art.shape[:2]
        left, top = corner[0] + (size - width) // 2, corner[1] + (size - height) // 2
        paste(canvas, art, left, top)
        placed.append(
            Placed(
                label,
                colour,
                (left + width / 2) / side,
                (top + height / 2) / side,
                width / side,
                height / side,
            )
        )

    if scene.person and scene.action:
        size = round(PERSON_SIDE * side)
        art = person_sprite(scene.person, scene.action, size)
        put(art, f"{scene.person} {scene.action}", None, size, drop(rng, size, 1, side)[0])
    else:
        slots = [thing for thing in scene.things for _ in range(thing.count)]
        size = round(OBJECT_SIDE * side)
        relation = scene.relation
        corners = (
            related(rng, relation, size, side) if relation else scatter(rng, size, len(slots), side)
        )
        for thing, corner in zip(slots, corners, strict=True):
            art = sprite(thing.noun, thing.colour, size)
            put(art, thing.noun, thing.colour, size, corner)
    return Picture((canvas * 255 + 0.5).astype(np.uint8), tuple(placed))
