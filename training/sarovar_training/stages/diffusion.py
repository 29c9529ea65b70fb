"""The one loss that the UNet and the adapters on it are trained with."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ..models.unet import Observed
from ..precision import fast_precision
from ..sampling import TRAIN_STEPS, alphas_cumprod

SUPERVISED_BELOW = 850
"""Attention is supervised at timesteps below this: above it there is nothing yet to attend from."""


@dataclass(frozen=True)
class Words:
    """Where captions name things and where those things are. `tokens` `[B, G, L]` says which tokens
    name thing g, `cells` `[B, G, h, w]` which share of each cell it covers; both are zero for
    things that are not there."""

    tokens: Tensor
    cells: Tensor


def attention_loss(observed: Observed, words: Words, weight: Tensor) -> Tensor:
    """How much of each thing's attention falls beside the thing: the mean over cross-attentions of
    `(1 - p)²`, where p is the share on its cells of the attention to its tokens (the first loss of
    TokenCompose, arXiv 2312.03626). `weight` `[B]` is 0 where a picture does not count.
    """
    counted = weight[:, None] * (words.tokens.sum(dim=2) > 0)
    total = weight.new_zeros(())
    for attention in observed.attention:
        side = round(attention.shape[1] ** 0.5)
        mask = F.adaptive_avg_pool2d(words.cells, side).flatten(2)
        given = torch.einsum("bnl,bgl->bgn", attention.float(), words.tokens)
        inside = (given * mask).sum(dim=2) / given.sum(dim=2).clamp(min=1e-6)
        total = total + ((1 - inside).square() * counted).sum() / counted.sum().clamp(min=1)
    return total / len(observed.attention)


@dataclass
class DiffusionLoss:
    """Draws times and noise from PyTorch's generator and compares v (arXiv 2202.00512).

    Latents of unit deviation are shrunk by `scale` (arXiv 2301.10972): an object spans many
    redundant cells, so at unit deviation all that the text decides is decided in the first fifth
    of the steps, and most of the training learns from the picture alone. The error is given in
    units of unscaled latents.
    """

    unet: nn.Module
    scale: float
    device: torch.device
    times: Literal["uniform", "logit-normal"] = "uniform"

    def _times(self, batch: int) -> Tensor:
        # Stratified: one from each of `batch` equal slices, which steadies the loss.
        share = (torch.arange(batch) + torch.rand(batch)) / batch
        if self.times == "logit-normal":
            normal = torch.special.ndtri(share.double().clamp(1e-4, 1 - 1e-4)).float()
            # Half of the batch stays uniform, so that the last steps are learned, too.
            share = torch.where(torch.arange(batch) % 2 == 0, normal.sigmoid(), share)
        return (share.to(self.device) * TRAIN_STEPS).long().clamp(max=TRAIN_STEPS - 1)

    def __call__(
        self,
        latents: Tensor,
        context_at: Callable[[Tensor], Tensor],
        also: Callable[[Observed, Tensor], Tensor] | None = None,
    ) -> Tensor:
        """The loss on `latents` `[B, C, h, w]`; `context_at` gives the text states at times. `also`
        gives what is added for what the UNet did at those times."""
        x0 = self.scale * latents.to(self.device).float()
        t = self._times(len(x0))
        noise = torch.randn(x0.shape).to(self.device)
        squared = alphas_cumprod().to(self.device)[t]
        signal = squared.sqrt()[:, None, None, None]
        sigma = (1 - squared).sqrt()[:, None, None, None]
        noisy, v = signal * x0 + sigma * noise, signal * noise - sigma * x0
        observed = Observed() if also else None
        with fast_precision(self.device):
            context = context_at(t)
            shaped = noisy.contiguous(memory_format=torch.channels_last)
            predicted = self.unet(shaped, t, context, observed)
        loss = F.mse_loss(predicted.float(), v) / self.scale**2
        return loss if observed is None or also is None else loss + also(observed, t)
