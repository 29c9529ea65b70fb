"""The one loss that the UNet and the adapters on it are trained with."""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ..sampling import TRAIN_STEPS, alphas_cumprod


@dataclass
class DiffusionLoss:
    """Draws times and noise and compares v (arXiv 2202.00512).

    Latents of unit deviation are shrunk by `scale` (arXiv 2301.10972): an object spans many
    redundant cells, so at unit deviation all that the text decides is decided in the first fifth
    of the steps, and most of the training learns from the picture alone. The error is given in
    units of unscaled latents.
    """

    unet: nn.Module
    scale: float
    generator: torch.Generator
    device: torch.device

    def __call__(self, latents: Tensor, context_at: Callable[[Tensor], Tensor]) -> Tensor:
        """The loss on `latents` `[B, C, h, w]`; `context_at` gives the text states at times."""
        x0 = self.scale * latents.to(self.device).float()
        batch = len(x0)
        # Stratified times: one from each of `batch` equal slices, which steadies the loss.
        share = (torch.arange(batch) + torch.rand(batch, generator=self.generator)) / batch
        t = (share.to(self.device) * TRAIN_STEPS).long().clamp(max=TRAIN_STEPS - 1)
        noise = torch.randn(x0.shape, generator=self.generator).to(self.device)
        squared = alphas_cumprod().to(self.device)[t]
        signal = squared.sqrt()[:, None, None, None]
        sigma = (1 - squared).sqrt()[:, None, None, None]
        noisy, v = signal * x0 + sigma * noise, signal * noise - sigma * x0
        with torch.autocast(self.device.type, torch.bfloat16):
            context = context_at(t)
            predicted = self.unet(noisy.contiguous(memory_format=torch.channels_last), t, context)
        return F.mse_loss(predicted.float(), v) / self.scale**2
