"""Rebuild the PyTorch modules of an exported model folder: the very weights that are served."""

import json
from dataclasses import dataclass
from pathlib import Path

import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn

from ..config import Config, load_preset
from ..models.clip import TextEncoder
from ..models.scorer import Scorer
from ..models.unet import Unet
from ..models.vae import Decoder
from ..sampling import TRAIN_STEPS, alphas_cumprod
from ..stages.clip import build_clip
from ..stages.pipeline import Base, Frozen
from ..stages.unet import build_unet
from ..stages.vae import build_vae
from ..tokenizer import ClipTokenizer


def load_weights(module: nn.Module, file: Path, prefix: str = "") -> None:
    """Fill `module` in fp32 from the initialisers of an ONNX file that `write_onnx` wrote.

    Raises ValueError that names a parameter which the file does not hold, or in another size.
    """
    model = onnx.load(str(file))
    held: dict[str, Tensor] = {}
    for weight in model.graph.initializer:
        name = weight.name.removesuffix(".fp16")
        value = torch.from_numpy(numpy_helper.to_array(weight).copy()).float()
        held[name.removesuffix(".T")] = value.t() if name.endswith(".T") else value
    for alias in model.metadata_props:
        if alias.value in held:
            held[alias.key] = held[alias.value]
    state: dict[str, Tensor] = {}
    for name, value in module.state_dict().items():
        thirds = [f"{prefix}{name}.{part}" for part in range(3)]
        if all(third in held for third in thirds):
            held[prefix + name] = torch.cat([held[third] for third in thirds])
        if prefix + name not in held:
            raise ValueError(f"{file} holds no {prefix}{name}; export the model again.")
        if held[prefix + name].numel() != value.numel():
            raise ValueError(
                f"{file} has {name} in another size: it was trained on another world or by another "
                "version; take the commit that its manifest names."
            )
        state[name] = held[prefix + name].reshape(value.shape)
    module.load_state_dict(state)


@dataclass(frozen=True)
class Twin:
    """The networks of one model folder in PyTorch, in fp32 on the CPU."""

    config: Config
    text: TextEncoder
    unet: Unet
    decoder: Decoder
    tokenizer: ClipTokenizer
    scaling_factor: float

    @torch.inference_mode()
    def paint(self, prompt: str, noise: Tensor, steps: int, guidance_scale: float) -> Tensor:
        """Pictures `[B, 3, side, side]` in -1..1 from noise `[B, C, h, w]`: DDIM in plain fp32."""
        table, stride = alphas_cumprod(), TRAIN_STEPS / steps
        ids = torch.tensor(self.tokenizer(["", prompt]))
        states = self.text(ids)[0].repeat_interleave(len(noise), dim=0)
        x = noise
        for index in range(steps):
            t = round(TRAIN_STEPS - index * stride) - 1
            u, c = self.unet(torch.cat([x, x]), torch.tensor(float(t)), states).chunk(2)
            v = u + guidance_scale * (c - u)
            a, before = table[t], t - TRAIN_STEPS // steps
            after = table[before] if before >= 0 else torch.tensor(1.0)
            x0 = a.sqrt() * x - (1 - a).sqrt() * v
            x = after.sqrt() * x0 + (1 - after).sqrt() * (a.sqrt() * v + (1 - a).sqrt() * x)
        painted: Tensor = self.decoder(x / self.scaling_factor)
        return painted

    def noise(self, seed: int, count: int = 1) -> Tensor:
        """Initial noise of `count` pictures by the CPU generator."""
        side = self.config.latent_side
        shape = (count, self.config.vae.latent_channels, side, side)
        return torch.randn(shape, generator=torch.Generator().manual_seed(seed))


def load_frozen(folder: Path) -> Frozen:
    """All but the UNet of a model folder that `export` wrote, and its scorer beside it, frozen.

    Raises OSError or ValueError.
    """
    twin = load_twin(folder)
    vae, scorer = build_vae(twin.config), Scorer(twin.config.scorer.width, twin.config.side)
    load_weights(vae.encoder, folder / "vae_encoder/model.onnx")
    vae.decoder = twin.decoder
    load_weights(scorer, folder.with_name(f"{folder.name}-scorer") / "model.onnx", "scorer.")
    for module in (vae, scorer, twin.text):
        module.eval().requires_grad_(False)
    return Frozen(vae, scorer, twin.text, twin.tokenizer)


def load_base(folder: Path) -> Base:
    """The whole of an exported base, frozen. Raises OSError or ValueError."""
    twin, frozen = load_twin(folder), load_frozen(folder)
    unet = twin.unet.requires_grad_(False)
    parts = (frozen.vae, frozen.scorer, frozen.text, unet, twin.tokenizer, twin.scaling_factor)
    return Base(twin.config, *parts)


def load_twin(folder: Path) -> Twin:
    """Read a model folder that `export` wrote. Raises OSError or ValueError."""
    manifest = json.loads(folder.joinpath("manifest.json").read_text())
    stored = manifest["trainingConfig"]
    # A folder that is older than a setting has that setting's value of today's preset.
    config = Config.model_validate({**load_preset(stored["name"]).model_dump(), **stored})
    tokenizer = ClipTokenizer(folder / "tokenizer", config.clip.context_length)
    text = build_clip(config, tokenizer.size).text
    unet, decoder = build_unet(config), build_vae(config).decoder
    load_weights(text, folder / "text_encoder/model.onnx", "text.")
    load_weights(unet, folder / "unet/model.onnx", "unet.")
    load_weights(decoder, folder / "vae_decoder/model.onnx")
    vae = json.loads(folder.joinpath("vae_decoder/config.json").read_text())
    return Twin(config, text.eval(), unet.eval(), decoder.eval(), tokenizer, vae["scaling_factor"])
