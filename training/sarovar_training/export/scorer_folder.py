"""Export the scorer: one ONNX file, its labels, a manifest with its measured accuracy."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import torch

from ..models.scorer import COLOUR_NAMES, LABELS, PERSON_NAMES, THRESHOLD, ScorerWithPeaks
from ..stages.pipeline import Base
from ..world.words import ACTIONS, BACKGROUNDS, NOUNS
from .folder import DATA_LICENCE, current_commit, file_list
from .onnx_files import write_onnx
from .spoken_words import spoken_words


def export_scorer(base: Base, folder: Path, scores: str, accuracy: dict[str, Any] | None) -> None:
    """Write `model.onnx`, `labels.json` and `manifest.json`; `scores` is the base's name."""
    side = base.config.side
    maps = {0: "batch_size", 1: "rows", 2: "columns"}
    write_onnx(
        ScorerWithPeaks(base.scorer),
        (torch.randn(2, 3, side, side),),
        ["picture"],
        ["score", "label", "colour", "person", "background"],
        {
            "picture": {0: "batch_size"},
            **{name: maps for name in ("score", "label", "colour", "person")},
            "background": {0: "batch_size"},
        },
        folder / "model.onnx",
    )
    labels = {
        "labels": LABELS,
        "nouns": [n.name for n in NOUNS],
        "recolourable": [n.name for n in NOUNS if n.recolourable],
        "actions": [a.name for a in ACTIONS],
        "colours": COLOUR_NAMES,
        "persons": PERSON_NAMES,
        "backgrounds": BACKGROUNDS,
        "threshold": THRESHOLD,
        "side": side,
        "words": spoken_words(),
    }
    folder.joinpath("labels.json").write_text(json.dumps(labels, indent=2) + "\n")
    manifest = {
        "name": folder.name,
        "title": f"Scorer for {side} px scenes",
        "scores": scores,
        "licence": "MIT",
        "dataLicence": DATA_LICENCE,
        "commit": current_commit(),
        "createdAt": datetime.now(UTC).isoformat(timespec="seconds"),
        "files": file_list(folder),
        "accuracyOnRealScenes": accuracy,
    }
    folder.joinpath("manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")
