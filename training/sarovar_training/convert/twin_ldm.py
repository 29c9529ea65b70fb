"""Stable Diffusion as it is shared: one file under the names of the original code, and a LoRA."""

import json
import re
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from .checkpoint import State, read_state
from .sd_source import weights_file

RESNET = {
    "norm1": "in_layers.0",
    "conv1": "in_layers.2",
    "norm2": "out_layers.0",
    "conv2": "out_layers.3",
    "time_emb_proj": "emb_layers.1",
    "conv_shortcut": "skip_connection",
}
UNET_ENDS = {
    "time_embedding.linear_1": "time_embed.0",
    "time_embedding.linear_2": "time_embed.2",
    "conv_in": "input_blocks.0.0",
    "conv_norm_out": "out.0",
    "conv_out": "out.2",
}
VAE_ATTENTION = {
    "group_norm": "norm",
    "query": "q",
    "key": "k",
    "value": "v",
    "proj_attn": "proj_out",
}
RANK, ALPHA = 4, 2.0


def ldm_unet_names(state: State, config: dict[str, Any]) -> State:
    """A UNet's state of diffusers under the names of the original code."""
    layers = config["layers_per_block"]
    crossed = [kind.startswith("CrossAttn") for kind in config["up_block_types"]]

    def name(key: str) -> str:
        for ours, theirs in UNET_ENDS.items():
            if key.startswith(f"{ours}."):
                return key.replace(ours, theirs, 1)
        block = re.match(r"(down|up)_blocks\.(\d+)\.(\w+)\.(\d+)\.(.+)", key)
        if block:
            side, at, kind, inner, rest = block[1], int(block[2]), block[3], int(block[4]), block[5]
            if kind == "downsamplers":
                return f"input_blocks.{(at + 1) * (layers + 1)}.0.{rest.replace('conv', 'op')}"
            if kind == "upsamplers":
                last = at * (layers + 1) + layers
                return f"output_blocks.{last}.{1 + crossed[at]}.{rest}"
            index = at * (layers + 1) + inner
            place = f"input_blocks.{1 + index}" if side == "down" else f"output_blocks.{index}"
            return f"{place}.{0 if kind == 'resnets' else 1}.{_resnet(rest)}"
        middle = re.match(r"mid_block\.(\w+)\.(\d+)\.(.+)", key)
        assert middle, key
        position = 1 if middle[1] == "attentions" else 2 * int(middle[2])
        return f"middle_block.{position}.{_resnet(middle[3])}"

    return {f"model.diffusion_model.{name(key)}": value for key, value in state.items()}


def _resnet(rest: str) -> str:
    first, _, end = rest.partition(".")
    return f"{RESNET.get(first, first)}.{end}"


def ldm_vae_names(state: State, blocks: int) -> State:
    """A VAE's state of diffusers, in its published names, under those of the original code."""
    renamed: State = {}
    for key, value in state.items():
        name = key.replace("conv_norm_out", "norm_out").replace("conv_shortcut", "nin_shortcut")
        name = re.sub(r"down_blocks\.(\d+)\.resnets", r"down.\1.block", name)
        name = re.sub(r"down_blocks\.(\d+)\.downsamplers\.0", r"down.\1.downsample", name)
        up = re.match(r"decoder\.up_blocks\.(\d+)\.", name)
        if up:
            name = name.replace(up[0], f"decoder.up.{blocks - 1 - int(up[1])}.")
            name = name.replace(".resnets.", ".block.").replace(".upsamplers.0.", ".upsample.")
        name = re.sub(
            r"mid_block\.resnets\.(\d)", lambda found: f"mid.block_{int(found[1]) + 1}", name
        )
        if ".mid_block.attentions.0." in name:
            end, part, kind = name.split(".")[0], *name.split(".")[-2:]
            name = f"{end}.mid.attn_1.{VAE_ATTENTION[part]}.{kind}"
            value = value[:, :, None, None] if value.dim() == 2 else value
        renamed[f"first_stage_model.{name}"] = value
    return renamed


def ldm_state(folder: Path) -> State:
    """All networks of a diffusers folder in one state, as shared files hold them."""

    def config(part: str) -> dict[str, Any]:
        held: dict[str, Any] = json.loads(folder.joinpath(part, "config.json").read_text())
        return held

    def state(part: str) -> State:
        return read_state(weights_file(folder, part)[0])

    text = {f"cond_stage_model.transformer.{k}": v for k, v in state("text_encoder").items()}
    return {
        **ldm_unet_names(state("unet"), config("unet")),
        **ldm_vae_names(state("vae"), len(config("vae")["block_out_channels"])),
        **text,
        # The original code keeps its noise schedule with the weights.
        "alphas_cumprod": torch.linspace(0.999, 0.005, 1000),
    }


def kohya_lora(folder: Path) -> State:
    """A random LoRA for the attention of UNet and text encoder, in the names of kohya's trainer."""
    unet = read_state(weights_file(folder, "unet")[0])
    text = read_state(weights_file(folder, "text_encoder")[0])
    adapted = [("lora_unet", unet, r"attn[12]\.to_(q|k|v|out\.0)\.weight|proj_in\.weight")]
    adapted += [("lora_te", text, r"self_attn\.(q|k|v|out)_proj\.weight|fc[12]\.weight")]
    lora: State = {}
    for prefix, state, pattern in adapted:
        for key, weight in state.items():
            if re.search(pattern, key):
                name = f"{prefix}_{key.removesuffix('.weight').replace('.', '_')}"
                lora |= _pair(name, weight)
    return lora


def _pair(name: str, weight: Tensor) -> State:
    given, more = weight.shape[1], (1,) * (weight.dim() - 2)
    return {
        f"{name}.lora_down.weight": torch.randn(RANK, given, *more) * given**-0.5,
        f"{name}.lora_up.weight": torch.randn(weight.shape[0], RANK, *more) * 0.1,
        f"{name}.alpha": torch.tensor(ALPHA),
    }
