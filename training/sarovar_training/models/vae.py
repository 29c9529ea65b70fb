"""The autoencoder: a picture becomes latents, far smaller, and back (arXiv 2112.10752)."""

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .layers import ResBlock, group_norm


class Encoder(nn.Module):
    """`[B, 3, f h, f w]` in -1..1, f = 4 * patch → `[B, 2 * latent_channels, h, w]`: mean, then log
    variance."""

    def __init__(self, latent_channels: int, widths: tuple[int, int, int], patch: int) -> None:
        super().__init__()
        fine, middle, coarse = widths
        self.blocks = nn.Sequential(
            nn.PixelUnshuffle(patch),
            nn.Conv2d(3 * patch**2, fine, 3, padding=1),
            nn.SiLU(),
            nn.Conv2d(fine, middle, 3, stride=2, padding=1),
            ResBlock(middle, middle),
            nn.Conv2d(middle, coarse, 3, stride=2, padding=1),
            ResBlock(coarse, coarse),
            ResBlock(coarse, coarse),
            group_norm(coarse),
            nn.SiLU(),
        )
        self.to_moments = nn.Conv2d(coarse, 2 * latent_channels, 3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        mean, log_variance = self.to_moments(self.blocks(x)).chunk(2, dim=1)
        return torch.cat([mean, log_variance.clamp(-30, 20)], dim=1)


class Upsample(nn.Module):
    """Nearest-neighbour doubling, then a convolution."""

    def __init__(self, channels_in: int, channels_out: int) -> None:
        super().__init__()
        self.conv = nn.Conv2d(channels_in, channels_out, 3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        out: Tensor = self.conv(F.interpolate(x, scale_factor=2.0, mode="nearest"))
        return out


class Decoder(nn.Module):
    """`[B, latent_channels, h, w]` (unscaled latents) → `[B, 3, f h, f w]` in -1..1."""

    def __init__(self, latent_channels: int, widths: tuple[int, int, int], patch: int) -> None:
        super().__init__()
        fine, middle, coarse = widths
        self.from_latents = nn.Conv2d(latent_channels, latent_channels, 1)
        self.blocks = nn.Sequential(
            nn.Conv2d(latent_channels, coarse, 3, padding=1),
            ResBlock(coarse, coarse),
            ResBlock(coarse, coarse),
            Upsample(coarse, middle),
            ResBlock(middle, middle),
            ResBlock(middle, middle),
            Upsample(middle, fine),
            ResBlock(fine, fine),
            ResBlock(fine, fine),
            group_norm(fine),
            nn.SiLU(),
            nn.Conv2d(fine, 3 * patch**2, 3, padding=1),
            nn.PixelShuffle(patch),
        )

    def forward(self, z: Tensor) -> Tensor:
        out: Tensor = self.blocks(self.from_latents(z))
        return out


class Vae(nn.Module):
    """Encoder and decoder together, as they are trained."""

    def __init__(
        self,
        latent_channels: int,
        encoder: tuple[int, int, int],
        decoder: tuple[int, int, int],
        patch: int = 2,
    ) -> None:
        super().__init__()
        self.encoder = Encoder(latent_channels, encoder, patch)
        self.decoder = Decoder(latent_channels, decoder, patch)


@torch.no_grad()
def whiten(vae: Vae, means: Tensor, noise: float, floor: float = 0.0) -> None:
    """Rescale the latents in place so that `means` `[N, C]` get zero mean and unit covariance.

    The pictures that `vae` gives back stay the same: what is folded into the encoder's last layer
    is undone by the decoder's first (ZCA, arXiv 1512.00809). Otherwise a few channels, those of
    the background, own most of the variance, and a diffusion model learns shapes last. `floor`
    times the mean variance is added to that of every direction first, so that what hardly varies is
    not lifted to equal weight. The encoder's log variance becomes that of the noise, of deviation
    `noise` before, which the decoder knows.
    """
    centre = means.double().mean(dim=0)
    values, vectors = torch.linalg.eigh(torch.cov(means.double().t()))
    values = values + floor * values.mean()
    forward = vectors @ torch.diag(values.rsqrt()) @ vectors.t()
    channels = len(centre)
    last, first = vae.encoder.to_moments, vae.decoder.from_latents
    if last.bias is None or first.bias is None:
        raise ValueError("Whitening needs layers with biases.")
    weight, bias = last.weight.double(), last.bias.double()
    mean_weight = torch.einsum("ij,jkhw->ikhw", forward, weight[:channels])
    last.weight.copy_(torch.cat([mean_weight, torch.zeros_like(mean_weight)]))
    spread = (noise**2 * forward.square().sum(dim=1)).log()
    last.bias.copy_(torch.cat([forward @ (bias[:channels] - centre), spread]))
    back = first.weight.double()[:, :, 0, 0]
    first.bias.copy_(first.bias.double() + back @ centre)
    first.weight.copy_((back @ torch.linalg.inv(forward))[:, :, None, None])
