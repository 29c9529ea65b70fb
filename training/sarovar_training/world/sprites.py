"""Fluent emoji (flat, MIT) as RGBA arrays: rendered once, recoloured, resized."""

import colorsys
import functools
import io
import json
from importlib.resources import files

import numpy as np
import numpy.typing as npt
import resvg_py
from PIL import Image

from .words import (
    ACTIONS,
    COLOURS,
    DISTRACTING_PEOPLE,
    DISTRACTORS,
    NOUN_BY_NAME,
    PERSONS,
    TONES,
)

Rgba = npt.NDArray[np.float32]
MASTER = 256
"""Side in pixels of the master rendering from which all sizes are made."""


@functools.cache
def _icons() -> dict[str, str]:
    text = files(__package__).joinpath("assets/fluent-emoji-flat.json").read_text("utf-8")
    icons: dict[str, str] = json.loads(text)["icons"]
    return icons


@functools.cache
def _master(icon: str) -> Rgba:
    """The icon at MASTER px, cropped to what is painted, RGBA in 0..1, not premultiplied."""
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">{_icons()[icon]}</svg>'
    png = bytes(resvg_py.svg_to_bytes(svg_string=svg, width=MASTER, height=MASTER))
    image = Image.open(io.BytesIO(png)).convert("RGBA")
    pixels = np.asarray(image.crop(image.getbbox()))
    return (pixels / 255).astype(np.float32)


def recolour(sprite: Rgba, target: tuple[int, int, int]) -> Rgba:
    """Paint the sprite's dominant hue in `target`, keep its shading, and leave other hues alone.

    Returns a new array of the same shape.
    """
    rgb, alpha = sprite[..., :3], sprite[..., 3]
    high, low = rgb.max(-1), rgb.min(-1)
    saturation = (high - low) / np.maximum(high, 1e-6)
    hue = np.vectorize(lambda r, g, b: colorsys.rgb_to_hsv(r, g, b)[0], otypes=[np.float32])(
        rgb[..., 0], rgb[..., 1], rgb[..., 2]
    )
    coloured = (alpha > 0.5) & (saturation > 0.35)
    histogram, edges = np.histogram(hue[coloured], bins=24, range=(0, 1))
    main = float(edges[int(histogram.argmax())]) + 0.5 / 24
    distance = np.abs((hue - main + 0.5) % 1 - 0.5)
    weight = np.clip((0.13 - distance) / 0.03, 0, 1) * np.clip((saturation - 0.2) / 0.15, 0, 1)
    luma = rgb @ np.array([0.299, 0.587, 0.114], dtype=np.float32)
    reference = float(np.median(luma[coloured & (distance < 0.1)]))
    shade = (luma / max(reference, 1e-3))[..., None]
    colour = np.array(target, dtype=np.float32) / 255
    darker = colour * np.clip(shade, 0.35, 1)
    lighter = darker + (1 - darker) * np.clip(shade - 1, 0, 1) * 0.6
    painted = rgb * (1 - weight[..., None]) + lighter * weight[..., None]
    return np.concatenate([painted, alpha[..., None]], axis=-1).astype(np.float32)


@functools.cache
def sprite(noun: str, colour: str | None, side: int) -> Rgba:
    """The noun's sprite, longest side `side` px, premultiplied RGBA `[h, w, 4]` in 0..1."""
    return _resized(_coloured(noun, colour), side)


@functools.cache
def person_sprite(person: str, action: str, side: int, tone: str = "") -> Rgba:
    """The person doing `action`, longest side `side` px, premultiplied RGBA `[h, w, 4]`."""
    suffix = next(a.icon for a in ACTIONS if a.name == action)
    icons = _icons()
    name = f"{person}-{suffix}"
    # Who wears gloves and a helmet all over has one drawing only.
    return _resized(_master(name + tone if name + tone in icons else name), side)


@functools.cache
def distractor_sprite(icon: str, side: int) -> Rgba:
    """An emoji outside the world's words, longest side `side` px, premultiplied RGBA."""
    return _resized(_master(icon), side)


@functools.cache
def _coloured(noun: str, colour: str | None) -> Rgba:
    master = _master(NOUN_BY_NAME[noun].icon)
    return recolour(master, COLOURS[colour]) if colour else master


def _resized(master: Rgba, side: int) -> Rgba:
    premultiplied = master.copy()
    premultiplied[..., :3] *= master[..., 3:]
    height, width = master.shape[:2]
    scale = side / max(height, width)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    channels = [
        np.asarray(Image.fromarray(premultiplied[..., c]).resize(size, Image.Resampling.BOX))
        for c in range(4)
    ]
    resized: Rgba = np.stack(channels, axis=-1).clip(0, 1).astype(np.float32)
    return resized


def icon_names() -> list[str]:
    """Every emoji that the world uses; the assets file holds exactly these."""
    people = [f"{p}-{a.icon}{tone}" for p in PERSONS for a in ACTIONS for tone in TONES]
    nouns = [n.icon for n in NOUN_BY_NAME.values()]
    return sorted([*nouns, *people, *DISTRACTORS, *DISTRACTING_PEOPLE])
