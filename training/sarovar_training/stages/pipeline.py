"""All stages in their order. Each one resumes from its checkpoint, so the whole does, too."""

import os
from dataclasses import dataclass
from pathlib import Path

import torch

from ..config import Config
from ..models.clip import Clip
from ..models.scorer import Scorer
from ..models.unet import Unet
from ..models.vae import Vae
from ..tokenizer import ClipTokenizer
from .clip import make_tokenizer, train_clip
from .data import SceneSet, cached_latents
from .loop import say
from .scorer import train_scorer
from .unet import train_unet
from .vae import train_vae


@dataclass(frozen=True)
class Base:
    """A trained base, all its parts frozen, and the scorer that judges its pictures."""

    config: Config
    vae: Vae
    scorer: Scorer
    clip: Clip
    unet: Unet
    tokenizer: ClipTokenizer
    scaling_factor: float


def train_base(config: Config, folder: Path) -> Base:
    """Train whatever is not trained yet in `folder`; returns the frozen base."""
    folder.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(os.cpu_count() or 1)
    vae = train_vae(config, folder)
    scorer = train_scorer(config, folder, vae)
    scenes = SceneSet(config.seed, config.scenes, config.side, config.unet.complex_share)
    say("latents: encoding the scenes")
    latents, scaling_factor = cached_latents(scenes, vae.encoder, folder / "latents.pt")
    tokenizer = make_tokenizer(config, folder)
    clip = train_clip(config, folder, scenes, latents, tokenizer)
    unet = train_unet(
        config, folder, scenes, latents, scaling_factor, clip.text, tokenizer, vae.decoder
    )
    return Base(config, vae, scorer, clip, unet, tokenizer, scaling_factor)
