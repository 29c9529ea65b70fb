"""All stages in their order. Each one resumes from its checkpoint, so the whole does, too."""

from dataclasses import dataclass
from pathlib import Path

from torch import Tensor

from ..config import Config
from ..models.clip import TextEncoder
from ..models.scorer import Scorer
from ..models.unet import Unet
from ..models.vae import Vae
from ..tokenizer import ClipTokenizer
from .clip import build_clip, clip_when_trained, make_tokenizer, train_clip
from .data import SceneSet, cached_latents
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


def _latents(config: Config, folder: Path, vae: Vae) -> tuple[SceneSet, Tensor, float]:
    scenes = SceneSet(config.seed, config.scenes, config.side, config.unet.mixture)
    return scenes, *cached_latents(scenes, vae.encoder, folder / "latents")


def train_frozen(config: Config, folder: Path) -> Frozen:
    """Train whatever comes before the UNet and is not trained yet in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    vae = train_vae(config, folder)
    scorer = train_scorer(config, folder, vae)
    tokenizer = make_tokenizer(config, folder)
    clip = build_clip(config, tokenizer.size)
    done = clip_when_trained(config, folder, clip)
    if done is None:
        scenes, latents, _ = _latents(config, folder, vae)
        done = train_clip(config, folder, scenes, latents, tokenizer)
    return Frozen(vae, scorer, done.text, tokenizer)


def train_base(config: Config, folder: Path, frozen: Frozen | None = None) -> Base:
    """Train whatever is not trained yet in `folder`; returns the frozen base.

    With `frozen` only the UNet is trained, on parts that are there already.
    """
    folder.mkdir(parents=True, exist_ok=True)
    parts = frozen or train_frozen(config, folder)
    scenes, latents, scaling_factor = _latents(config, folder, parts.vae)
    unet = train_unet(
        config,
        folder,
        scenes,
        latents,
        scaling_factor,
        parts.text,
        parts.tokenizer,
        parts.vae.decoder,
        parts.scorer,
    )
    scaling_factor *= config.unet.latent_scale
    return Base(config, parts.vae, parts.scorer, parts.text, unet, parts.tokenizer, scaling_factor)
