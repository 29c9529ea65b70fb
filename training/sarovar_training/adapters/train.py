"""Train SUR, ELLA and ELLA's control on a frozen base. Every run resumes from its checkpoint."""

import random
from collections.abc import Callable
from pathlib import Path

import torch
from torch import Tensor, nn

from ..config import Config, ConnectorConfig, SurConfig
from ..models.connector import Ella
from ..models.sur import SurAdapter, cosine_loss, kl_loss
from ..precision import fast_precision
from ..sampling import TRAIN_STEPS
from ..stages.diffusion import DiffusionLoss
from ..stages.loop import Stage
from .material import Material

KL_WEIGHT = 1e-5
"""λ1 and λ2 of the paper."""


def build_sur(config: Config, settings: SurConfig, *, across_batch: bool = False) -> SurAdapter:
    """An untrained SUR-adapter for the base's text encoder."""
    return SurAdapter(
        config.clip.width,
        settings.heads,
        settings.feed_forward,
        eta=settings.eta,
        eta_start=settings.eta_start,
        across_batch=across_batch,
    )


def build_connector(config: Config, settings: ConnectorConfig, text_width: int) -> Ella:
    """An untrained connector that reads states of `text_width`."""
    c = settings
    return Ella(config.clip.width, c.heads, c.layers, c.tokens, text_width, c.sinusoids)


def _dropped(rng: random.Random, captions: list[str], share: float) -> list[str]:
    return ["" if rng.random() < share else caption for caption in captions]


def _mixed(rng: random.Random, short: list[str], long: list[str], share: float) -> list[str]:
    if share == 0:
        return short
    return [b if rng.random() < share else a for a, b in zip(short, long, strict=True)]


def _diffusion(material: Material, stage: Stage) -> DiffusionLoss:
    unet = material.base.unet.to(stage.device)
    scale = material.base.config.unet.latent_scale
    return DiffusionLoss(unet, scale, stage.device)


def train_sur(
    name: str,
    settings: SurConfig,
    material: Material,
    folder: Path,
    *,
    across_batch: bool = False,
    train_w0: bool = False,
) -> SurAdapter:
    """With `settings.cosine_weight` our form (cosine loss), else the paper's (two KL terms).

    `settings.enriched_share` of the captions that the adapter is given are the enriched ones; the
    target is the enriched caption's state in any case.

    `W0`, which brings the language model's mean state to CLIP's width, stays random and frozen as
    in the published code unless `train_w0`.
    """
    config = material.config
    torch.manual_seed(config.seed)
    adapter = build_sur(config, settings, across_batch=across_batch)
    w0 = nn.Linear(material.llm.means.shape[1], config.clip.width).requires_grad_(train_w0)
    stage = Stage(
        name, folder / name, nn.ModuleDict({"adapter": adapter, "w0": w0}), settings, config.seed
    )
    diffusion = _diffusion(material, stage)
    device = stage.device

    def loss(rng: random.Random) -> Tensor:
        chosen = [rng.randrange(len(material.latents)) for _ in range(settings.batch)]
        short = [material.captions.simple[i] for i in chosen]
        long = [material.captions.enriched[i] for i in chosen]
        given = _mixed(rng, short, long, settings.enriched_share)
        asked = _dropped(rng, given, settings.caption_dropout)
        refined, queries, _ = adapter(material.clip_batch(asked).to(device))
        total = diffusion(material.latents[chosen], lambda _: refined)
        kept = torch.tensor([caption != "" for caption in asked], device=device)
        if not bool(kept.any()):
            return total
        wanted = material.clip_batch(long).to(device)[kept]
        if settings.cosine_weight:
            return total + settings.cosine_weight * cosine_loss(wanted, refined[kept])
        knowledge = w0(material.llm.mean(short).to(device))[kept]
        spread = knowledge[:, None].expand_as(queries[kept])
        return total + KL_WEIGHT * (kl_loss(spread, queries[kept]) + kl_loss(wanted, refined[kept]))

    stage.train(loss)
    best = stage.best.get_submodule("adapter")
    if not isinstance(best, SurAdapter):
        raise TypeError("The stage's module is not the adapter.")
    return best


def train_connector(
    name: str, settings: ConnectorConfig, material: Material, folder: Path, *, reads_clip: bool
) -> Ella:
    """ELLA's connector; with `reads_clip` the control, which gets CLIP's states instead.

    The language model's states are whitened channel by channel while it trains.
    """
    config = material.config
    torch.manual_seed(config.seed)
    width = config.clip.width if reads_clip else material.llm.rows.shape[1]
    if settings.imitation_steps and settings.tokens != config.clip.context_length:
        raise ValueError("A connector that imitates CLIP needs as many tokens as CLIP has.")
    connector = build_connector(config, settings, width)
    stage = Stage(name, folder / name, connector, settings, config.seed)
    diffusion = _diffusion(material, stage)
    read = clip_reader(material) if reads_clip else llm_reader(material)
    middle, deviation = (
        (torch.zeros(width), torch.ones(width)) if reads_clip else material.llm.spread()
    )

    def loss(rng: random.Random) -> Tensor:
        chosen = [rng.randrange(len(material.latents)) for _ in range(settings.batch)]
        sides = (material.captions.simple, material.captions.enriched)
        captions = [rng.choice(sides)[i] for i in chosen]
        asked = _dropped(rng, captions, settings.caption_dropout)
        states, padding = read(asked)
        text = ((states - middle) / deviation).to(stage.device)
        ended = None if padding is None else padding.to(stage.device)
        if stage.step < settings.imitation_steps:
            return imitation_loss(connector, text, ended, material.clip_batch(asked))
        return diffusion(material.latents[chosen], lambda t: connector(text, t, ended)[0])

    stage.train(loss)
    best = stage.best
    if not isinstance(best, Ella):
        raise TypeError("The stage's module is not the connector.")
    return reading_raw(best, middle, deviation)


def imitation_loss(connector: Ella, text: Tensor, ended: Tensor | None, wanted: Tensor) -> Tensor:
    """The squared distance to CLIP's states at random timesteps.

    The frozen UNet knows no other states: from random ones it gets to no picture that would
    teach the connector anything for the first hour on a CPU.
    """
    times = torch.randint(TRAIN_STEPS, (len(text),), device=text.device)
    with fast_precision(text.device):
        states = connector(text, times, ended)[0]
    return nn.functional.mse_loss(states.float(), wanted.to(text.device))


def reading_raw(connector: Ella, middle: Tensor, deviation: Tensor) -> Ella:
    """The same function of raw states as `connector` of `(states - middle) / deviation`."""
    first = connector.connector.proj_in
    with torch.no_grad():
        first.weight.div_(deviation.to(first.weight.device))
        # As it is stored, so that the large means of some channels cancel exactly.
        first.weight.copy_(first.weight.half())
        first.bias.sub_(first.weight @ middle.to(first.weight.device))
    return connector


Reader = Callable[[list[str]], tuple[Tensor, Tensor | None]]


def llm_reader(material: Material) -> Reader:
    """Captions → the language model's states and where each text has ended."""
    return lambda captions: material.llm.batch(captions)


def clip_reader(material: Material) -> Reader:
    """Captions → CLIP's states, all of one length as the UNet gets them."""
    return lambda captions: (material.clip_batch(captions), None)
