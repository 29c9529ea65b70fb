"""Train the autoencoder on scenes and on dense collages (more to learn from per picture)."""

import random
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from ..config import Config
from ..models.vae import Vae, whiten
from ..precision import fast_precision
from ..world.compose import art_side, compose, paint_background, put
from ..world.scene import LARGE, NATURAL_SHARE, SMALL, Category, draw_scene, scatter
from ..world.sprites import sprite
from ..world.words import BACKGROUNDS, COLOURS, NOUNS
from .data import picture_tensor, save_grid
from .loop import Stage, say


def collage(rng: random.Random, side: int) -> np.ndarray:
    """Up to nine random objects on one background: dense, and without a caption."""
    canvas = paint_background(rng.choice(BACKGROUNDS), side)
    sizes = [LARGE] * rng.randint(0, 3) + [SMALL] * rng.randint(3, 6)
    for cell, size in zip(scatter(rng, sizes), sizes, strict=True):
        noun = rng.choice(NOUNS)
        own = not noun.recolourable or rng.random() < NATURAL_SHARE
        colour = None if own else rng.choice(list(COLOURS))
        put(canvas, sprite(noun.name, colour, art_side(size, side)), cell, size)
    return (canvas * 255 + 0.5).astype(np.uint8)


def edges(x: Tensor) -> tuple[Tensor, Tensor]:
    """Differences of neighbouring pixels, along both axes."""
    return x[..., 1:, :] - x[..., :-1, :], x[..., 1:] - x[..., :-1]


def reconstruction_loss(painted: Tensor, real: Tensor) -> Tensor:
    """Absolute and squared error, plus the absolute error of edges, which keeps sprites sharp."""
    loss = F.l1_loss(painted, real) + F.mse_loss(painted, real)
    for a, b in zip(edges(painted), edges(real), strict=True):
        loss = loss + 0.5 * F.l1_loss(a, b)
    return loss


def turned_or_shrunk(rng: random.Random, latents: Tensor, real: Tensor) -> tuple[Tensor, Tensor]:
    """The same turn, mirror or halving of latents and pictures (EQ-VAE, arXiv 2502.09509)."""
    kind = rng.randrange(4)
    if kind == 0:
        return F.avg_pool2d(latents, 2), F.avg_pool2d(real, 2)
    if kind == 1:
        return latents.flip(-1), real.flip(-1)
    turns = kind - 1
    return latents.rot90(turns, (-2, -1)), real.rot90(turns, (-2, -1))


def psnr(painted: Tensor, real: Tensor) -> float:
    """Peak signal-to-noise ratio in dB of pictures in -1..1."""
    return float(10 * torch.log10(4 / F.mse_loss(painted.float(), real.float())))


def build_vae(config: Config) -> Vae:
    """An untrained autoencoder of the preset's size."""
    c = config.vae
    return Vae(c.latent_channels, c.encoder, c.decoder, c.patch)


@torch.no_grad()
def latent_means(config: Config, vae: Vae, pictures: int = 2048) -> Tensor:
    """The encoder's means, one row `[C]` for each cell of `pictures` scenes."""
    rng = random.Random(config.seed - 3)
    device = next(vae.parameters()).device
    parts: list[Tensor] = []
    for _ in range(pictures // 64):
        batch = [compose(draw_scene(rng), config.side).pixels for _ in range(64)]
        means = vae.encoder(picture_tensor(batch).to(device)).chunk(2, dim=1)[0]
        parts.append(means.permute(0, 2, 3, 1).flatten(0, 2))
    return torch.cat(parts)


def train_vae(config: Config, folder: Path) -> Vae:
    """Train to the end (or go on from the checkpoint) and return the frozen autoencoder."""
    torch.manual_seed(config.seed)
    vae = build_vae(config)
    stage = Stage("vae", folder / "vae", vae, config.vae, config.seed)
    held = random.Random(config.seed - 1)
    check = [compose(draw_scene(held), config.side).pixels for _ in range(48)]
    real = picture_tensor(check).to(stage.device)

    def picture(rng: random.Random) -> np.ndarray:
        kind = rng.random()
        if kind < 0.4:
            return collage(rng, config.side)
        # People have the finest detail, so they come more often than in the mixture.
        category = Category.ACTION if kind < 0.7 else None
        return compose(draw_scene(rng, category), config.side).pixels

    def loss(rng: random.Random) -> Tensor:
        x = picture_tensor([picture(rng) for _ in range(config.vae.batch)]).to(stage.device)
        moves = rng.random() < config.vae.equivariance
        with fast_precision(stage.device):
            mean, log_variance = vae.encoder(x).chunk(2, dim=1)
            # The noise is fixed rather than learned: it keeps the latents smooth, and the scale
            # penalty keeps them from growing out of its reach.
            noisy = mean + config.vae.latent_noise * torch.randn_like(mean)
            if moves:
                noisy, x = turned_or_shrunk(rng, noisy, x)
            painted = vae.decoder(noisy)
        penalty = 1e-3 * mean.float().square().mean() + 1e-3 * log_variance.float().square().mean()
        total: Tensor = reconstruction_loss(painted.float(), x) + penalty
        return total

    @torch.no_grad()
    def preview() -> None:
        vae.eval()
        with fast_precision(stage.device):
            painted = vae.decoder(vae.encoder(real).chunk(2, dim=1)[0])
        say(f"vae: {psnr(painted, real):.2f} dB on scenes it was not trained on")
        pairs = torch.stack([real[:24], painted[:24].float()], dim=1).flatten(0, 1)
        save_grid(pairs.cpu(), folder / "vae" / f"grid-{stage.step:06}.png")

    stage.train(loss, preview)
    vae.eval().requires_grad_(False)
    c = config.vae
    whiten(vae, latent_means(config, vae), c.latent_noise, c.whiten_floor)
    return vae
