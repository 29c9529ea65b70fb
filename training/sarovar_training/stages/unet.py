"""Train the UNet on cached latents and the states of the frozen text encoder."""

from pathlib import Path

import torch
from torch import Tensor

from ..config import Config
from ..models.clip import TextEncoder
from ..models.unet import Unet
from ..models.vae import Decoder
from ..sampling import ddim, same_at_all
from ..tokenizer import ClipTokenizer
from .data import SceneSet, save_grid
from .diffusion import DiffusionLoss
from .loop import Stage, say

SHEET = (
    "three red balloons on a blue background",
    "five dogs",
    "two yellow fish on a white background",
    "four kittens in a meadow",
    "one pizza on a yellow background",
    "a woman is surfing on a pink background",
    "a man is dancing on a white background",
    "a girl is juggling on a yellow background",
    "a boy riding a bicycle on a beach",
    "a chef is cooking on a green background",
    "a dog left of a turtle",
    "a star above a car in the night sky",
    "a purple umbrella and a yellow flower",
    "a pink heart in the snow",
    "three butterflies on a green background",
    "five blue stars on a black background",
)


@torch.no_grad()
def text_states(text: TextEncoder, tokenizer: ClipTokenizer, captions: list[str]) -> Tensor:
    """fp16 last hidden states `[N, L, D]`, padding included, as the UNet is given them."""
    device = next(text.parameters()).device
    parts = []
    for start in range(0, len(captions), 256):
        ids = torch.tensor(tokenizer(captions[start : start + 256]), device=device)
        with torch.autocast(device.type, torch.bfloat16):
            parts.append(text(ids)[0].half().cpu())
    return torch.cat(parts)


def build_unet(config: Config) -> Unet:
    """An untrained UNet of the preset's size."""
    c = config.unet
    return Unet(config.vae.latent_channels, c.widths, c.head_width, config.clip.width)


def train_unet(
    config: Config,
    folder: Path,
    scenes: SceneSet,
    latents: Tensor,
    scaling_factor: float,
    text: TextEncoder,
    tokenizer: ClipTokenizer,
    decoder: Decoder,
) -> Unet:
    """Train to the end (or go on) and return the moving average, frozen.

    `latents` have unit deviation; the UNet sees them times `latent_scale`.
    """
    torch.manual_seed(config.seed)
    unet = build_unet(config)
    stage = Stage("unet", folder / "unet", unet, config.unet)
    if stage.fraction >= 1:
        return _frozen(stage)
    device = stage.device
    captions = [scenes.caption(i) for i in range(scenes.size)]
    unique = sorted(set(captions))
    place = {caption: index + 1 for index, caption in enumerate(unique)}
    states = text_states(text, tokenizer, ["", *unique])
    caption_of = torch.tensor([place[c] for c in captions])
    say(f"unet: {len(unique)} captions, {sum(p.numel() for p in unet.parameters()) / 1e6:.1f}M")
    scale = config.unet.latent_scale
    generator = torch.Generator().manual_seed(config.seed + stage.step)
    batch = config.unet.batch
    diffusion = DiffusionLoss(stage.module, scale, generator, device)
    side = latents.shape[-1]
    sheet_noise = torch.randn(
        (len(SHEET), latents.shape[1], side, side), generator=torch.Generator().manual_seed(0)
    ).to(device)
    sheet_text = text_states(text, tokenizer, list(SHEET)).float().to(device)

    def loss() -> Tensor:
        chosen = torch.randint(len(latents), (batch,), generator=generator)
        which = caption_of[chosen]
        which[torch.rand(batch, generator=generator) < config.unet.caption_dropout] = 0
        context = states[which].to(device).float()
        return diffusion(latents[chosen], lambda _: context)

    @torch.no_grad()
    def preview() -> None:
        empty = states[:1].float().to(device)
        final = ddim(stage.best, sheet_noise, same_at_all(sheet_text, empty), 25, 4.0)
        painted = decoder(final / (scale * scaling_factor))
        save_grid(painted.cpu(), folder / f"unet/grid-{stage.step:06}.png")

    stage.train(loss, preview)
    return _frozen(stage)


def _frozen(stage: Stage) -> Unet:
    best = stage.best.requires_grad_(False)
    if not isinstance(best, Unet):
        raise TypeError("The stage's module is not the UNet.")
    return best
