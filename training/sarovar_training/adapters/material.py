"""What every adapter is trained on: a frozen base, scenes with captions in two lengths, states."""

import random
from dataclasses import dataclass
from pathlib import Path

from torch import Tensor

from ..config import Config
from ..stages.data import SceneSet, cached_latents
from ..stages.pipeline import Base
from ..stages.unet import text_states
from ..world.captions import complex_caption, simple_caption
from .llm_states import LlmStates, ServedLanguageModel, cached_states


@dataclass(frozen=True)
class Captions:
    """One simple and one complex caption for each scene."""

    simple: list[str]
    enriched: list[str]


@dataclass(frozen=True)
class Material:
    """Row `i` of everything belongs to scene `i`; latents have unit deviation."""

    config: Config
    base: Base
    latents: Tensor
    captions: Captions
    llm: LlmStates
    clip: dict[str, int]
    clip_states: Tensor

    def clip_batch(self, captions: list[str]) -> Tensor:
        """The frozen CLIP's states `[B, L, D]` in fp32."""
        return self.clip_states[[self.clip[caption] for caption in captions]].float()


def draw_captions(config: Config, scenes: SceneSet) -> Captions:
    """The same captions at every call."""
    simple: list[str] = []
    enriched: list[str] = []
    for index in range(scenes.size):
        rng = random.Random(config.seed * 9_000_011 + index)
        scene = scenes.scene(index)
        detailed = rng.random() < config.unet.detailed_share
        simple.append(simple_caption(rng, scene, detailed=detailed))
        enriched.append(complex_caption(rng, scene))
    return Captions(simple, enriched)


def gather(config: Config, base: Base, language_model: Path, folder: Path) -> Material:
    """Everything, computed once and then read from `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    scenes = SceneSet(config.seed, config.adapters.scenes, config.side, config.unet.mixture)
    captions = draw_captions(config, scenes)
    latents, own = cached_latents(scenes, base.vae.encoder, folder / "latents")
    # The base's scale, measured on its own scenes, and not that of these few.
    latents = latents * (base.scaling_factor / base.config.unet.latent_scale / own)
    every = sorted({"", *captions.simple, *captions.enriched})
    llm = cached_states(ServedLanguageModel(language_model), every, folder / "llm-states.pt")
    clip = {caption: i for i, caption in enumerate(every)}
    states = text_states(base.text, base.tokenizer, every)
    return Material(config, base, latents, captions, llm, clip, states)
