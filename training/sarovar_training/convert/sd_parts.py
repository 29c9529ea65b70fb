"""The networks of a Stable Diffusion 1.x folder with Optimum's names of inputs and outputs."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

BATCH, HW = {0: "batch_size"}, {0: "batch_size", 2: "height", 3: "width"}
LATENT = {0: "batch_size", 2: "latent_height", 3: "latent_width"}
SAMPLE = {0: "batch_size", 2: "sample_height", 3: "sample_width"}
TEXT = {0: "batch_size", 1: "sequence_length"}
Size = tuple[int, int]
"""High and wide."""


class TextPart(nn.Module):
    """`input_ids` → `last_hidden_state`, `pooler_output`."""

    def __init__(self, model: nn.Module) -> None:
        super().__init__()
        self.model = model

    def forward(self, input_ids: Tensor) -> tuple[Tensor, Tensor]:
        out = self.model(input_ids=input_ids)
        return out.last_hidden_state, out.pooler_output


class UnetPart(nn.Module):
    """`sample`, `timestep` (rank 0), `encoder_hidden_states` → `out_sample`."""

    def __init__(self, model: nn.Module) -> None:
        super().__init__()
        self.model = model

    def forward(self, sample: Tensor, timestep: Tensor, states: Tensor) -> Tensor:
        out: Tensor = self.model(sample, timestep, states, return_dict=False)[0]
        return out


class EncoderPart(nn.Module):
    """`sample` → `latent_parameters`: the mean, then the logarithm of the variance, not clamped."""

    def __init__(self, model: Any) -> None:
        super().__init__()
        self.model = model

    def forward(self, sample: Tensor) -> Tensor:
        out: Tensor = self.model.encode(sample).latent_dist.parameters
        return out


class DecoderPart(nn.Module):
    """`latent_sample`, divided by the scaling factor → `sample`."""

    def __init__(self, model: Any) -> None:
        super().__init__()
        self.model = model

    def forward(self, latent_sample: Tensor) -> Tensor:
        out: Tensor = self.model.decode(latent_sample, return_dict=False)[0]
        return out


class SafetyPart(nn.Module):
    """`clip_input` `[B, 3, 224, 224]` → `has_nsfw_concepts` bool `[B]`, as diffusers decides it."""

    def __init__(self, model: Any) -> None:
        super().__init__()
        self.model = model

    def forward(self, clip_input: Tensor) -> Tensor:
        model = self.model
        image = model.visual_projection(model.vision_model(clip_input)[1]).float()
        image = image / image.norm(dim=-1, keepdim=True)

        def scores(concepts: Tensor, thresholds: Tensor) -> Tensor:
            concepts = concepts.float()
            likeness: Tensor = image @ (concepts / concepts.norm(dim=-1, keepdim=True)).t()
            return likeness - thresholds.float()

        # diffusers rounds every score to three digits before it looks at the sign.
        special = scores(model.special_care_embeds, model.special_care_embeds_weights)
        careful = ((1000 * special).round() > 0).any(dim=1, keepdim=True).float()
        rest = scores(model.concept_embeds, model.concept_embeds_weights) + 0.01 * careful
        return ((1000 * rest).round() > 0).any(dim=1)


@dataclass(frozen=True)
class Part:
    """One network: where its weights are, what it becomes, and inputs of any size for it."""

    source: str
    target: str
    wrap: Callable[[Any], nn.Module]
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    dynamic: dict[str, dict[int, str]]
    example: Callable[[dict[str, Any], int, Size, torch.Generator], tuple[Tensor, ...]]
    """(config, batch, size, generator) → inputs; `size` is that of the latents."""


def _random(*shape: int, generator: torch.Generator) -> Tensor:
    return torch.randn(shape, generator=generator)


def _unet_example(
    config: dict[str, Any], batch: int, size: Size, generator: torch.Generator
) -> tuple[Tensor, ...]:
    sample = _random(batch, config["in_channels"], *size, generator=generator)
    states = _random(batch, 77, config["cross_attention_dim"], generator=generator)
    return sample, torch.tensor(37.0 * size[0]), states


def parts_of(folder: Path) -> list[Part]:
    """The parts that a diffusers folder has, the safety checker only when it is there."""
    parts = [
        Part(
            "text_encoder",
            "text_encoder",
            TextPart,
            ("input_ids",),
            ("last_hidden_state", "pooler_output"),
            {"input_ids": TEXT, "last_hidden_state": TEXT, "pooler_output": BATCH},
            lambda c, b, _, g: (torch.randint(c["vocab_size"], (b, 77), generator=g),),
        ),
        Part(
            "unet",
            "unet",
            UnetPart,
            ("sample", "timestep", "encoder_hidden_states"),
            ("out_sample",),
            {"sample": HW, "encoder_hidden_states": TEXT, "out_sample": HW},
            _unet_example,
        ),
        Part(
            "vae",
            "vae_encoder",
            EncoderPart,
            ("sample",),
            ("latent_parameters",),
            {"sample": SAMPLE, "latent_parameters": LATENT},
            lambda c, b, s, g: (
                _random(b, c["in_channels"], *(n * pixel_factor(c) for n in s), generator=g),
            ),
        ),
        Part(
            "vae",
            "vae_decoder",
            DecoderPart,
            ("latent_sample",),
            ("sample",),
            {"latent_sample": LATENT, "sample": HW},
            lambda c, b, s, g: (_random(b, c["latent_channels"], *s, generator=g),),
        ),
    ]
    if folder.joinpath("safety_checker").is_dir():
        parts.append(
            Part(
                "safety_checker",
                "safety_checker",
                SafetyPart,
                ("clip_input",),
                ("has_nsfw_concepts",),
                {"clip_input": BATCH, "has_nsfw_concepts": BATCH},
                lambda _c, b, _s, g: (_random(b, 3, 224, 224, generator=g),),
            )
        )
    return parts


def pixel_factor(vae: dict[str, Any]) -> int:
    """Pixels of a picture's side for each latent."""
    return int(2 ** (len(vae["block_out_channels"]) - 1))
