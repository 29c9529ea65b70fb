"""The model card: written from the evaluation, so that no number in it is typed by hand."""

from pathlib import Path
from typing import Any

from ..evaluate import paint
from ..precision import precision_line
from ..stages.data import save_grid
from ..stages.pipeline import Base
from ..stages.unet import SHEET

FACTS = ("object", "count", "colour", "background", "action", "person", "relation")


def _cell(value: dict[str, Any] | None) -> str:
    if not value or not value["asked"]:
        return "–"
    return f"{value['value']:.3f} ({value['low']:.3f}–{value['high']:.3f}, n={value['asked']})"


def _table(evaluation: dict[str, Any], key: str, rows: tuple[str, ...] | list[str]) -> list[str]:
    generated, real = evaluation["generated"][key], evaluation["scorerOnRealScenes"][key]
    rephrased = evaluation["paraphrased"][key]
    lines = [
        "| | generated | paraphrased captions | the scorer on real scenes |",
        "|---|---|---|---|",
    ]
    lines += [
        "| " + " | ".join([row, *(_cell(t.get(row)) for t in (generated, rephrased, real))]) + " |"
        for row in rows
    ]
    return lines


def _gate_lines(evaluation: dict[str, Any]) -> list[str]:
    lines = ["| gate | wanted | measured | |", "|---|---|---|---|"]
    for fact, wanted in evaluation["gates"].items():
        value = evaluation["generated"]["facts"][fact]["value"]
        verdict = "passed" if value >= wanted else f"missed by {wanted - value:.3f}"
        lines.append(f"| {fact} | {wanted:.2f} | {value:.3f} | {verdict} |")
    return lines


def write_card(
    base: Base, folder: Path, name: str, evaluation: dict[str, Any], note: str = ""
) -> None:
    """Write `README.md` and `grid.png` into the model folder."""
    save_grid(paint(base, list(SHEET), seed=0), folder / "grid.png", columns=8)
    c = base.config
    minutes = c.vae.minutes + c.clip.minutes + c.unet.minutes + c.scorer.minutes
    unseen = evaluation["generated"]["heldOutCompositions"]
    millions = sum(p.numel() for p in base.unet.parameters()) / 1e6
    captions = "\n".join(f"{i + 1}. {caption}" for i, caption in enumerate(SHEET))
    lines = [
        f"# {name}",
        "",
        f"A latent-diffusion model of {c.side} px emoji scenes, trained from scratch for Sarovar "
        f"with the preset `{c.name}` ({minutes:.0f} minutes of training in all). "
        f"UNet {millions:.1f}M parameters, v-prediction, squared-cosine schedule; "
        f"latents {c.vae.latent_channels}×{c.latent_side}×{c.latent_side}.",
        "",
        "![Sixteen prompts](grid.png)",
        "",
        "The grid's prompts, row by row, all from seed 0:",
        "",
        captions,
        "",
        "## Measured",
        "",
        f"{evaluation['captions']} captions that were held out from training, one picture each, "
        f"{evaluation['steps']} DDIM steps, guidance {evaluation['guidanceScale']}, judged by the "
        "scorer, which counts without a ceiling and may see nothing. Shares with 95 % Wilson "
        "intervals. The last column is the ceiling: the same scorer on real scenes of the same "
        f"captions.{precision_line(evaluation)}",
        "",
        *_table(evaluation, "facts", FACTS),
        "",
        "Every fact of the caption right, per category:",
        "",
        *_table(evaluation, "categories", sorted(evaluation["generated"]["categories"])),
        "",
        "Exact number, by the number asked for:",
        "",
        *_table(evaluation, "countBy", sorted(evaluation["generated"]["countBy"])),
        "",
        "Only captions whose composition (a noun with a number, a noun with a colour, an ordered "
        "pair) never occurred in training: "
        + "; ".join(f"{k} {_cell(v)}" for k, v in unseen.items())
        + ".",
        "",
        f"The autoencoder reconstructs real scenes at {evaluation['autoencoderPsnr']:.2f} dB.",
        "",
        "## Gates",
        "",
        *_gate_lines(evaluation),
        "",
        "## Conditioning methods compared",
        "",
        "<!-- comparison:begin -->",
        "",
        "Not compared since this base was trained.",
        "",
        "<!-- comparison:end -->",
        "",
        "## Limits",
        "",
        "It knows only the words of its world (`knownWords` in `manifest.json`) and one picture "
        "style. Its text encoder is a small contrastive one, frozen, and shares CLIP's weakness: "
        "who stands left of whom is often lost. Person and gender words mean one drawing each.",
        "",
        "## Licence",
        "",
        "Weights: MIT. Training data: scenes composed from Fluent Emoji (flat), "
        "Copyright (c) Microsoft Corporation, MIT licence; the captions are our own (MIT).",
        "",
        "## Make it again",
        "",
        f"`python -m sarovar_training all --preset {c.name}`",
        "",
        *((note, "") if note else ()),
    ]
    folder.joinpath("README.md").write_text("\n".join(lines))
