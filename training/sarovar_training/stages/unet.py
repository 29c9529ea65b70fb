"""Train the UNet on cached latents and the states of the frozen text encoder."""

from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional as F

from ..config import Config
from ..models.clip import TextEncoder
from ..models.unet import Unet
from ..models.vae import Decoder
from ..sampling import TRAIN_STEPS, alphas_cumprod, ddim
from ..tokenizer import ClipTokenizer
from .data import SceneSet, save_grid
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
    """Train to the end (or go on) and return the moving average, frozen."""
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
    table = alphas_cumprod().to(device)
    generator = torch.Generator().manual_seed(config.seed + stage.step)
    batch = config.unet.batch
    strata = torch.arange(batch) / batch
    side = latents.shape[-1]
    sheet_noise = torch.randn(
        (len(SHEET), latents.shape[1], side, side), generator=torch.Generator().manual_seed(0)
    ).to(device)
    sheet_text = text_states(text, tokenizer, list(SHEET)).float().to(device)

    def loss() -> Tensor:
        chosen = torch.randint(len(latents), (batch,), generator=generator)
        x0 = latents[chosen].to(device).float()
        which = caption_of[chosen]
        which[torch.rand(batch, generator=generator) < config.unet.caption_dropout] = 0
        context = states[which].to(device).float()
        # Stratified times: one from each of `batch` equal slices, which steadies the loss.
        share = (strata + torch.rand(batch, generator=generator) / batch).to(device)
        t = (share * TRAIN_STEPS).long().clamp(max=TRAIN_STEPS - 1)
        noise = torch.randn(x0.shape, generator=generator).to(device)
        signal = table[t].sqrt()[:, None, None, None]
        sigma = (1 - table[t]).sqrt()[:, None, None, None]
        noisy, v = signal * x0 + sigma * noise, signal * noise - sigma * x0
        with torch.autocast(device.type, torch.bfloat16):
            predicted = unet(noisy.contiguous(memory_format=torch.channels_last), t, context)
        return F.mse_loss(predicted.float(), v)

    @torch.no_grad()
    def preview() -> None:
        empty = states[:1].float().to(device)
        final = ddim(stage.best, sheet_noise, sheet_text, empty, 25, 4.0)
        save_grid(decoder(final / scaling_factor).cpu(), folder / f"unet/grid-{stage.step:06}.png")

    stage.train(loss, preview)
    return _frozen(stage)


def _frozen(stage: Stage) -> Unet:
    best = stage.best.requires_grad_(False)
    if not isinstance(best, Unet):
        raise TypeError("The stage's module is not the UNet.")
    return best
