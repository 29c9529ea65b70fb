"""All stages in their order. Each one resumes from its checkpoint, so the whole does, too."""

import os
from dataclasses import dataclass
from pathlib import Path

import torch

from ..config import Config
from ..models.clip import TextEncoder
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
    text: TextEncoder
    unet: Unet
    tokenizer: ClipTokenizer
    scaling_factor: float


@dataclass(frozen=True)
class Frozen:
    """What comes before the UNet, trained earlier and exported."""

    vae: Vae
    scorer: Scorer
    text: TextEncoder
    tokenizer: ClipTokenizer


def train_base(config: Config, folder: Path, frozen: Frozen | None = None) -> Base:
    """Train whatever is not trained yet in `folder`; returns the frozen base.

    With `frozen` only the UNet is trained, on parts that are there already.
    """
    folder.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(os.cpu_count() or 1)
    vae = frozen.vae if frozen else train_vae(config, folder)
    scorer = frozen.scorer if frozen else train_scorer(config, folder, vae)
    scenes = SceneSet(config.seed, config.scenes, config.side, config.unet.complex_share)
    say("latents: encoding the scenes")
    latents, scaling_factor = cached_latents(scenes, vae.encoder, folder / "latents.pt")
    if frozen:
        tokenizer, text = frozen.tokenizer, frozen.text
    else:
        tokenizer = make_tokenizer(config, folder)
        text = train_clip(config, folder, scenes, latents, tokenizer).text
    unet = train_unet(config, folder, scenes, latents, scaling_factor, text, tokenizer, vae.decoder)
    scaling_factor *= config.unet.latent_scale
    return Base(config, vae, scorer, text, unet, tokenizer, scaling_factor)
