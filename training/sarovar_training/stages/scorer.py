"""Train the scorer on real scenes, distractors, smears and the VAE's reconstructions."""

import random
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageFilter
from torch import Tensor
from torch.nn import functional as F

from ..config import Config
from ..models.scorer import COLOUR_NAMES, LABELS, MAP_CELLS, PERSON_NAMES, Scorer
from ..models.vae import Vae
from ..precision import fast_precision
from ..world.compose import Placed, art_side, compose, paint_background, paste
from ..world.scene import GRID, LARGE, NATURAL_SHARE, PERSON_CELLS, SMALL, draw_scene, scatter
from ..world.sprites import Rgba, distractor_sprite, person_sprite, sprite
from ..world.words import (
    ACTIONS,
    BACKGROUNDS,
    COLOURS,
    DISTRACTING_PEOPLE,
    DISTRACTORS,
    NOUNS,
    PERSONS,
    TONES,
)
from .data import picture_tensor
from .loop import Stage, say


@dataclass(frozen=True)
class Example:
    """A picture with the points that the scorer should find in it."""

    pixels: np.ndarray
    placed: tuple[Placed, ...]
    background: int


def smear(rng: random.Random, art: Rgba, other: Rgba) -> Rgba:
    """Something that is no object of the world: two halves glued together, and blurred."""
    height, width = art.shape[:2]
    resized = [np.asarray(Image.fromarray(other[..., c]).resize((width, height))) for c in range(4)]
    mixed = art.copy()
    if rng.random() < 0.5:
        mixed[: height // 2] = np.stack(resized, axis=-1)[: height // 2]
    else:
        mixed[:, : width // 2] = np.stack(resized, axis=-1)[:, : width // 2]
    if rng.random() < 0.6:
        margin = max(2, height // 6)
        mixed = np.pad(mixed, ((margin, margin), (margin, margin), (0, 0)))
        blur = ImageFilter.GaussianBlur(max(width, height) * 0.12)
        image = Image.fromarray((np.clip(mixed, 0, 1) * 255).astype(np.uint8), "RGBA")
        mixed = (np.asarray(image.filter(blur)) / 255).astype(np.float32)
    return mixed


def _object(rng: random.Random, side: int) -> tuple[Rgba, str, str | None]:
    noun = rng.choice(NOUNS)
    own = not noun.recolourable or rng.random() < NATURAL_SHARE
    colour = None if own else rng.choice(list(COLOURS))
    return sprite(noun.name, colour, side), noun.name, colour


def crowd(rng: random.Random, side: int) -> Example:
    """Up to nine things on one background; some are distractors or smears and carry no label."""
    background = rng.randrange(len(BACKGROUNDS))
    canvas = paint_background(BACKGROUNDS[background], side)
    count = rng.randint(0, 9)
    sizes = [rng.choice((SMALL, SMALL, LARGE)) if count <= 4 else SMALL for _ in range(count)]
    placed: list[Placed] = []
    # In half of the crowds all are alike, as where somebody asks for a number.
    look = rng.getrandbits(32) if rng.random() < 0.5 else None
    for cell, size in zip(scatter(rng, sizes), sizes, strict=True):
        pixels = round(rng.uniform(0.92, 1.04) * art_side(size, side))
        art, label, colour = _object(rng if look is None else random.Random(look), pixels)
        kind, known = rng.random(), True
        if kind < 0.12:
            art, known = distractor_sprite(rng.choice(DISTRACTORS), pixels), False
        elif kind < 0.24:
            art, known = smear(rng, art, _object(rng, pixels)[0]), False
        art = art[:, ::-1] if rng.random() < 0.5 else art
        height, width = art.shape[:2]
        square, reach = size * side // GRID, max(1, side // 64)
        # Off the grid by a little, because generated objects may be.
        left, top = (
            at * side // GRID + (square - length) // 2 + rng.randint(-reach, reach)
            for at, length in zip(cell, (width, height), strict=True)
        )
        paste(canvas, art, left, top)
        if known:
            centre = ((left + width / 2) / side, (top + height / 2) / side)
            placed.append(Placed(label, colour, *centre, width / side, height / side))
    return Example((canvas * 255 + 0.5).astype(np.uint8), tuple(placed), background)


def impostor(rng: random.Random, side: int) -> Example:
    """One person whose action has no word here, or a smear of two people: nothing to find."""
    background = rng.randrange(len(BACKGROUNDS))
    canvas = paint_background(BACKGROUNDS[background], side)
    pixels = round(rng.uniform(0.94, 1.03) * art_side(PERSON_CELLS, side))
    if rng.random() < 0.5:
        art = distractor_sprite(rng.choice(DISTRACTING_PEOPLE), pixels)
    else:
        one, two = rng.sample([a.name for a in ACTIONS], 2)
        person, tone = rng.choice(list(PERSONS)), rng.choice(TONES)
        people = (person_sprite(person, action, pixels, tone) for action in (one, two))
        art = smear(rng, *people)
    left, top = (round(rng.uniform(0, side - pixels)) for _ in range(2))
    paste(canvas, art, left, top)
    return Example((canvas * 255 + 0.5).astype(np.uint8), (), background)


def example(rng: random.Random, side: int) -> Example:
    """One training picture."""
    kind = rng.random()
    if kind < 0.45:
        return crowd(rng, side)
    if kind < 0.52:
        return impostor(rng, side)
    scene = draw_scene(rng, held_out=rng.random() < 0.2, mixture="even")
    picture = compose(scene, side)
    return Example(picture.pixels, picture.placed, BACKGROUNDS.index(scene.background))


@dataclass(frozen=True)
class Targets:
    """`heat` `[B, labels, h, w]`; `colour` and `person` `[B, h, w]` with -1 where not asked."""

    heat: Tensor
    colour: Tensor
    person: Tensor
    background: Tensor


def targets(examples: list[Example]) -> Targets:
    """Gaussian peaks at the objects' centres, and the classes at those cells."""
    cells = MAP_CELLS
    heat = np.zeros((len(examples), len(LABELS), cells, cells), dtype=np.float32)
    colour = np.full((len(examples), cells, cells), -1, dtype=np.int64)
    person = colour.copy()
    rows, columns = np.mgrid[0:cells, 0:cells]
    for index, item in enumerate(examples):
        for thing in item.placed:
            x, y = (min(cells - 1, max(0, int(v * cells))) for v in (thing.x, thing.y))
            words = thing.label.split(" ", 1)
            is_person = words[0] in PERSON_NAMES
            label = LABELS.index(words[1] if is_person else thing.label)
            # As wide as the thing, but so that things that touch keep their own peaks.
            spread = max(0.7, 0.18 * cells * max(thing.width, thing.height))
            bump = np.exp(-((rows - y) ** 2 + (columns - x) ** 2) / (2 * spread**2))
            heat[index, label] = np.maximum(heat[index, label], bump)
            if is_person:
                person[index, y, x] = PERSON_NAMES.index(words[0])
            if thing.colour:
                colour[index, y, x] = COLOUR_NAMES.index(thing.colour)
    background = torch.tensor([e.background for e in examples])
    return Targets(
        torch.from_numpy(heat), torch.from_numpy(colour), torch.from_numpy(person), background
    )


def focal_loss(logits: Tensor, heat: Tensor) -> Tensor:
    """CenterNet's penalty-reduced focal loss, per object."""
    p = logits.sigmoid().clamp(1e-5, 1 - 1e-5)
    peak = heat > 0.999
    positive = -((1 - p) ** 2) * p.log() * peak
    negative = -((1 - heat) ** 4) * p**2 * (1 - p).log() * ~peak
    return (positive.sum() + negative.sum()) / peak.sum().clamp(min=1)


def scorer_loss(scorer: Scorer, pictures: Tensor, goal: Targets) -> Tensor:
    """The sum of the focal loss and the three classifications."""
    with fast_precision(pictures.device):
        heat, colour, person, background = scorer(pictures)
    loss = focal_loss(heat.float(), goal.heat)
    loss = loss + F.cross_entropy(background.float(), goal.background)
    for logits, wanted in ((colour, goal.colour), (person, goal.person)):
        if bool((wanted >= 0).any()):
            loss = loss + F.cross_entropy(logits.float(), wanted, ignore_index=-1)
    return loss


def train_scorer(config: Config, folder: Path, vae: Vae) -> Scorer:
    """Train to the end (or go on) and return the frozen scorer."""
    torch.manual_seed(config.seed)
    scorer = Scorer(config.scorer.width, config.side)
    stage = Stage("scorer", folder / "scorer", scorer, config.scorer, config.seed)
    device = stage.device

    def loss(rng: random.Random) -> Tensor:
        examples = [example(rng, config.side) for _ in range(config.scorer.batch)]
        pictures = picture_tensor([e.pixels for e in examples]).to(device)
        # Generated pictures come out of the decoder, so it must have seen its softness.
        part = len(examples) // 3
        with torch.no_grad(), fast_precision(device):
            moments = vae.encoder(pictures[:part])
            noisy = moments.chunk(2, dim=1)[0] + 0.1 * torch.randn_like(moments.chunk(2, dim=1)[0])
            pictures[:part] = vae.decoder(noisy).float().clamp(-1, 1)
        goal = targets(examples)
        moved = Targets(
            goal.heat.to(device),
            goal.colour.to(device),
            goal.person.to(device),
            goal.background.to(device),
        )
        return scorer_loss(scorer, pictures, moved)

    stage.train(loss)
    say("scorer: trained")
    return scorer.eval().requires_grad_(False)
