"""Presets: one TOML file each, parsed once with a schema."""

import tomllib
from importlib.resources import files
from typing import Literal

from pydantic import BaseModel, ConfigDict

Triple = tuple[int, int, int]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class StageConfig(Strict):
    """What every training stage has. Its length is `steps` where set, else `minutes`, by the clock
    on the wall or that of the processor."""

    minutes: float = 0
    steps: int = 0
    snapshots: tuple[int, ...] = ()
    batch: int
    learning_rate: float
    warm_up: int = 300
    decay_from: float = 0.55
    ema: float = 0.0
    clock: Literal["wall", "processor"] = "wall"


class VaeConfig(StageConfig):
    """`patch` pixels a side go into one position of the first layer, so that a latent stands for
    `4 * patch`. `whiten_floor` is what whitening adds to each direction's variance, as a share of
    the mean variance. `equivariance` is the share of batches that are turned or shrunk as latents
    (EQ-VAE, arXiv 2502.09509)."""

    latent_channels: int = 16
    encoder: Triple
    decoder: Triple
    latent_noise: float = 0.05
    patch: int = 2
    whiten_floor: float = 0.0
    equivariance: float = 0.0


class ClipConfig(StageConfig):
    """`captioning` weighs the loss of predicting each next token from the picture and the tokens
    before it (CoCa, arXiv 2205.01917). With `zero_padding` the states after a text's end are zero
    instead of CLIP's summary of the text, again and again."""

    width: int
    layers: int
    heads: int
    context_length: int = 48
    vocabulary: int = 1024
    image_width: int = 192
    image_layers: int = 3
    captioning: float = 0.0
    zero_padding: bool = False


class UnetConfig(StageConfig):
    """Of the captions `complex_share` are enriched ones and `detailed_share` of the others leave
    nothing open; `mixture` says which scenes (`world/scene.py`). For the share `curriculum` of the
    training scenes of up to two things come alone. `attention` weighs the supervision of
    cross-attention (TokenCompose, arXiv 2312.03626), `teacher` the alignment of the middle with the
    scorer's features (REPA, arXiv 2410.06940)."""

    widths: tuple[int, int]
    head_width: int = 64
    caption_dropout: float = 0.1
    latent_scale: float = 1.0
    complex_share: float = 0.1
    detailed_share: float = 0.0
    mixture: str = "pairs"
    curriculum: float = 0.0
    attention: float = 0.0
    teacher: float = 0.0
    times: Literal["uniform", "logit-normal"] = "uniform"
    optimiser: Literal["adamw", "muon"] = "adamw"


class ScorerConfig(StageConfig):
    width: int = 64


class SurConfig(StageConfig):
    """`eta` is predicted when unset; without `cosine_weight` the losses are the paper's."""

    heads: int = 4
    feed_forward: int = 1024
    eta: float | None = None
    eta_start: float = 0.1
    cosine_weight: float = 0.0
    enriched_share: float = 0.0
    caption_dropout: float = 0.1


class ConnectorConfig(StageConfig):
    """The first `imitation_steps` learn CLIP's states of the same caption, without the UNet."""

    heads: int = 4
    layers: int = 4
    tokens: int = 32
    sinusoids: int = 128
    caption_dropout: float = 0.1
    imitation_steps: int = 0


class AdaptersConfig(Strict):
    """`scenes` of training scenes have their captions read by the language model. `evaluated`
    prompts compare the models; the first `ablated` of them compare SUR's parts, in many variants.
    """

    scenes: int
    sur_kl: SurConfig
    sur_cosine: SurConfig
    connector: ConnectorConfig
    evaluated: int
    ablated: int = 250


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
    adapters: AdaptersConfig
    evaluation: EvaluationConfig

    @property
    def latent_side(self) -> int:
        """Latents along each side of a picture."""
        return self.side // (4 * self.vae.patch)


PRESETS = ("smoke", "cpu-short", "cpu", "gpu")


def load_preset(name: str) -> Config:
    """The preset called `name`. Raises ValueError when there is none."""
    if name not in PRESETS:
        raise ValueError(f"There is no preset {name!r}; choose one of {', '.join(PRESETS)}.")
    text = files(__package__).joinpath(f"presets/{name}.toml").read_text("utf-8")
    return Config.model_validate(tomllib.loads(text))
