"""Which tricks of training help: variants of one preset, trained for equal seconds, side by side.

Each run gets one thread and is timed by the processor's clock, so that what else the machine does
makes no difference. The questions are of a stream of their own, never the held-out ones.
"""

import json
import multiprocessing
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from .config import Config
from .evaluate import Question, judged, paint, proportion
from .models.clip import TextEncoder
from .models.vae import Vae
from .stages.clip import build_clip
from .stages.data import SceneSet, cached_latents
from .stages.loop import say
from .stages.pipeline import Base, Frozen, train_frozen
from .stages.unet import train_unet
from .stages.vae import train_vae
from .world.captions import simple_caption
from .world.scene import Category, draw_scene


@dataclass(frozen=True)
class Variant:
    """One change of the preset: settings of the UNet's, the VAE's or CLIP's section."""

    title: str
    unet: dict[str, Any]
    vae: dict[str, Any]
    clip: dict[str, Any]


def _variant(title: str, *, vae: Any = None, clip: Any = None, **unet: Any) -> Variant:
    return Variant(title, unet, vae or {}, clip or {})


VARIANTS: dict[str, Variant] = {
    "as-chosen": _variant("the recipe as it is"),
    "no-attention": _variant("cross-attention not supervised", attention=0.0),
    "even-data": _variant(
        "categories and numbers evenly mixed, no detailed captions",
        mixture="even",
        detailed_share=0.0,
    ),
    "padding": _variant("CLIP's padding kept", clip={"zero_padding": False}),
    "times": _variant("half of the times logit-normal", times="logit-normal"),
    "teacher": _variant("the scorer's features as a teacher", teacher=0.5),
    "factor-8": _variant(
        "latents of factor 8 (16 × 16 × 8)",
        vae={"patch": 2, "latent_channels": 8},
    ),
    "32-channels": _variant("latents of 32 channels", vae={"latent_channels": 32}),
    "equivariant": _variant("EQ-VAE on a quarter of the batches", vae={"equivariance": 0.25}),
    "curriculum": _variant("only up to two things in the first quarter", curriculum=0.25),
    "muon": _variant("Muon for the matrices", optimiser="muon"),
}


def validation(seed: int, count: int) -> list[Question]:
    """`count` captions of trained compositions, a quarter of each category."""
    rng = random.Random(f"validation {seed}")
    categories = list(Category)
    asked: list[Question] = []
    for index in range(count):
        scene = draw_scene(rng, categories[index % len(categories)])
        named = rng.random() < 0.7
        asked.append(Question(scene, simple_caption(rng, scene, background=named), named, False))
    return asked


def changed(config: Config, variant: Variant, seed: int) -> Config:
    """The preset with the variant's settings and another seed for what it draws."""
    return config.model_copy(
        update={
            "seed": config.seed + seed,
            "unet": config.unet.model_copy(update=variant.unet),
            "vae": config.vae.model_copy(update=variant.vae),
            "clip": config.clip.model_copy(update=variant.clip),
        }
    )


def _text_encoder(config: Config, trained: TextEncoder, vocabulary: int) -> TextEncoder:
    """The trained text encoder, with the variant's padding."""
    text = build_clip(config, vocabulary).text
    text.load_state_dict(trained.state_dict())
    return text.eval().requires_grad_(False)


@dataclass(frozen=True)
class Places:
    """Where the frozen parts were trained, and where the variants go."""

    frozen: Path
    runs: Path


def run_variant(config: Config, frozen: Config, places: Places, name: str, seed: int) -> Path:
    """Train and measure one variant with one seed; goes on where it was cut off. Returns the file
    with its result."""
    target = places.runs / name / f"seed-{seed}"
    report = target / "result.json"
    if report.exists():
        return report
    torch.set_num_threads(1)
    variant = VARIANTS[name]
    mine = changed(config, variant, seed)
    parts = train_frozen(frozen, places.frozen)
    vae, key = parts.vae, "chosen"
    if variant.vae:
        # Whatever the seed: one autoencoder is enough for all runs of a variant.
        key = name
        vae = train_vae(mine.model_copy(update={"seed": config.seed}), places.runs / f"vae-{name}")
    scenes = SceneSet(config.seed, config.scenes, config.side, mine.unet.mixture)
    cache = places.runs / f"latents-{key}-{mine.unet.mixture}"
    latents, scaling_factor = cached_latents(scenes, vae.encoder, cache)
    text = _text_encoder(mine, parts.text, parts.tokenizer.size)
    base = _train(mine, target, scenes, latents, scaling_factor, vae, text, parts, cache)
    asked = validation(config.seed, config.evaluation.captions)
    pictures = paint(base, [q.caption for q in asked], seed=seed)
    verdicts = judged(base.scorer, asked, pictures)
    facts: dict[str, list[bool]] = {"every fact": [all(v.values()) for v in verdicts]}
    for verdict in verdicts:
        for fact, right in verdict.items():
            facts.setdefault(fact, []).append(right)
    state = torch.load(target / "unet/checkpoint.pt", weights_only=True)
    result = {
        "variant": name,
        "seed": seed,
        "seconds": round(state["elapsed"]),
        "samples": state["step"] * mine.unet.batch,
        "facts": {fact: [int(a) for a in answers] for fact, answers in facts.items()},
    }
    report.write_text(json.dumps(result) + "\n")
    say(f"ablation: {name}, seed {seed}: {sum(facts['every fact']) / len(asked):.3f}")
    return report


