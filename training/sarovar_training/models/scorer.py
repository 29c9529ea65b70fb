"""The scorer: objects as points (arXiv 1904.07850), so that it counts without a ceiling."""

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ..world.words import ACTIONS, BACKGROUNDS, COLOURS, NOUNS, PERSONS
from .layers import ResBlock, group_norm

LABELS: tuple[str, ...] = (*(n.name for n in NOUNS), *(a.name for a in ACTIONS))
"""What a point can be: every noun, then every action."""
COLOUR_NAMES = tuple(COLOURS)
PERSON_NAMES = tuple(PERSONS)
MAP_CELLS = 16
"""Positions along each side of the maps of a picture of the preset's own size."""
THRESHOLD = 0.4
"""A peak below this is "none of these"."""


class Scorer(nn.Module):
    """`[B, 3, side, side]` in -1..1 → maps of 16 × 16, and the background.

    heat `[B, labels, 16, 16]` logits, colour `[B, colours, ...]`, person `[B, persons, ...]`,
    background `[B, backgrounds]` logits.
    """

    def __init__(self, width: int, side: int) -> None:
        super().__init__()
        patch = side // (2 * MAP_CELLS)
        self.fine = nn.Sequential(
            nn.PixelUnshuffle(patch),
            nn.Conv2d(3 * patch**2, width // 2, 3, padding=1),
            nn.SiLU(),
            nn.Conv2d(width // 2, width, 3, stride=2, padding=1),
            ResBlock(width, width),
            ResBlock(width, width),
        )
        self.coarse = nn.Sequential(
            nn.Conv2d(width, 2 * width, 3, stride=2, padding=1),
            ResBlock(2 * width, 2 * width),
            nn.Conv2d(2 * width, 2 * width, 3, stride=2, padding=1),
            ResBlock(2 * width, 2 * width),
            ResBlock(2 * width, 2 * width),
        )
        self.merge = nn.Sequential(
            nn.Conv2d(3 * width, 2 * width, 3, padding=1),
            ResBlock(2 * width, 2 * width),
            group_norm(2 * width),
            nn.SiLU(),
        )
        points = len(LABELS) + len(COLOUR_NAMES) + len(PERSON_NAMES)
        self.points = nn.Conv2d(2 * width, points, 1)
        self.background = nn.Linear(2 * width, len(BACKGROUNDS))
        with torch.no_grad():
            self.points.bias[: len(LABELS)] = -4.0  # type: ignore[index]

    def features(self, picture: Tensor) -> Tensor:
        """What everything is read from, `[B, 2 * width, 16, 16]`."""
        fine = self.fine(picture)
        coarse = F.interpolate(self.coarse(fine), scale_factor=4.0, mode="nearest")
        out: Tensor = self.merge(torch.cat([fine, coarse], dim=1))
        return out

    def forward(self, picture: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        features = self.features(picture)
        heat, colour, person = self.points(features).split(
            [len(LABELS), len(COLOUR_NAMES), len(PERSON_NAMES)], dim=1
        )
        return heat, colour, person, self.background(features.mean(dim=(2, 3)))


class ScorerWithPeaks(nn.Module):
    """The exported form: `picture` → `score`, `label`, `colour`, `person` maps and `background`.

    `score` `[B, h, w]` is the best label's probability where it is a local maximum and 0 elsewhere;
    the index maps `[B, h, w]` are int64; `background` `[B]` is an index.
    """

    def __init__(self, scorer: Scorer) -> None:
        super().__init__()
        self.scorer = scorer

    def forward(self, picture: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
        heat, colour, person, background = self.scorer(picture)
        best, label = heat.sigmoid().max(dim=1)
        around = F.max_pool2d(best[:, None], 3, stride=1, padding=1).squeeze(1)
        score = torch.where(best >= around, best, torch.zeros_like(best))
        return score, label, colour.argmax(1), person.argmax(1), background.argmax(1)
