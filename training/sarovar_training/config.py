"""Presets: one TOML file each, parsed once with a schema."""

from importlib.resources import files

import tomllib
from pydantic import BaseModel, ConfigDict

Triple = tuple[int, int, int]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class StageConfig(Strict):
    """What every training stage has. `minutes` of training set the length and the rate's decay."""

    minutes: float
    batch: int
    learning_rate: float
    warm_up: int = 300
    decay_from: float = 0.55
    ema: float = 0.0


class VaeConfig(StageConfig):
    latent_channels: int = 16
    encoder: Triple
    decoder: Triple
    latent_noise: float = 0.05


class ClipConfig(StageConfig):
    width: int
    layers: int
    heads: int
    context_length: int = 48
    vocabulary: int = 1024
    image_width: int = 192
    image_layers: int = 3


class UnetConfig(StageConfig):
    widths: tuple[int, int]
    head_width: int = 64
    caption_dropout: float = 0.1
    complex_share: float = 0.1


class ScorerConfig(StageConfig):
    width: int = 64


class EvaluationConfig(Strict):
    captions: int
    steps: int = 25
    guidance_scale: float = 4.0
    batch: int = 64


class Config(Strict):
    """One preset."""

    name: str
    seed: int
    side: int
    scenes: int
    vae: VaeConfig
    clip: ClipConfig
    unet: UnetConfig
    scorer: ScorerConfig
    evaluation: EvaluationConfig


PRESETS = ("smoke", "cpu", "gpu")


def load_preset(name: str) -> Config:
    """The preset called `name`. Raises ValueError when there is none."""
    if name not in PRESETS:
        raise ValueError(f"There is no preset {name!r}; choose one of {', '.join(PRESETS)}.")
    text = files(__package__).joinpath(f"presets/{name}.toml").read_text("utf-8")
    return Config.model_validate(tomllib.loads(text))