def _train(
    config: Config,
    target: Path,
    scenes: SceneSet,
    latents: torch.Tensor,
    scaling_factor: float,
    vae: Vae,
    text: TextEncoder,
    parts: Frozen,
    cache: Path,
) -> Base:
    unet = train_unet(
        config,
        target,
        scenes,
        latents,
        scaling_factor,
        text,
        parts.tokenizer,
        vae.decoder,
        parts.scorer,
        cache,
    )
    factor = scaling_factor * config.unet.latent_scale
    return Base(config, vae, parts.scorer, text, unet, parts.tokenizer, factor)


def summary(results: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One row a variant: each fact's share over all seeds with its 95 % interval, the share of each
    seed, samples and seconds of the mean run."""
    rows: list[dict[str, Any]] = []
    for name, variant in VARIANTS.items():
        mine = [r for r in results if r["variant"] == name]
        if not mine:
            continue
        facts = {
            fact: {
                **proportion([bool(a) for r in mine for a in r["facts"][fact]]),
                "bySeed": [sum(r["facts"][fact]) / len(r["facts"][fact]) for r in mine],
            }
            for fact in mine[0]["facts"]
        }
        rows.append(
            {
                "variant": name,
                "title": variant.title,
                "seeds": len(mine),
                "seconds": round(sum(r["seconds"] for r in mine) / len(mine)),
                "samples": round(sum(r["samples"] for r in mine) / len(mine)),
                "facts": facts,
            }
        )
    return rows


FACTS = ("every fact", "object", "colour", "count", "relation", "action", "background")


def table(rows: list[dict[str, Any]]) -> str:
    """The rows as a Markdown table."""
    lines = [
        "| change | seeds | samples | " + " | ".join(FACTS) + " |",
        "|---|---|---|" + "---|" * len(FACTS),
    ]
    for row in rows:
        cells = []
        for fact in FACTS:
            share = row["facts"].get(fact)
            cells.append(
                f"{share['value']:.3f} ({share['low']:.3f}–{share['high']:.3f})" if share else "–"
            )
        samples = f"{row['samples'] / 1000:.0f},000"
        lines.append(f"| {row['title']} | {row['seeds']} | {samples} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def run_ablation(
    config: Config,
    frozen: Config,
    places: Places,
    names: list[str],
    seeds: tuple[int, ...],
    jobs: int,
) -> list[dict[str, Any]]:
    """Every variant with every seed, `jobs` at a time; all first seeds come first. Returns the
    summary, which `runs/…/ablation.json` keeps.

    Raises ValueError for an unknown variant.
    """
    unknown = set(names) - set(VARIANTS)
    if unknown:
        raise ValueError(
            f"There is no variant {', '.join(sorted(unknown))}; choose from {', '.join(VARIANTS)}."
        )
    # What all share is trained once, before the processes that need it.
    torch.set_num_threads(jobs)
    vae = train_frozen(frozen, places.frozen).vae
    for mixture in {changed(config, VARIANTS[name], 0).unet.mixture for name in names}:
        scenes = SceneSet(config.seed, config.scenes, config.side, mixture)
        cached_latents(scenes, vae.encoder, places.runs / f"latents-chosen-{mixture}")
    work = [(config, frozen, places, name, seed) for seed in seeds for name in names]
    with multiprocessing.get_context("spawn").Pool(jobs, maxtasksperchild=1) as pool:
        reports = pool.starmap(run_variant, work, chunksize=1)
    rows = summary([json.loads(report.read_text()) for report in reports])
    (places.runs / "ablation.json").write_text(json.dumps(rows, indent=2) + "\n")
    return rows
