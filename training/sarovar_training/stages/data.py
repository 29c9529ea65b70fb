"""Scenes by index, pictures as tensors, and the cache of latents."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from ..models.vae import Encoder
from ..precision import fast_precision
from ..world.captions import Caption, marked_caption, marked_complex_caption, with_spans
from ..world.compose import compose
from ..world.scene import Scene, draw_scene
from .loop import save_atomically, say

SHARD = 8192
"""Scenes whose latents are saved together, so that a kill loses no more of the work."""


def picture_tensor(pixels: list[np.ndarray]) -> Tensor:
    """uint8 `[side, side, 3]` pictures → float `[B, 3, side, side]` in -1..1, channels last."""
    stacked = torch.from_numpy(np.stack(pixels)).permute(0, 3, 1, 2)
    return stacked.float().div(127.5).sub(1).contiguous(memory_format=torch.channels_last)


def save_grid(pictures: Tensor, path: Path, columns: int = 8, scale: int = 1) -> None:
    """Write `[B, 3, side, side]` in -1..1 as one PNG."""
    pixels = pictures.float().clamp(-1, 1).add(1).mul(127.5).round().byte().permute(0, 2, 3, 1)
    rows = [torch.cat(list(row), dim=1) for row in pixels.split(columns) if len(row) == columns]
    image = Image.fromarray(torch.cat(rows).contiguous().numpy())
    image.resize((image.width * scale, image.height * scale), Image.Resampling.NEAREST).save(path)


@dataclass(frozen=True)
class SceneSet:
    """`size` training scenes, each a pure function of the seed and its index."""

    seed: int
    size: int
    side: int
    mixture: str = "pairs"
    _drawn: dict[int, Scene] = field(default_factory=dict, compare=False, repr=False)

    def scene(self, index: int) -> Scene:
        """The facts of scene `index`."""
        known = self._drawn.get(index)
        if known is None:
            rng = random.Random(self.seed * 1_000_003 + index)
            known = self._drawn[index] = draw_scene(rng, mixture=self.mixture)
        return known

    def pixels(self, index: int) -> np.ndarray:
        """The picture of scene `index`, uint8 `[side, side, 3]`."""
        return compose(self.scene(index), self.side).pixels


def training_caption(
    rng: random.Random, scene: Scene, complex_share: float, detailed_share: float
) -> Caption:
    """A caption as the UNet learns scenes with: complex, detailed, or as people write."""
    kind = rng.random()
    if kind < complex_share:
        return with_spans(marked_complex_caption(rng, scene))
    detailed = rng.random() < detailed_share
    return with_spans(marked_caption(rng, scene, detailed=detailed))


def cached_rows(size: int, rows_of: Callable[[range], Tensor], folder: Path, name: str) -> Tensor:
    """fp16 rows of all scenes `[size, ...]`: computed in shards, each saved, and then read back."""
    folder.mkdir(parents=True, exist_ok=True)
    parts: list[Tensor] = []
    for start in range(0, size, SHARD):
        path = folder / f"{name}-{start:07}.pt"
        if path.exists():
            parts.append(torch.load(path, weights_only=True))
            continue
        part = rows_of(range(start, min(start + SHARD, size))).half()
        save_atomically(part, path)
        parts.append(part)
        say(f"{name}: {start + len(part)} of {size}")
    return torch.cat(parts)


@torch.no_grad()
def cached_latents(scenes: SceneSet, encoder: Encoder, folder: Path) -> tuple[Tensor, float]:
    """fp16 latents `[N, C, h, w]` times the scaling factor (one over their deviation), and it."""
    device = next(encoder.parameters()).device

    def rows(indices: range) -> Tensor:
        parts: list[Tensor] = []
        for start in range(indices.start, indices.stop, 256):
            batch = [scenes.pixels(i) for i in range(start, min(start + 256, indices.stop))]
            with fast_precision(device):
                moments = encoder(picture_tensor(batch).to(device))
            parts.append(moments.float().chunk(2, dim=1)[0].cpu().contiguous())
        return torch.cat(parts)

    latents = cached_rows(scenes.size, rows, folder, "latents")
    # In parts, since fp32 copies of everything would not fit beside it.
    squares = torch.stack([p.float().square().mean() for p in latents.split(SHARD)[:8]]).mean()
    means = torch.stack([p.float().mean() for p in latents.split(SHARD)[:8]]).mean()
    scaling_factor = float(1 / (squares - means.square()).sqrt())
    for part in latents.split(SHARD):
        part.mul_(scaling_factor)
    return latents, scaling_factor
