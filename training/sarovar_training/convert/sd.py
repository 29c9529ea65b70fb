"""A diffusers folder of Stable Diffusion 1.x as a model folder in Optimum's layout."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

import onnx
import torch
from torch import Tensor, nn

from ..export.folder import file_list, file_sha256
from ..text_files import read_json
from .configuration import FALLBACK, own_scheduler
from .cuda_graph import fuse_for_cuda, in_standard_operators
from .fused_attention import fused_attention
from .output import check_name, compare, finished, now, quiet, say, write_exact, write_json
from .sd_parts import Part, parts_of, pixel_factor
from .sd_source import check_part, load_part, read_config, require_sd1, weights_file
from .source_place import check_disk, locate
from .staging import Changes, staged

TOLERANCES = {"fp32": 1e-4, "fp16": 2e-2}
EXAMPLE = (9, 11)
"""Latents for tracing, high and wide; small ones are traced sooner.

The sides are odd because diffusers' UNet tells every upsampling its size only when it is given a
side that does not halve without rest, and what is traced is what every other size goes through.
"""
VERIFIED = ((1, (24, 16)), (3, (13, 14)))
"""(batch, size in latents): sides that halve and sides that do not, none as they were traced."""


def convert_sd(
    source: str,
    out: Path,
    *,
    changes: Changes,
    dtype: str,
    target: str,
    straightens: bool,
    title: str,
    licence: str,
    verify: bool,
) -> None:
    """Write the model folder `out`, for the `target` any, cuda or standard.

    Raises OSError or ValueError, and then writes nothing.
    """
    check_name(out)
    if out.exists():
        raise ValueError(f"{out} is there already; remove it or name another place.")
    place = locate(source)
    check_disk(place, changes, out, dtype)
    with staged(place, changes, out) as folder:
        for sentence in require_sd1(folder):
            say(f"Note: {sentence}")
        parts = parts_of(folder)
        for name in dict.fromkeys(part.source for part in parts):
            check_part(folder, name)
        with finished(out) as part_folder:
            part_folder.mkdir()
            _copy_configs(folder, part_folder, parts)
            for number, part in enumerate(parts, 1):
                say(f"Writing {part.target}, {number} of {len(parts)}.")
                _convert_part(folder, part_folder, part, dtype, target, verify)
            manifest = {
                "name": out.name,
                "title": title or out.name,
                "description": f"Stable Diffusion 1.x, converted from {_said_of(place, changes)} "
                f"in {dtype}.",
                "licence": licence,
                "createdAt": now(),
                # An adapter of a published checkpoint knows by it whether it meets its own base.
                "source": {
                    "name": place.name,
                    "unetSha256": file_sha256(weights_file(folder, "unet")[0]),
                },
                "straightens": straightens,
                **_behaviour(folder),
                # The UNet takes every size of latents.
                "sizeStep": pixel_factor(read_config(folder, "vae")),
                "files": file_list(part_folder),
                "evaluation": None,
            }
            write_json(part_folder / "manifest.json", manifest)


def _said_of(place: Path, changes: Changes) -> str:
    """What a model was made of, in a line."""
    said = [place.name]
    said += [f"the {part} of {file.name}" for part, file in changes.replaced().items()]
    said += [f"LoRA {lora.file.name} × {lora.weight:g}" for lora in changes.loras]
    said += [f"the word {e.word} of {e.file.name}" for e in changes.embeddings]
    said += [f"CLIP skip {changes.clip_skip}"] if changes.clip_skip != 1 else []
    return ", ".join(said)


def _behaviour(folder: Path) -> dict[str, Any]:
    scheduler = read_json(folder / "scheduler/scheduler_config.json")
    side = read_config(folder, "unet")["sample_size"] * pixel_factor(read_config(folder, "vae"))
    return {
        "prediction_type": scheduler.get("prediction_type", "epsilon"),
        "defaults": {
            "steps": 25,
            "guidanceScale": 7.5,
            "scheduler": own_scheduler(scheduler) or FALLBACK,
            "width": side,
            "height": side,
        },
    }


def _copy_configs(folder: Path, target: Path, parts: list[Part]) -> None:
    # As they are: a scheduler that diffusers saves again gets keys that change other schedulers.
    copied = ["model_index.json", "scheduler/scheduler_config.json"]
    copied += [f"tokenizer/{p.name}" for p in folder.joinpath("tokenizer").iterdir() if p.is_file()]
    if any(part.source == "safety_checker" for part in parts):
        copied.append("feature_extractor/preprocessor_config.json")
    for name in copied:
        target.joinpath(name).parent.mkdir(exist_ok=True)
        shutil.copyfile(folder / name, target / name)
    for part in parts:
        config = read_config(folder, part.source)
        if part.source == "vae":
            config.setdefault("scaling_factor", 0.18215)
        write_json(target / part.target / "config.json", config)


def _convert_part(
    folder: Path, out: Path, part: Part, dtype: str, target: str, verify: bool
) -> None:
    model = load_part(folder, part.source)
    module = part.wrap(model).eval()
    if dtype == "fp16":
        module = module.half()
    config, generator = read_config(folder, part.source), torch.Generator().manual_seed(0)
    example = part.example(config, 2, EXAMPLE, generator)
    file = out / part.target / "model.onnx"
    # What it is verified against is the UNet with its own attention.
    is_unet = part.target == "unet"
    fuse = fused_attention(model) if is_unet and target != "standard" else nullcontext()
    with fuse:
        write_exact(module, _cast(example, dtype), part.inputs, part.outputs, part.dynamic, file)
    if is_unet and target == "cuda":
        fuse_for_cuda(file)
    if not verify:
        return
    runs = []
    # Half precision is very slow in PyTorch on a CPU; the same rounded weights in fp32 are not.
    exact = module.float()
    for batch, size in VERIFIED:
        given = _cast(part.example(config, batch, size, generator), dtype)
        wanted = _run(exact, tuple(t.float() if t.is_floating_point() else t for t in given))
        runs.append((dict(zip(part.inputs, given, strict=True)), wanted))
    with _for_the_cpu(file) if is_unet and target == "cuda" else nullcontext(file) as runnable:
        compare(f"{part.target}/model.onnx", runnable, runs, TOLERANCES[dtype], scaled=True)


@contextmanager
def _for_the_cpu(file: Path) -> Iterator[Path]:
    """A graph for CUDA as a file that the CPU can run, which is gone after the block."""
    with tempfile.TemporaryDirectory(dir=file.parent) as scratch:
        plain = Path(scratch) / file.name
        model = in_standard_operators(onnx.load(str(file)))
        onnx.save(model, str(plain), save_as_external_data=True, location=f"{file.name}_data")
        yield plain


def _run(module: nn.Module, given: tuple[Tensor, ...]) -> list[Tensor]:
    with torch.no_grad(), quiet():
        out = module(*given)
    return list(out) if isinstance(out, tuple) else [out]


def _cast(tensors: tuple[Tensor, ...], dtype: str) -> tuple[Tensor, ...]:
    half = dtype == "fp16"
    return tuple(t.half() if half and t.is_floating_point() else t for t in tensors)
