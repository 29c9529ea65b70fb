"""SUR, ELLA and its T5 once more, straight from the published formulas and code.

Nothing here shares code with `models/` or the converters: that makes it worth comparing with.
"""

import math
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

State = dict[str, Tensor]
HEADS = 8


def _linear(state: State, name: str, x: Tensor) -> Tensor:
    return F.linear(x, state[f"{name}.weight"], state[f"{name}.bias"])


def _under(state: State, prefix: str) -> State:
    return {k.removeprefix(prefix): v for k, v in state.items() if k.startswith(prefix)}


@torch.no_grad()
def plain_sur(state: State, states: Tensor, eta: float) -> Tensor:
    """Refined states `[B, L, D]` of a whole batch, from a published state dict.

    The layers are built without `batch_first`, as published: B is taken for the sequence.
    """
    width = states.shape[-1]
    forward = state["transformer_encoder.layers.0.linear1.weight"].shape[0]
    layer = nn.TransformerEncoderLayer(width, HEADS, forward)
    encoder = nn.TransformerEncoder(layer, 2, enable_nested_tensor=False).eval()
    encoder.load_state_dict(_under(state, "transformer_encoder."))
    queries = _linear(state, "attention.query_layer", encoder(states))
    keys = _linear(state, "attention.key_layer", states)
    added = torch.softmax(queries @ keys.mT / math.sqrt(width), dim=-1) @ states + states
    hidden = F.relu(_linear(state, "attention.output_layer.0", added))
    attended = added + _linear(state, "attention.output_layer.2", hidden)
    return eta * _linear(state, "fc", attended) + (1 - eta) * states


@torch.no_grad()
def plain_ella(state: State, text: Tensor, timestep: float) -> Tensor:
    """States `[1, latents, D]` for text states `[1, n, D_text]` at one timestep."""
    half = state["time_embedding.linear_1.weight"].shape[1] // 2
    angles = timestep * torch.exp(-math.log(10_000) / half * torch.arange(half))
    time = torch.cat([angles.cos(), angles.sin()])[None, None]
    time = _linear(state, "time_embedding.linear_1", time)
    time = F.silu(_linear(state, "time_embedding.linear_2", F.silu(time)))

    def norm(name: str, x: Tensor) -> Tensor:
        shift, scale = _linear(state, f"{name}.linear", time).chunk(2, dim=-1)
        return F.layer_norm(x, x.shape[-1:], eps=1e-6) * (1 + scale) + shift

    latents = state["connector.latents"] + _linear(state, "connector.time_aware_linear", time)
    text = _linear(state, "connector.proj_in", text)
    width = latents.shape[-1]
    number = 0
    while f"connector.perceiver_blocks.{number}.attn.in_proj_weight" in state:
        block = f"connector.perceiver_blocks.{number}"
        attention = nn.MultiheadAttention(width, HEADS, batch_first=True).eval()
        attention.load_state_dict(_under(state, f"{block}.attn."))
        queries = norm(f"{block}.ln_1", latents)
        source = torch.cat([queries, norm(f"{block}.ln_2", text)], dim=1)
        latents = latents + attention(queries, source, source, need_weights=False)[0]
        hidden = _linear(state, f"{block}.mlp.c_fc", norm(f"{block}.ln_ff", latents))
        latents = latents + _linear(state, f"{block}.mlp.c_proj", F.relu(hidden) ** 2)
        number += 1
    return latents


def plain_t5(folder: Path, precision: str) -> Any:
    """ELLA's text encoder as its authors' code loads it: in fp32, and then all of it to fp16."""
    from transformers import T5EncoderModel

    encoder = T5EncoderModel.from_pretrained(folder, dtype=torch.float32)
    return encoder.to(torch.float16 if precision == "official" else torch.float32).eval()
