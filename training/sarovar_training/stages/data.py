"""Scenes by index, pictures as tensors, and the cache of latents."""

import random
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from ..models.vae import Encoder
from ..world.captions import complex_caption, simple_caption
from ..world.compose import compose
from ..world.scene import Scene, draw_scene
from .loop import say


def picture_tensor(pixels: list[np.ndarray]) -> Tensor:
    """uint8 `[side, side, 3]` pictures → float `[B, 3, side, side]` in -1..1, channels last."""
    stacked = torch.from_numpy(np.stack(pixels)).permute(0, 3, 1, 2)
    return stacked.float().div(127.5).sub(1).contiguous(memory_format=torch.channels_last)


def save_grid(pictures: Tensor, path: Path, columns: int = 8, scale: int = 2) -> None:
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
    complex_share: float

    def _rng(self, index: int) -> random.Random:
        return random.Random(self.seed * 1_000_003 + index)

    def scene(self, index: int) -> Scene:
        """The facts of scene `index`."""
        return draw_scene(self._rng(index))

    def pixels(self, index: int) -> np.ndarray:
        """The picture of scene `index`, uint8 `[side, side, 3]`."""
        rng = self._rng(index)
        return compose(rng, draw_scene(rng), self.side).pixels

    def caption(self, index: int) -> str:
        """The caption that the UNet learns scene `index` with, simple or complex."""
        rng = random.Random(self.seed * 7_000_003 + index)
        scene = self.scene(index)
        if rng.random() < self.complex_share:
            return complex_caption(rng, scene)
        return simple_caption(rng, scene)


@torch.no_grad()
def cached_latents(scenes: SceneSet, encoder: Encoder, path: Path) -> tuple[Tensor, float]:
    """fp16 latents `[N, C, h, w]` times the scaling factor (one over their deviation), and it."""
    if path.exists():
        stored = torch.load(path, weights_only=True)
        return stored["latents"], stored["scaling_factor"]
    device = next(encoder.parameters()).device
    parts: list[Tensor] = []
    for start in range(0, scenes.size, 256):
        batch = [scenes.pixels(i) for i in range(start, min(start + 256, scenes.size))]
        with torch.autocast(device.type, torch.bfloat16):
            moments = encoder(picture_tensor(batch).to(device))
        parts.append(moments.float().chunk(2, dim=1)[0].cpu())
        if start % (256 * 100) == 0:
            say(f"latents: {start} of {scenes.size}")
    latents = torch.cat(parts).contiguous()
    scaling_factor = float(1 / latents.std())
    scaled = (latents * scaling_factor).half()
    torch.save({"latents": scaled, "scaling_factor": scaling_factor}, path)
    return scaled, scaling_factor
