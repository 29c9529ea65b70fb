"""A diffusers folder of Stable Diffusion 1.x: whether it is one, and its networks."""

from pathlib import Path
from typing import Any

import torch

from ..text_files import read_json
from .checkpoint import check_keys, read_shapes, shapes_of
from .configuration import check_configuration, check_kind
from .output import quiet

CLASSES = {
    "unet": "UNet2DConditionModel",
    "vae": "AutoencoderKL",
    "text_encoder": "CLIPTextModel",
    "safety_checker": "StableDiffusionSafetyChecker",
}
REQUIRED = {
    "unet": ("in_channels", "cross_attention_dim", "sample_size"),
    "vae": ("in_channels", "latent_channels", "block_out_channels"),
    "text_encoder": ("hidden_size", "vocab_size"),
}
OLD_ATTENTION = {"to_q": "query", "to_k": "key", "to_v": "value", "to_out.0": "proj_attn"}
"""The names of the VAE's attention in the files of Stable Diffusion 1.5 itself."""


def read_config(folder: Path, part: str) -> dict[str, Any]:
    """The config of a part. Raises OSError, or ValueError when a key that is needed is missing."""
    config: dict[str, Any] = read_json(folder / part / "config.json")
    for key in REQUIRED.get(part, ()):
        if key not in config:
            raise ValueError(f"{part}/config.json of {folder} has no {key}.")
    return config


def require_sd1(folder: Path) -> list[str]:
    """What has to be said of a folder of Stable Diffusion 1.x, a sentence each.

    Raises OSError or ValueError, one sentence, when it is not one.
    """
    index_file = folder / "model_index.json"
    if not index_file.is_file():
        raise ValueError(f"{folder} has no model_index.json; it is no folder of diffusers.")
    index = read_json(index_file)
    check_kind("model_index.json", index.get("_class_name"))
    for part in ("unet", "vae", "text_encoder"):
        name = (index.get(part) or [None, None])[1]
        if name != CLASSES[part]:
            raise ValueError(f"{folder}: {part} is a {name}, not the {CLASSES[part]} of 1.x.")
    said = check_configuration(folder)
    unet = read_config(folder, "unet")
    latents = read_config(folder, "vae")["latent_channels"]
    if unet["in_channels"] != latents:
        raise ValueError(
            f"{folder}: the UNet has {unet['in_channels']} input channels, the VAE {latents}."
        )
    width, states = unet["cross_attention_dim"], read_config(folder, "text_encoder")["hidden_size"]
    if width != states:
        raise ValueError(
            f"{folder}: the UNet reads width {width}, the text encoder gives {states}."
        )
    return said


def model_class(part: str) -> Any:
    """The class of a part in diffusers or transformers."""
    import diffusers
    import transformers
    from diffusers.pipelines.stable_diffusion import safety_checker

    for library in (diffusers, transformers, safety_checker):
        found = getattr(library, CLASSES[part], None)
        if found is not None:
            return found
    raise RuntimeError(f"The installed libraries have no {CLASSES[part]}.")


def part_shapes(part: str, config: dict[str, Any]) -> list[dict[str, list[int]]]:
    """The keys of a part with their shapes, in the spellings that files have."""
    kind = model_class(part)
    with torch.device("meta"), quiet():
        if part in ("unet", "vae"):
            shapes = shapes_of(kind.from_config(config))
        else:
            shapes = shapes_of(kind(kind.config_class.from_dict(config)))
    return [published_names(part, shapes), shapes]


def published_names(part: str, state: dict[str, Any]) -> dict[str, Any]:
    """The state of one of the classes under the names that the published files have."""

    def rename(name: str) -> str:
        if part == "text_encoder":
            return f"text_model.{name.removeprefix('text_model.')}"
        if part == "safety_checker" and name.startswith("vision_model."):
            return f"vision_model.vision_model.{name.removeprefix('vision_model.')}"
        if part == "vae" and ".attentions." in name:
            for new, old in OLD_ATTENTION.items():
                name = name.replace(f".{new}.", f".{old}.")
        return name

    return {rename(name): value for name, value in state.items()}


def weights_file(folder: Path, part: str) -> tuple[Path, str | None]:
    """The file of a part's weights, or its shards' index, and its variant.

    Raises ValueError when there is none.
    """
    ours = part in ("unet", "vae")
    stem = "diffusion_pytorch_model" if ours else "model"
    stems = {"safetensors": stem, "bin": stem if ours else "pytorch_model"}
    names: dict[str, str | None] = {}
    for kind, beginning in stems.items():
        for variant in (None, "fp16", "non_ema"):
            middle = f".{variant}" if variant else ""
            names[f"{beginning}{middle}.{kind}"] = variant
            names[f"{beginning}.{kind}.index{middle}.json"] = variant
            names[f"{beginning}{middle}.{kind}.index.json"] = variant
    for name, variant in names.items():
        if folder.joinpath(part, name).is_file():
            return folder / part / name, variant
    raise ValueError(f"{folder / part} has no {stem}.safetensors, nor the weights in another form.")


def check_part(folder: Path, part: str) -> None:
    """Raises OSError or ValueError when the part's weights do not fit its config."""
    file, _ = weights_file(folder, part)
    config = read_config(folder, part)
    # A constant, which older versions of transformers saved.
    ignored = ["position_ids"]
    if part == "text_encoder":
        # Trainers on the last layer but one lower the number, and keep the layer.
        first = config.get("num_hidden_layers", 12)
        ignored += [f"text_model.encoder.layers.{n}." for n in range(first, first + 12)]
        ignored += [f"encoder.layers.{n}." for n in range(first, first + 12)]
    check_keys(
        f"{part}/{file.name}",
        read_shapes(file),
        *part_shapes(part, config),
        ignored=tuple(ignored),
        why=f" (as {part}/config.json says)",
    )


def load_part(folder: Path, part: str) -> Any:
    """A part in fp32, ready to run."""
    file, variant = weights_file(folder, part)
    options: dict[str, Any] = {"variant": variant, "use_safetensors": ".bin" not in file.name}
    if part in ("unet", "vae"):
        options |= {"torch_dtype": torch.float32, "low_cpu_mem_usage": False}
    else:
        # The exporter cannot trace the fused attention of fp16.
        options |= {"dtype": torch.float32, "attn_implementation": "eager"}
    with quiet():
        return model_class(part).from_pretrained(folder / part, **options).eval()
