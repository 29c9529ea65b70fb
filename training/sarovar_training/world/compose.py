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

OBJECT_SIDE = (0.24, 0.31)
"""Object side as a share of the picture's side: one range for every count and category."""
PERSON_SIDE = (0.72, 0.9)


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
    """A canvas `[side, side, 3]` in 0..1, with a little random tone so that it is not one value."""
    tone = np.array([rng.uniform(-0.02, 0.02) for _ in range(3)], dtype=np.float32)
    canvas = np.empty((side, side, 3), dtype=np.float32)
    if name in PLAIN_BACKGROUNDS:
        canvas[:] = np.array(PLAIN_BACKGROUNDS[name], dtype=np.float32) / 255
    elif name == "night sky":
        canvas[:] = np.array((24, 30, 82), dtype=np.float32) / 255
        for _ in range(14):
            y, x = rng.randrange(side), rng.randrange(side)
            canvas[y : y + max(1, side // 64), x : x + max(1, side // 64)] = (0.95, 0.93, 0.75)
    elif name in PLACES:
        sky, ground = {
            "meadow": ((168, 220, 252), (112, 190, 72)),
            "beach": ((120, 205, 245), (242, 214, 150)),
            "snow": ((190, 205, 225), (246, 250, 255)),
        }[name]
        horizon = round(side * rng.uniform(0.42, 0.58))
        canvas[:horizon] = np.array(sky, dtype=np.float32) / 255
        canvas[horizon:] = np.array(ground, dtype=np.float32) / 255
    else:
        raise ValueError(f"No background is called {name!r}.")
    toned: Canvas = (canvas + tone).clip(0, 1)
    return toned


def paste(canvas: Canvas, art: Rgba, left: int, top: int) -> None:
    """Paint premultiplied `art` over `canvas` in place, cut at the canvas's edges."""
    side = canvas.shape[0]
    y0, x0 = max(0, top), max(0, left)
    y1, x1 = min(side, top + art.shape[0]), min(side, left + art.shape[1])
    if y0 >= y1 or x0 >= x1:
        return
    part = art[y0 - top : y1 - top, x0 - left : x1 - left]
    canvas[y0:y1, x0:x1] = canvas[y0:y1, x0:x1] * (1 - part[..., 3:]) + part[..., :3]


def scatter(rng: random.Random, sides: list[float], gap: float = 0.9) -> list[tuple[float, float]]:
    """Centres (shares of the side) for squares of `sides` that stay inside and hardly overlap."""
    while True:
        centres: list[tuple[float, float]] = []
        for side in sides:
            for _ in range(40):
                x, y = (rng.uniform(side / 2 + 0.01, 0.99 - side / 2) for _ in range(2))
                if all(
                    max(abs(x - a), abs(y - b)) >= gap * (side + other) / 2
                    for (a, b), other in zip(centres, sides, strict=False)
                ):
                    centres.append((x, y))
                    break
            else:
                break
        if len(centres) == len(sides):
            return centres


def related(rng: random.Random, relation: str, sides: list[float]) -> list[tuple[float, float]]:
    """Two centres of which the first stands in `relation` to the second, clearly."""
    while True:
        first, second = scatter(rng, sides)
        dx, dy = second[0] - first[0], second[1] - first[1]
        along, across = {
            "left of": (dx, dy),
            "right of": (-dx, dy),
            "above": (dy, dx),
            "below": (-dy, dx),
        }[relation]
        if along >= 0.28 and abs(across) <= 0.6 * along:
            return [first, second]


def compose(rng: random.Random, scene: Scene, side: int) -> Picture:
    """Paint `scene` as a `side` × `side` picture with the boxes of what was painted."""
    canvas = paint_background(rng, scene.background, side)
    placed: list[Placed] = []

    def put(art: Rgba, label: str, colour: str | None, x: float, y: float) -> None:
        if rng.random() < 0.5:
            art = art[:, ::-1]
        height, width = art.shape[:2]
        left, top = round(x * side - width / 2), round(y * side - height / 2)
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
        size = rng.uniform(*PERSON_SIDE)
        x, y = (rng.uniform(size / 2, 1 - size / 2) for _ in range(2))
        art = person_sprite(scene.person, scene.action, round(size * side))
        put(art, f"{scene.person} {scene.action}", None, x, y)
    else:
        slots = [thing for thing in scene.things for _ in range(thing.count)]
        size = rng.uniform(*OBJECT_SIDE)
        sides = [size * rng.uniform(0.94, 1.06) for _ in slots]
        relation = scene.relation
        centres = related(rng, relation, sides) if relation else scatter(rng, sides)
        for thing, (x, y), share in zip(slots, centres, sides, strict=True):
            put(
                sprite(thing.noun, thing.colour, round(share * side)),
                thing.noun,
                thing.colour,
                x,
                y,
            )
    return Picture((canvas * 255 + 0.5).astype(np.uint8), tuple(placed))
