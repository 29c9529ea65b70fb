"""Measure a trained base on captions held out from its training, and the scorer on real scenes."""

import math
import random
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from .judging import judge, look
from .models.scorer import Scorer
from .precision import precision_name
from .sampling import ContextAt, ddim, same_at_all
from .stages.data import picture_tensor
from .stages.pipeline import Base
from .stages.unet import text_states
from .stages.vae import psnr
from .world.captions import simple_caption
from .world.compose import compose
from .world.scene import Category, Scene, draw_scene

GATES: dict[str, float] = {
    "object": 0.90,
    "colour": 0.90,
    "background": 0.97,
    "count": 0.75,
    "action": 0.90,
    "person": 0.90,
    "relation": 0.40,
}
"""What the preset `cpu` should reach."""


@dataclass(frozen=True)
class Question:
    """One held-out caption with its facts. `held_out` says that its composition is new, too."""

    scene: Scene
    caption: str
    background_named: bool
    paraphrase: bool


def questions(config_seed: int, count: int, *, paraphrase: bool = False) -> list[Question]:
    """`count` captions, a quarter for each category, half of them of held-out compositions.

    The other half are new scenes of trained compositions; action scenes have no composition to
    hold out. The random stream is not the one that training draws from.
    """
    rng = random.Random(f"evaluation {config_seed} {paraphrase}")
    categories = list(Category)
    drawn: list[Question] = []
    for index in range(count):
        category = categories[index % len(categories)]
        scene = draw_scene(rng, category, held_out=index // len(categories) % 2 == 0)
        named = rng.random() < 0.7
        caption = simple_caption(rng, scene, paraphrase=paraphrase, background=named)
        drawn.append(Question(scene, caption, named, paraphrase))
    return drawn


def wilson(right: int, asked: int) -> tuple[float, float]:
    """The 95 % interval of a proportion (Wilson 1927)."""
    if asked == 0:
        return 0.0, 1.0
    z, p = 1.959964, right / asked
    centre = (p + z * z / (2 * asked)) / (1 + z * z / asked)
    half = z * math.sqrt(p * (1 - p) / asked + z * z / (4 * asked * asked)) / (1 + z * z / asked)
    return max(0.0, centre - half), min(1.0, centre + half)


def proportion(answers: list[bool]) -> dict[str, float]:
    """`value`, `low`, `high` (95 %), and `asked`."""
    right, asked = sum(answers), len(answers)
    low, high = wilson(right, asked)
    return {"value": right / asked if asked else 0.0, "low": low, "high": high, "asked": asked}


Conditioner = Callable[[list[str]], ContextAt]
"""Captions → their text states at each timestep, with those of the empty prompt."""


def vanilla(base: Base) -> Conditioner:
    """The base's own frozen text encoder."""
    device = next(base.unet.parameters()).device
    empty = text_states(base.text, base.tokenizer, [""]).float().to(device)

    def condition(captions: list[str]) -> ContextAt:
        text = text_states(base.text, base.tokenizer, captions).float().to(device)
        return same_at_all(text, empty)

    return condition


@torch.no_grad()
def paint(
    base: Base, captions: list[str], seed: int = 0, conditioner: Conditioner | None = None
) -> Tensor:
    """Pictures `[N, 3, side, side]` in -1..1 for `captions`, by the evaluation settings.

    Equal seeds give the n-th caption equal noise, whatever the conditioner (default: vanilla).
    """
    condition = conditioner or vanilla(base)
    device = next(base.unet.parameters()).device
    e, side = base.config.evaluation, base.config.latent_side
    generator = torch.Generator().manual_seed(seed)
    shape = (len(captions), base.config.vae.latent_channels, side, side)
    noise = torch.randn(shape, generator=generator)
    parts: list[Tensor] = []
    for start in range(0, len(captions), e.batch):
        context_at = condition(captions[start : start + e.batch])
        batch = noise[start : start + e.batch].to(device)
        latents = ddim(base.unet, batch, context_at, e.steps, e.guidance_scale)
        parts.append(base.vae.decoder(latents / base.scaling_factor).clamp(-1, 1).cpu())
    return torch.cat(parts)


def judged(scorer: Scorer, asked: list[Question], pictures: Tensor) -> list[dict[str, bool]]:
    """Of each picture, which facts of its question are right."""
    device = next(scorer.parameters()).device
    sights = [s for part in pictures.split(64) for s in look(scorer, part.to(device))]
    return [
        judge(q.scene, sight, q.background_named) for q, sight in zip(asked, sights, strict=True)
    ]


def _tally(base: Base, asked: list[Question], pictures: Tensor) -> dict[str, object]:
    facts: dict[str, list[bool]] = defaultdict(list)
    categories: dict[str, list[bool]] = defaultdict(list)
    by_count: dict[str, list[bool]] = defaultdict(list)
    unseen: dict[str, list[bool]] = defaultdict(list)
    for question, verdict in zip(asked, judged(base.scorer, asked, pictures), strict=True):
        for fact, right in verdict.items():
            facts[fact].append(right)
            if question.scene.held_out:
                unseen[fact].append(right)
        categories[question.scene.category.value].append(all(verdict.values()))
        if "count" in verdict:
            by_count[str(question.scene.things[0].count)].append(verdict["count"])
    return {
        "facts": {k: proportion(v) for k, v in sorted(facts.items())},
        "categories": {k: proportion(v) for k, v in sorted(categories.items())},
        "countBy": {k: proportion(v) for k, v in sorted(by_count.items())},
        "heldOutCompositions": {k: proportion(v) for k, v in sorted(unseen.items())},
    }


@torch.no_grad()
def evaluate(base: Base) -> dict[str, object]:
    """Every number of the model card: generated pictures, paraphrases, and real scenes."""
    config = base.config
    asked = questions(config.seed, config.evaluation.captions)
    rephrased = questions(config.seed, config.evaluation.captions // 3, paraphrase=True)
    real = picture_tensor([compose(q.scene, config.side).pixels for q in asked])
    sample = real[:128].to(next(base.vae.parameters()).device)
    again = base.vae.decoder(base.vae.encoder(sample).chunk(2, dim=1)[0])
    return {
        "captions": len(asked),
        "steps": config.evaluation.steps,
        "guidanceScale": config.evaluation.guidance_scale,
        "precision": precision_name(next(base.unet.parameters()).device),
        "gates": GATES,
        "generated": _tally(base, asked, paint(base, [q.caption for q in asked])),
        "paraphrased": _tally(base, rephrased, paint(base, [q.caption for q in rephrased])),
        "scorerOnRealScenes": _tally(base, asked, real),
        "autoencoderPsnr": psnr(again, sample),
    }
