"""LoRA files, fused into what they were trained on: W + weight · alpha / rank · up · down."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from .checkpoint import State, read_state

DOWN = ("lora_down", "lora_A.default", "lora_A", "lora_linear_layer.down", "lora.down")
UP = ("lora_up", "lora_B.default", "lora_B", "lora_linear_layer.up", "lora.up")
OLD_PROJECTIONS = re.compile(r"\.(?:processor\.)?to_(q|k|v|out)_lora\.(down|up)\.weight$")
"""How diffusers named them at first: the projection before the word lora."""
OTHERS = {
    "hada_w1_a": "a LoHa",
    "lokr_w": "a LoKr",
    "dora_scale": "a DoRA",
    "lora_mid": "a LoCon with a middle part",
    "oft_": "an OFT",
}
"""What trainers write beside plain LoRA, by a piece of its names."""


@dataclass(frozen=True)
class Lora:
    """A file, and how much of it is mixed in."""

    file: Path
    weight: float

    @classmethod
    def parse(cls, text: str) -> "Lora":
        """`FILE` or `FILE:WEIGHT`. Raises ValueError."""
        file, colon, weight = text.rpartition(":")
        if not colon or Path(text).is_file():
            return cls(Path(text), 1.0)
        try:
            return cls(Path(file), float(weight))
        except ValueError:
            return cls(Path(text), 1.0)


@dataclass
class _Pair:
    down: Tensor | None = None
    up: Tensor | None = None
    alpha: float | None = None


def fuse_loras(loras: list[Lora], unet: State, text: State) -> None:
    """Add every LoRA to the two states, which become fp32 where they change.

    Raises OSError, or ValueError, one sentence, when a part of a file fits nowhere.
    """
    modules = {**_modules("unet", unet), **_modules("te", text)}
    states = {"unet": unet, "te": text}
    for lora in loras:
        for name, pair in _pairs(lora.file).items():
            if name not in modules:
                # Trained without the last layer, it has zeros for that, which the model may lack.
                if pair.up is not None and not pair.up.any():
                    continue
                raise ValueError(
                    f"{lora.file.name} is not for this model: nothing in it is called {name}."
                )
            which, key = modules[name]
            states[which][key] = _fused(lora, name, states[which][key].float(), pair)


def _modules(which: str, state: State) -> dict[str, tuple[str, str]]:
    """Where the weights of a network are, by kohya's name of each of its layers."""
    found: dict[str, tuple[str, str]] = {}
    for key in state:
        if key.endswith(".weight"):
            module = key.removesuffix(".weight")
            if which == "te":
                module = f"text_model.{module.removeprefix('text_model.')}"
            found[f"lora_{which}_{module.replace('.', '_')}"] = which, key
    return found


def _pairs(file: Path) -> dict[str, _Pair]:
    state, alphas = read_state(file), _alphas_in_metadata(file)
    pairs: dict[str, _Pair] = {}
    for key, value in state.items():
        for piece, kind in OTHERS.items():
            if piece in key:
                raise ValueError(f"{file.name} is {kind}; only plain LoRA files are fused.")
        name, kind = _split(file, key)
        pair = pairs.setdefault(name, _Pair(alpha=alphas.get(name.split("_")[1])))
        if kind == "alpha":
            pair.alpha = float(value)
        elif kind == "down":
            pair.down = value.float()
        else:
            pair.up = value.float()
    return pairs


def _split(file: Path, key: str) -> tuple[str, str]:
    """Kohya's name of the layer that a tensor is for, and what it is: down, up or alpha."""
    key = OLD_PROJECTIONS.sub(_new_projection, key)
    ends = {f".{end}.weight": "down" for end in DOWN} | {f".{end}.weight": "up" for end in UP}
    ends[".alpha"] = "alpha"
    end = next((end for end in ends if key.endswith(end)), None)
    if end is None:
        raise ValueError(f"{file.name} holds {key}, which no LoRA of Stable Diffusion 1.x does.")
    module = key.removesuffix(end)
    # The alpha of a pair of diffusers' carries the name of its first half, too.
    for other in (*DOWN, *UP):
        module = module.removesuffix(f".{other}.weight")
    module = module.removeprefix("base_model.model.")
    if module.startswith("lora_"):
        return module, ends[end]
    if module.startswith("text_encoder."):
        inner = module.removeprefix("text_encoder.").removeprefix("text_model.")
        return f"lora_te_text_model_{inner.replace('.', '_')}", ends[end]
    return f"lora_unet_{module.removeprefix('unet.').replace('.', '_')}", ends[end]


def _new_projection(found: re.Match[str]) -> str:
    projection = "to_out.0" if found[1] == "out" else f"to_{found[1]}"
    return f".{projection}.lora.{found[2]}.weight"


def _alphas_in_metadata(file: Path) -> dict[str, float]:
    """The alpha of all pairs of a network, where diffusers wrote it beside the tensors."""
    if file.suffix != ".safetensors":
        return {}
    from safetensors import safe_open

    with safe_open(file, "pt") as opened:
        written = (opened.metadata() or {}).get("lora_adapter_metadata", "{}")
    said: dict[str, Any] = json.loads(written)
    for network in ("unet", "text_encoder"):
        if said.get(f"{network}.alpha_pattern"):
            raise ValueError(f"{file.name} has an alpha for each layer; only one is understood.")
    alphas = {"unet": said.get("unet.lora_alpha"), "te": said.get("text_encoder.lora_alpha")}
    return {network: float(alpha) for network, alpha in alphas.items() if alpha is not None}


def _fused(lora: Lora, name: str, weight: Tensor, pair: _Pair) -> Tensor:
    if pair.down is None or pair.up is None:
        raise ValueError(f"{lora.file.name} has only a half of {name}; it is not whole.")
    rank, inputs = pair.down.shape[0], pair.down.shape[1:].numel()
    outputs = pair.up.shape[0]
    wanted = (weight.shape[0], weight.shape[1:].numel())
    if (outputs, inputs) != wanted or pair.up.shape[1:].numel() != rank:
        raise ValueError(
            f"{lora.file.name} is not for this model: {name} is for a layer of "
            f"{outputs} × {inputs}, and here it is {wanted[0]} × {wanted[1]}."
        )
    scale = lora.weight * (1.0 if pair.alpha is None else pair.alpha / rank)
    change = torch.mm(pair.up.flatten(1), pair.down.flatten(1)).reshape(weight.shape)
    return weight + scale * change
