"""What the tests of the converters share."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import onnxruntime

Run = Callable[..., str]
"""Runs a command of the command line and returns what it printed."""


def session(file: Path) -> Any:
    return onnxruntime.InferenceSession(str(file), providers=["CPUExecutionProvider"])


def signature(file: Path) -> dict[str, tuple[str, list[object]]]:
    opened = session(file)
    return {v.name: (v.type, v.shape) for v in (*opened.get_inputs(), *opened.get_outputs())}


def copy_with(twin: Path, target: Path, **config: object) -> Path:
    """A copy of the twin's folder with keys of the UNet's config changed."""
    shutil.copytree(twin, target)
    file = target / "unet/config.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), **config}))
    return target


def changed(shapes: dict[str, list[int]], name: str) -> list[dict[str, list[int]]]:
    """The shapes without `name`, and with another shape for it."""
    missing = {k: v for k, v in shapes.items() if k != name}
    return [missing, {**shapes, name: [1, *shapes[name]]}]
