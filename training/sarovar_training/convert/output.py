"""What every converter writes alike: complete folders, exact ONNX files, manifests, checks."""

import json
import os
import re
import shutil
import sys
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from torch import Tensor, nn

from ..adapters.export import unet_hash
from ..export.folder import file_list, file_sha256
from ..export.onnx_files import export_graph
from ..text_files import read_json

EXTERNAL_FROM = 2**31
"""Bytes of weights from which they lie beside the graph: no protobuf message may be larger."""

NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")


@contextmanager
def finished(out: Path) -> Iterator[Path]:
    """A path beside `out`, for a folder or a file, that gets the name `out` when the block ends.

    After an exception nothing of it stays. Raises ValueError when `out` is there already.
    """
    if out.exists():
        raise ValueError(f"{out} is there already; remove it or name another place.")
    out.parent.mkdir(parents=True, exist_ok=True)
    part = out.with_name(f".{out.stem}.{os.getpid()}.part{out.suffix}")
    try:
        yield part
        part.rename(out)
    finally:
        if part.is_dir():
            shutil.rmtree(part)
        part.unlink(missing_ok=True)


@contextmanager
def quiet() -> Iterator[None]:
    """Silences what the exporter and the libraries say of tracing, progress and deprecation."""
    from diffusers.utils import logging as of_diffusers
    from transformers.utils import logging as of_transformers

    for logging in (of_diffusers, of_transformers):
        logging.set_verbosity_error()
        logging.disable_progress_bar()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def write_exact(
    module: nn.Module,
    example: tuple[Tensor, ...],
    inputs: Sequence[str],
    outputs: Sequence[str],
    dynamic: dict[str, dict[int, str]],
    path: Path,
    external_from: int = EXTERNAL_FROM,
) -> None:
    """Export `module` to `path` with its weights as they are.

    From `external_from` bytes on they go into one file `<path>_data` beside it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    # The exporter writes one file for each tensor of a large model; they are gathered afterwards.
    with tempfile.TemporaryDirectory(dir=path.parent) as scratch:
        raw = Path(scratch) / "model.onnx"
        with quiet():
            export_graph(module, example, inputs, outputs, dynamic, raw)
        model = onnx.load(str(raw))
    size = sum(len(weight.raw_data) for weight in model.graph.initializer)
    onnx.save(
        model,
        str(path),
        save_as_external_data=size >= external_from,
        location=f"{path.name}_data",
        size_threshold=100,
    )
    onnx.checker.check_model(str(path))


def compare(
    part: str,
    path: Path,
    runs: Sequence[tuple[dict[str, Tensor], Sequence[Tensor]]],
    tolerance: float,
    *,
    scaled: bool = False,
) -> None:
    """Run an ONNX file on the CPU for each (inputs, wanted outputs) and print the worst difference.

    Raises ValueError when it is above `tolerance`; `scaled`, that is times the largest wanted value
    where this is above one.
    """
    import onnxruntime

    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    worst, largest = 0.0, 1.0
    for inputs, wanted in runs:
        given = session.run(None, {name: value.numpy() for name, value in inputs.items()})
        for one, other in zip(given, wanted, strict=True):
            right = other.numpy().astype(np.float64)
            # numpy's maximum, since Python's forgets a NaN.
            worst = np.maximum(worst, np.abs(one.astype(np.float64) - right).max())
            largest = np.maximum(largest, np.abs(right).max())
    allowed = tolerance * (largest if scaled else 1)
    print(f"{part}: worst absolute difference {worst:.2e}, allowed {allowed:.2e}", flush=True)
    # Not "worse than allowed": a NaN compares false with everything.
    if not worst <= allowed:
        raise ValueError(f"{part} differs from PyTorch by {worst:.2e}; nothing was written.")


def say(sentence: str) -> None:
    """Tell people, not programs that read what was printed, how far the work is."""
    print(sentence, file=sys.stderr, flush=True)


def check_name(out: Path) -> None:
    """Raises ValueError when the server would not take a model folder of that name."""
    if not NAME.fullmatch(out.name):
        raise ValueError(
            f"{out.name} cannot be a model's name; use small letters, digits, dots and hyphens."
        )


def now() -> str:
    """The time, for a manifest."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def write_json(path: Path, content: object) -> None:
    """Write indented JSON; makes the folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, indent=2) + "\n")


def base_width(base: Path) -> int:
    """The width of the states that the base's UNet reads.

    Raises ValueError when `base` is not the folder of a converted or exported base.
    """
    if not base.joinpath("manifest.json").is_file():
        raise ValueError(f"{base} has no manifest.json; convert the base first (convert sd).")
    unet = read_json(base / "unet/config.json")
    if "cross_attention_dim" not in unet:
        raise ValueError(f"unet/config.json of {base} has no cross_attention_dim.")
    return int(unet["cross_attention_dim"])


def write_adapter_manifest(
    folder: Path, name: str, base: Path, source: Path, about: dict[str, Any]
) -> None:
    """Write the manifest of an adapter whose other files are in `folder`; `about` says the rest."""
    manifest = {
        "name": name,
        "adapts": read_json(base / "manifest.json")["name"],
        "adaptsUnetSha256": unet_hash(base),
        **about,
        "checkpoint": None,
        "source": {"file": source.name, "sha256": file_sha256(source)},
        "createdAt": now(),
        "files": file_list(folder),
    }
    write_json(folder / "manifest.json", manifest)
