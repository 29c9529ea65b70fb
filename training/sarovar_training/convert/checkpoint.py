"""Reads checkpoints without trusting them: shapes first, tensors only after the check."""

import pickle
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from ..text_files import read_json

Shapes = Mapping[str, Collection[int]]
State = dict[str, Tensor]


def load_pickle(file: Path) -> Any:
    """What `torch.save` wrote. Raises ValueError when opening it could run code."""
    try:
        state = torch.load(file, weights_only=True, map_location="cpu")
    except pickle.UnpicklingError as error:
        raise ValueError(
            f"{file.name} is refused, because it is a pickle that holds more than tensors "
            "and could run code when it is opened."
        ) from error
    # What torch meets in other files, as Python's manual says of unpickling.
    except (AttributeError, EOFError, ImportError, IndexError, KeyError, RuntimeError) as error:
        raise ValueError(f"{file.name} is not a file that torch.save wrote.") from error
    return state


def read_pickle(file: Path) -> State:
    """The state dict that `torch.save` wrote. Raises ValueError when there is more than tensors."""
    state = load_pickle(file)
    while isinstance(state, dict) and isinstance(state.get("state_dict"), dict):
        state = state["state_dict"]
    if not isinstance(state, dict) or not all(isinstance(v, Tensor) for v in state.values()):
        raise ValueError(f"{file.name} is not a state dict, that is, names with one tensor each.")
    return state


def shards_of(index: Path) -> list[Path]:
    """The files that an index of shards names."""
    names = set(read_json(index)["weight_map"].values())
    return [index.with_name(name) for name in sorted(names)]


def read_shapes(file: Path) -> dict[str, list[int]]:
    """The shape of every tensor of a `.safetensors` file, its shards' index, or a pickle.

    Raises OSError, or ValueError when it is none of these.
    """
    if file.suffix == ".json":
        return {k: v for shard in shards_of(file) for k, v in read_shapes(shard).items()}
    if file.suffix != ".safetensors":
        return {name: list(value.shape) for name, value in read_pickle(file).items()}
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(file, "pt") as opened:
            return {name: list(opened.get_slice(name).get_shape()) for name in list(opened.keys())}
    except SafetensorError as error:
        raise ValueError(f"{file.name} is not a whole safetensors file: {error}.") from error


def read_state(file: Path) -> State:
    """Every tensor of a `.safetensors` file, its shards' index or a pickle.

    Of the pickles of trainers, which hold more than weights, it is their `state_dict`. Raises as
    `read_shapes`.
    """
    if file.suffix == ".json":
        return {k: v for shard in shards_of(file) for k, v in read_state(shard).items()}
    if file.suffix != ".safetensors":
        return read_pickle(file)
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    try:
        state: State = load_file(file)
    except SafetensorError as error:
        raise ValueError(f"{file.name} is not a whole safetensors file: {error}.") from error
    return state


def read_tensors(file: Path) -> State:
    """Every tensor that `read_state` gives, in fp32."""
    return {name: value.float() for name, value in read_state(file).items()}


def shapes_of(module: nn.Module) -> dict[str, list[int]]:
    """The shapes of a module's state, which may lie on the meta device."""
    return {name: list(value.shape) for name, value in module.state_dict().items()}


def check_keys(
    file: str, held: Shapes, *spellings: Shapes, ignored: tuple[str, ...] = (), why: str = ""
) -> None:
    """Compare what a file holds with what it must hold.

    Of several `spellings` of the same weights the one counts that fits best. Names that begin or
    end with one of `ignored` may be there or not; `why` says where a wanted shape comes from.
    Raises ValueError, one sentence that names the first missing, unexpected or wrong key.
    """
    wanted = max(spellings, key=lambda spelling: len(spelling.keys() & held.keys()))
    for name, shape in wanted.items():
        if name not in held:
            others = len(wanted.keys() - held.keys()) - 1
            more = f" and {others} other keys" if others else ""
            raise ValueError(f"{file} has no {name}{more}; it is not the published checkpoint.")
        if list(held[name]) != list(shape):
            raise ValueError(f"{file}: {name} is {list(held[name])}, not {list(shape)}{why}.")
    for name in held:
        known = name in wanted or name.startswith(ignored) or name.endswith(ignored)
        if not known:
            raise ValueError(f"{file} holds {name}, which the published checkpoint does not have.")
