"""What a folder's configuration says and what is done with it: one list, `configuration.json`.

The server reads the same list when a folder is added: a key is honoured, harmless, refused or said.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import torch

from ..text_files import read_json

LIST = Path(__file__).with_name("configuration.json")
SUPPORTED = "only Stable Diffusion 1.x is supported"
FALLBACK = "dpm++2m-karras"
"""The scheduler of a base whose own we do not have."""
UNET_KEY = "model.diffusion_model.input_blocks.0.0.weight"
SINGLE_FILES = {
    "v2": "Stable Diffusion 2 or SD-Turbo",
    "inpainting": "for inpainting",
    "instruct-pix2pix": "for instructions on pictures (pix2pix)",
    "controlnet": "a ControlNet",
    "upscale": "for upscaling",
    "xl": "Stable Diffusion XL",
    "playground": "Stable Diffusion XL",
    "sd3": "Stable Diffusion 3",
    "flux": "Flux",
    "animatediff": "for films",
}
"""What diffusers' names of single files' kinds begin with."""


ADAPTERS = {
    "connector.": "an ELLA connector; see convert ella",
    "transformer_encoder.": "a SUR-adapter; see convert sur",
}


@cache
def _list() -> dict[str, Any]:
    held: dict[str, Any] = json.loads(LIST.read_text())
    return held


def check_kind(folder: str, name: object) -> None:
    """Raises ValueError for a pipeline that is not Stable Diffusion 1.x's."""
    kinds = _list()["kinds"]
    known = kinds.get(name, "not known here")
    if known is not None:
        raise ValueError(f"{folder} says {name}, which is {known}; {SUPPORTED}.")


def check_configuration(folder: Path) -> list[str]:
    """What has to be said of the configuration, a sentence each.

    Raises OSError, or ValueError for what is refused.
    """
    index = read_json(folder / "model_index.json")
    check_kind("model_index.json", index.get("_class_name"))
    said: list[str] = []
    for file in _list()["files"]:
        if folder.joinpath(file).is_file():
            said += _check_file(file, read_json(folder / file))
    checker = index.get("safety_checker") or [None, None]
    if checker[1] is not None and not folder.joinpath("safety_checker").is_dir():
        said.append(
            "model_index.json names a safety checker that is not there; "
            "pictures of this base are not looked at by one."
        )
    scheduler = read_json(folder / "scheduler/scheduler_config.json")
    if own_scheduler(scheduler) is None:
        said.append(
            f"Its scheduler is {_as_json(scheduler.get('_class_name'))}, which we do not have in "
            f"that form; {FALLBACK} is its default."
        )
    return said


def _check_file(file: str, held: Mapping[str, Any]) -> list[str]:
    rules, everywhere = _list()["files"][file], _list()["everywhere"]
    said: list[str] = []
    for key, value in held.items():
        if key in everywhere:
            continue
        says = f"{file} says {key}: {_as_json(value)}"
        rule = rules.get(key)
        if rule is None:
            if value is not None:
                said.append(f"{says}, which is not known here and not acted on.")
        elif isinstance(rule, dict):
            refused = rule.get("refuse_values", {}).get(_as_json(value))
            if refused or ("refuse" in rule and value not in rule["only"]):
                raise ValueError(f"{says}, {refused or rule['refuse']}.")
            if "say" in rule and value not in rule["only"]:
                said.append(f"{says}, {rule['say']}.")
    return said


def _as_json(value: object) -> str:
    # As the server writes it.
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def own_scheduler(config: Mapping[str, Any]) -> str | None:
    """Our name of a folder's own scheduler, None where we do not have it."""
    found = None
    for rule in _list()["schedulers"]:
        flags = {k: v for k, v in rule.items() if k not in ("class", "name")}
        fits = all(config.get(flag, False) == wanted for flag, wanted in flags.items())
        if rule["class"] == config.get("_class_name") and fits:
            found = str(rule["name"])
    return found


def kind_of_single_file(shapes: Mapping[str, list[int]]) -> str | None:
    """What a single file is, as the end of a sentence; None for Stable Diffusion 1.x."""
    from diffusers.loaders.single_file_utils import infer_diffusers_model_type

    tensors = {name: torch.empty(shape, device="meta") for name, shape in shapes.items()}
    kind = str(infer_diffusers_model_type(tensors))
    for beginning, what in SINGLE_FILES.items():
        if kind.startswith(beginning):
            return f"{what}; {SUPPORTED}"
    if "model.diffusion_model.time_embed.cond_proj.weight" in shapes:
        return f"an LCM; {SUPPORTED}"
    if kind == "v1" and UNET_KEY in shapes:
        return None
    for beginning, what in ADAPTERS.items():
        if any(name.startswith(beginning) for name in shapes):
            return f"{what}, which belongs to a base that is there already"
    if any("lora" in name for name in shapes):
        return "a LoRA; give the model that it is for, and this as in --lora FILE:0.8"
    if shapes.keys() & {"emb_params", "string_to_param"} or len(shapes) == 1:
        return "an embedding; give the model that it is for, and this as in --embedding FILE"
    if any(name.startswith(("decoder.", "first_stage_model.decoder.")) for name in shapes):
        return "a VAE; give the model that it is for, and this as in --vae FILE"
    if any(name.startswith("down_blocks.") for name in shapes):
        return "a UNet alone; give the model's folder, and this as in --unet FILE"
    return f"no Stable Diffusion 1.x: it has no {UNET_KEY}"
