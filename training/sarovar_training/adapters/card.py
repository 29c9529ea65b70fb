"""The cards of the adapters and the comparison in the base's card, written from measurements."""

from pathlib import Path
from typing import Any

from ..models.connector import Ella
from ..models.sur import SurAdapter
from ..precision import precision_line
from .compare import ALL, FORMS
from .llm_states import TOKEN_STATES

BEGIN, END = "<!-- comparison:begin -->", "<!-- comparison:end -->"
CATEGORIES = ("COUNTING", "COLOR", "ACTION", "SPATIAL", ALL)


def _percent(value: float) -> str:
    return f"{100 * value:.1f}"


def _share(row: dict[str, Any]) -> str:
    return f"{_percent(row['value'])} ({_percent(row['low'])}–{_percent(row['high'])})"


def _difference(row: dict[str, Any]) -> str:
    d = row["difference"]
    return f"{100 * d['value']:+.1f} ({100 * d['low']:+.1f} to {100 * d['high']:+.1f})"


def _rows(comparison: dict[str, Any]) -> dict[tuple[str, str, str], dict[str, Any]]:
    return {(r["method"], r["form"], r["category"]): r for r in comparison["rows"]}


def comparison_table(comparison: dict[str, Any]) -> list[str]:
    """Method × form of the prompt × category, with the paired difference over all categories."""
    rows = _rows(comparison)
    methods = list(dict.fromkeys(r["method"] for r in comparison["rows"]))
    head = ["prompts", "method", *(c.lower() for c in CATEGORIES), f"− {comparison['reference']}"]
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    for form in (*FORMS, ALL):
        for method in methods:
            cells = [_share(rows[method, form, category]) for category in CATEGORIES]
            difference = _difference(rows[method, form, ALL])
            lines.append("| " + " | ".join([form.lower(), method, *cells, difference]) + " |")
    return lines


def ablation_table(rows: list[dict[str, Any]]) -> list[str]:
    """SUR's variants under several η, on short prompts."""
    lines = [
        f"SUR's parts, one changed at a time, on the first {rows[0]['prompts']} of the short "
        "prompts. The first η of each is the one that it was trained with (for the cosine loss the "
        "mean of those predicted); how far CLIP's states move is the length of the change as a "
        "share of theirs.",
        "",
        "| losses, W0, attention | η | states move by | all facts right | − vanilla, points |",
        "|---|---|---|---|---|",
    ]
    for row in rows:
        moved = f"{_percent(row['movement'])} %"
        cells = [row["variant"], f"{row['eta']:.2f}", moved, _share(row), _difference(row)]
        lines.append("| " + " | ".join(cells) + " |")
    return lines


def comparison_section(comparison: dict[str, Any]) -> str:
    """What stands between the marks in the base's card."""
    text = (
        f"Percent of pictures with every fact of the prompt right, by the scorer: "
        f"{comparison['prompts']} held-out prompts in each form, {comparison['seeds']} seeds each, "
        f"{comparison['steps']} DDIM steps, guidance {comparison['guidanceScale']}; equal seeds "
        "start from equal noise. In brackets 95 % intervals, and in the last column the paired "
        f"difference from {comparison['reference']} in points over all categories, both by "
        "resampling scenes. Numbers of every category are in `comparison.json`. "
        f"Made by `{comparison['command']}`.{precision_line(comparison)}"
    )
    ablation = comparison.get("surAblation")
    rest = ["", *ablation_table(ablation)] if ablation else []
    return "\n".join([BEGIN, "", text, "", *comparison_table(comparison), *rest, "", END])


def put_comparison(card: Path, comparison: dict[str, Any]) -> None:
    """Write the comparison into the base's card, between its marks. Raises ValueError without."""
    before, found, rest = card.read_text().partition(BEGIN)
    _, ended, after = rest.partition(END)
    if not found or not ended:
        raise ValueError(f"{card} has no {BEGIN} … {END}; export the base again.")
    card.write_text(before + comparison_section(comparison) + after)


def _what(name: str, adapter: SurAdapter | Ella) -> str:
    if isinstance(adapter, SurAdapter):
        eta = "predicted for each prompt" if adapter.eta is None else f"η = {adapter.eta}"
        losses = (
            "the paper's two KL terms (W0 random and frozen, as in the published code)"
            if adapter.eta is not None
            else "a cosine loss between the mean words of its output and of CLIP's reading of the "
            "enriched caption"
        )
        return (
            f"SUR-adapter (arXiv 2305.05189), {eta}, trained with the diffusion loss and {losses}. "
            "Its transformer attends across tokens (`batch_first`); the published code attends "
            "across the batch by accident."
        )
    if name == "connector-clip":
        return (
            "The control for ELLA: the same connector, captions and steps, but fed CLIP's states, "
            "so that what the language model adds is told apart from what the captions add."
        )
    return (
        "ELLA's timestep-aware connector (arXiv 2403.05135), fed the states of "
        f"SmolLM2-135M-Instruct (`{TOKEN_STATES}`), as many as the prompt has tokens. Before the "
        "diffusion loss it learns to give CLIP's states of the same caption, which the paper's "
        "does not; the control connector-clip does too."
    )


def adapter_card(
    name: str, base: str, adapter: SurAdapter | Ella, comparison: dict[str, Any]
) -> str:
    """`README.md` of an adapter's folder."""
    rows = _rows(comparison)
    millions = sum(p.numel() for p in adapter.parameters()) / 1e6
    table = ["| prompts | all facts right | − vanilla, points |", "|---|---|---|"]
    for form in (*FORMS, ALL):
        row = rows[name, form, ALL]
        table.append(f"| {form.lower()} | {_share(row)} | {_difference(row)} |")
    return "\n".join(
        [
            f"# {base}-{name}",
            "",
            f"{_what(name, adapter)} {millions:.2f}M parameters, on the frozen {base}.",
            "",
            *table,
            "",
            f"Every method and category: [the card of {base}](../{base}/README.md).",
            "",
            "Weights: MIT. Training data as for the base: scenes composed from Fluent Emoji "
            "(flat), Copyright (c) Microsoft Corporation, MIT licence; captions are our own (MIT).",
            "",
            f"Made again by `{comparison['command']}`.",
            "",
        ]
    )
