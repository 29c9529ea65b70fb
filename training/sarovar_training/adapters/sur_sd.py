"""A SUR-adapter of one's own on Stable Diffusion 1.x, whose parts stay frozen.

Our form: the target is the enriched caption's state, compared by cosine, and η is predicted.
"""

import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image, ImageOps
from pydantic import BaseModel, ConfigDict, ValidationError
from torch import Tensor, nn

from ..config import SurConfig
from ..convert.output import base_width, check_name, finished, quiet, write_adapter_manifest
from ..convert.sd_source import load_part, require_sd1
from ..convert.source_place import locate
from ..convert.trained_on import trained_on, warn_of_another
from ..models.sur import SurAdapter, cosine_loss
from ..precision import fast_precision
from ..stages.loop import Stage, say, seed_of
from .export import write_adapter_graph

HEADS, FEED_FORWARD, LENGTH = 8, 2048, 77
PAIRS = "pairs.jsonl"


class Pair(BaseModel):
    """A line of `pairs.jsonl`: a picture, what a person would ask for, and the same at length."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    image: str
    simple: str
    complex: str


def read_pairs(data: Path) -> list[Pair]:
    """The pairs of a folder whose pictures are all there. Raises OSError or ValueError."""
    pairs: list[Pair] = []
    lines = data.joinpath(PAIRS).read_text(encoding="utf-8-sig").splitlines()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            pair = Pair.model_validate_json(line)
        except ValidationError as error:
            wanted = '{"image": "a.png", "simple": "…", "complex": "…"}'
            raise ValueError(f"{PAIRS}, line {number}, is not {wanted}.") from error
        if not data.joinpath(pair.image).is_file():
            raise ValueError(f"{PAIRS}, line {number}: there is no {pair.image} in {data}.")
        pairs.append(pair)
    if not pairs:
        raise ValueError(f"{data / PAIRS} has no pairs.")
    return pairs


@dataclass
class Frozen:
    """The parts of the base, on the device that trains."""

    unet: Any
    vae: Any
    text: Any
    tokenizer: Any
    noise: Any

    @torch.no_grad()
    def states(self, captions: list[str]) -> Tensor:
        """CLIP's last hidden states `[B, 77, D]`."""
        given = self.tokenizer(
            captions, padding="max_length", max_length=LENGTH, truncation=True, return_tensors="pt"
        )
        out: Tensor = self.text(given.input_ids.to(self.text.device))[0].float()
        return out

    @torch.no_grad()
    def latents(self, pictures: Tensor) -> Tensor:
        """The VAE's latents `[B, 4, h, w]` of pictures in -1 to 1."""
        drawn: Tensor = self.vae.encode(pictures).latent_dist.sample()
        return drawn * float(self.vae.config.scaling_factor)


def _frozen(folder: Path, device: torch.device) -> Frozen:
    from diffusers import DDPMScheduler
    from transformers import CLIPTokenizer

    parts = [load_part(folder, name) for name in ("unet", "vae", "text_encoder")]
    unet, vae, text = (part.requires_grad_(False).to(device) for part in parts)
    with quiet():
        tokenizer = CLIPTokenizer.from_pretrained(folder / "tokenizer")
        noise = DDPMScheduler.from_pretrained(folder / "scheduler")
    return Frozen(unet, vae, text, tokenizer, noise)


def _picture(file: Path, side: int) -> Tensor:
    with Image.open(file) as opened:
        square = ImageOps.fit(opened.convert("RGB"), (side, side))
    return torch.from_numpy(np.asarray(square).copy()).permute(2, 0, 1) / 127.5 - 1


def sur_loss(
    adapter: nn.Module, frozen: Frozen, pairs: list[Pair], data: Path, settings: SurConfig
) -> Callable[[random.Random], Tensor]:
    """Draws a batch and gives the noise loss, plus the cosine to the enriched caption's states."""
    device = frozen.unet.device
    side = frozen.unet.config.sample_size * 2 ** (len(frozen.vae.config.block_out_channels) - 1)
    steps = frozen.noise.config.num_train_timesteps

    def loss(rng: random.Random) -> Tensor:
        chosen = [pairs[rng.randrange(len(pairs))] for _ in range(settings.batch)]
        asked = ["" if rng.random() < settings.caption_dropout else p.simple for p in chosen]
        pictures = torch.stack([_picture(data / pair.image, side) for pair in chosen])
        clean = frozen.latents(pictures.to(device))
        noise, times = torch.randn_like(clean), torch.randint(steps, (len(clean),), device=device)
        noisy = frozen.noise.add_noise(clean, noise, times)
        is_v = frozen.noise.config.prediction_type == "v_prediction"
        wanted = frozen.noise.get_velocity(clean, noise, times) if is_v else noise
        with fast_precision(device):
            refined = adapter(frozen.states(asked))[0]
            predicted = frozen.unet(noisy, times, refined).sample
        total = nn.functional.mse_loss(predicted.float(), wanted)
        kept = torch.tensor([caption != "" for caption in asked], device=device)
        if not bool(kept.any()):
            return total
        target = frozen.states([pair.complex for pair in chosen])
        return total + settings.cosine_weight * cosine_loss(target[kept], refined[kept])

    return loss


def train_sur_on_sd(
    source: str, base: Path, data: Path, out: Path, runs: Path, *, steps: int, batch: int
) -> None:
    """Train on the diffusers folder `source`, and write an adapter for `base`, converted from it.

    Raises OSError or ValueError before anything is trained.
    """
    check_name(out)
    folder = locate(source)
    require_sd1(folder)
    width, pairs = base_width(base), read_pairs(data)
    warn_of_another({"name": folder.name, "unetSha256": None}, base)
    settings = SurConfig(
        steps=steps,
        batch=batch,
        learning_rate=1e-4,
        ema=0.999,
        heads=HEADS,
        feed_forward=FEED_FORWARD,
        eta_start=0.01,
        cosine_weight=0.1,
    )
    torch.manual_seed(seed_of("sur-sd"))
    adapter = SurAdapter(width, HEADS, FEED_FORWARD, eta=None, eta_start=settings.eta_start)
    stage = Stage(out.name, runs / out.name, adapter, settings, seed=0)
    stage.train(sur_loss(adapter, _frozen(folder, stage.device), pairs, data, settings))
    best = stage.best.cpu()
    if not isinstance(best, SurAdapter):
        raise TypeError("The stage's module is not the adapter.")
    with finished(out) as part:
        part.mkdir()
        with quiet():
            write_adapter_graph(best, part / "adapter.onnx", LENGTH, in_half=False)
        about: dict[str, Any] = {
            "title": out.name,
            "model": "sur-cosine",
            "method": "SUR",
            "eta": None,
            "reads": "clip",
            "trainedOn": trained_on(str(base)),
            "licence": "not stated",
            "trainingConfig": json.loads(settings.model_dump_json()),
        }
        write_adapter_manifest(part, out.name, base, data / PAIRS, about)
    say(f"export: {out}")
