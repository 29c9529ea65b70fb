"""Single files, as they are shared, under the names of the original code (LDM)."""

import gzip
import json
import re
import shutil
from pathlib import Path
from typing import Any

import torch

from ..text_files import read_json
from ..tokenizer import clip_ids
from .checkpoint import State, read_state
from .configuration import kind_of_single_file
from .output import quiet, write_json

CARRIED = Path(__file__).parent / "sd15"
"""The configuration and the tokenizer of Stable Diffusion 1.5, which single files leave out."""
CONFIGS = ("model_index.json", "scheduler", "tokenizer", "unet", "vae", "text_encoder")
TEXT = "cond_stage_model.transformer."
PARTS_OF_VAE = ("encoder.", "decoder.", "quant_conv.", "post_quant_conv.")
PARTS_OF_TEXT = ("embeddings.", "encoder.", "final_layer_norm.")
VAE = "first_stage_model."


def read_single_file(file: Path) -> State:
    """Its tensors. Raises OSError, or ValueError when it is not Stable Diffusion 1.x."""
    state = read_state(file)
    shapes = {name: list(value.shape) for name, value in state.items()}
    kind = kind_of_single_file(shapes)
    if kind is not None:
        raise ValueError(f"{file.name} is {kind}.")
    return state


def write_configuration(folder: Path, config: Path | None) -> None:
    """Write the configuration of 1.5, or that of the folder `config`, without any weights."""
    source = config or CARRIED
    for name in CONFIGS:
        if source.joinpath(name).is_dir():
            shutil.copytree(source / name, folder / name, ignore=_weights)
        elif source.joinpath(name).is_file():
            shutil.copyfile(source / name, folder / name)
        else:
            raise ValueError(f"{source} has no {name}; --config takes a folder of diffusers.")
    index = read_json(folder / "model_index.json")
    # A single file has neither.
    left_out = {key: [None, None] for key in ("safety_checker", "feature_extractor")}
    write_json(folder / "model_index.json", {**index, **left_out})
    packed = folder / "tokenizer/merges.txt.gz"
    if packed.is_file():
        lines = gzip.decompress(packed.read_bytes()).decode().splitlines()
        packed.unlink()
        pairs = [(a, b) for a, b in (line.split(" ") for line in lines)]
        write_tokenizer(folder / "tokenizer", pairs)


def write_tokenizer(folder: Path, merges: list[tuple[str, str]]) -> None:
    """Write `vocab.json` and `merges.txt`."""
    lines = ["#version: 0.2", *(f"{a} {b}" for a, b in merges)]
    folder.joinpath("merges.txt").write_text("\n".join(lines) + "\n")
    ids = json.dumps(clip_ids(merges), ensure_ascii=False)
    folder.joinpath("vocab.json").write_text(ids)


def _weights(_folder: str, names: list[str]) -> set[str]:
    return {n for n in names if re.search(r"\.(safetensors|bin|ckpt|msgpack|h5|onnx\w*)$", n)}


def unet_of(state: State, config: dict[str, Any]) -> State:
    """The UNet of a single file under diffusers' names."""
    from diffusers.loaders.single_file_utils import convert_ldm_unet_checkpoint

    with quiet():
        return dict(convert_ldm_unet_checkpoint(dict(state), config=config))


def vae_of(state: State, config: dict[str, Any], file: str) -> State:
    """The VAE of a single file, or of its own, under diffusers' names. Raises ValueError."""
    from diffusers.loaders.single_file_utils import convert_ldm_vae_checkpoint

    if any(name.startswith("encoder.down_blocks.") for name in state):
        return state
    held = {k.removeprefix(VAE): v for k, v in state.items() if k.startswith(VAE)} or state
    held = {k: v for k, v in held.items() if k.startswith(PARTS_OF_VAE)}
    if "decoder.conv_in.weight" not in held:
        raise ValueError(f"{file} holds no VAE; name one, as in --vae FILE.")
    with quiet():
        return dict(convert_ldm_vae_checkpoint(held, config))


def text_of(state: State, file: str) -> State:
    """The text encoder of a single file. Raises ValueError when it has none."""
    whole = {k.removeprefix(TEXT): v for k, v in state.items() if k.startswith(TEXT)}
    # Some have a projection for pictures as well.
    held = {k: v for k, v in whole.items() if k.startswith(("text_model.", *PARTS_OF_TEXT))}
    if not held:
        raise ValueError(f"{file} holds no text encoder of Stable Diffusion 1.x.")
    return held


def predicts_v(file: Path, state: State) -> bool:
    """Whether a single file says that it predicts v: by a tensor's name, or a YAML beside it."""
    beside = file.with_suffix(".yaml")
    said = beside.read_text(encoding="utf8") if beside.is_file() else ""
    return "v_pred" in state or bool(re.search(r"parameterization:\s*[\"']?v\b", said))


def as_one_file(state: State, dtype: torch.dtype = torch.float32) -> State:
    """A state that safetensors can write: whole tensors in one dtype."""
    return {k: v.to(dtype).contiguous() if v.is_floating_point() else v for k, v in state.items()}
