"""From facts to pixels: place sprites, paint the background, keep the boxes."""

import random
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .scene import GRID, PERSON_CELLS, Cell, Scene
from .sprites import Rgba, person_sprite, sprite
from .words import PLACES, PLAIN_BACKGROUNDS

Rgb8 = npt.NDArray[np.uint8]
Canvas = npt.NDArray[np.float32]

MARGIN = 1 / 16
"""Share of a cell that art keeps from the edges of its square, so that no neighbour touches it."""


@dataclass(frozen=True)
class Placed:
    """One painted object: what it is and its box centre and size, as shares of the side. `thing` is
    the index of the scene's Thing, 0 for a person."""

    label: str
    colour: str | None
    x: float
    y: float
    width: float
    height: float
    thing: int = 0


@dataclass(frozen=True)
class Picture:
    """`pixels` is `[side, side, 3]` uint8."""

    pixels: Rgb8
    placed: tuple[Placed, ...]


def paint_background(name: str, side: int) -> Canvas:
    """A canvas `[side, side, 3]` in 0..1, always the same for a name."""
    canvas = np.empty((side, side, 3), dtype=np.float32)
    if name in PLAIN_BACKGROUNDS:
        canvas[:] = np.array(PLAIN_BACKGROUNDS[name], dtype=np.float32) / 255
    elif name == "night sky":
        canvas[:] = np.array((24, 30, 82), dtype=np.float32) / 255
        _sprinkle(canvas, (242, 237, 191), 0, 28)
    elif name in PLACES:
        sky, ground, speck = {
            "meadow": ((168, 220, 252), (112, 190, 72), (92, 168, 58)),
            "beach": ((120, 205, 245), (242, 214, 150), (226, 192, 124)),
            "snow": ((190, 205, 225), (246, 250, 255), (214, 226, 242)),
            "sea": ((206, 232, 250), (36, 118, 190), (110, 176, 226)),
        }[name]
        canvas[: side // 2] = np.array(sky, dtype=np.float32) / 255
        canvas[side // 2 :] = np.array(ground, dtype=np.float32) / 255
        _sprinkle(canvas, speck, side // 2, 20)
    else:
        raise ValueError(f"No background is called {name!r}.")
    return canvas


def _sprinkle(canvas: Canvas, colour: tuple[int, int, int], top: int, count: int) -> None:
    """`count` small dashes below `top`, in the same places of every picture, in place."""
    side = canvas.shape[0]
    places = random.Random(top)
    unit = max(1, side // 64)
    width = unit if top == 0 else 4 * unit
    for _ in range(count):
        y, x = places.randrange(top, side - unit), places.randrange(side - width)
        canvas[y : y + unit, x : x + width] = np.array(colour, dtype=np.float32) / 255


def paste(canvas: Canvas, art: Rgba, left: int, top: int) -> None:
    """Paint premultiplied `art` over `canvas` in place, cut at the canvas's edges."""
    side = canvas.shape[0]
    y0, x0 = max(0, top), max(0, left)
    y1, x1 = min(side, top + art.shape[0]), min(side, left + art.shape[1])
    if y0 >= y1 or x0 >= x1:
        return
    part = art[y0 - top : y1 - top, x0 - left : x1 - left]
    canvas[y0:y1, x0:x1] = canvas[y0:y1, x0:x1] * (1 - part[..., 3:]) + part[..., :3]


def art_side(cells: int, side: int) -> int:
    """Pixels of the longest side of art in a square of so many cells."""
    return round((cells - 2 * MARGIN) * side / GRID)


def put(canvas: Canvas, art: Rgba, cell: Cell, cells: int) -> tuple[float, float, float, float]:
    """Paint `art` in the middle of a square of cells, in place; its box as shares of the side."""
    side = canvas.shape[0]
    height, width = art.shape[:2]
    square = cells * side // GRID
    left = cell[0] * side // GRID + (square - width) // 2
    top = cell[1] * side // GRID + (square - height) // 2
    paste(canvas, art, left, top)
    return (left + width / 2) / side, (top + height / 2) / side, width / side, height / side


def compose(scene: Scene, side: int) -> Picture:
    """Paint `scene` as a `side` × `side` picture with the boxes of what was painted."""
    canvas = paint_background(scene.background, side)
    placed: list[Placed] = []
    if scene.person and scene.action:
        art = person_sprite(scene.person, scene.action, art_side(PERSON_CELLS, side), scene.tone)
        box = put(canvas, art, scene.cell, PERSON_CELLS)
        placed.append(Placed(f"{scene.person} {scene.action}", None, *box))
    for index, thing in enumerate(scene.things):
        art = sprite(thing.noun, thing.colour, art_side(thing.size, side))
        for cell in thing.cells:
            box = put(canvas, art, cell, thing.size)
            placed.append(Placed(thing.noun, thing.colour, *box, index))
    return Picture((canvas * 255 + 0.5).astype(np.uint8), tuple(placed))


def cell_masks(scene: Scene) -> npt.NDArray[np.float32]:
    """`[things, GRID, GRID]`: the share of each cell that the squares of each Thing cover, one row
    for a person."""
    squares = [(t.cells, t.size) for t in scene.things] or [((scene.cell,), PERSON_CELLS)]
    masks = np.zeros((len(squares), GRID, GRID), dtype=np.float32)
    for mask, (cells, size) in zip(masks, squares, strict=True):
        for x, y in cells:
            mask[y : y + size, x : x + size] = 1
    return masks
