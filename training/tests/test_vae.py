"""Whitening the latents."""

import torch

from sarovar_training.config import load_preset
from sarovar_training.models.vae import whiten
from sarovar_training.stages.vae import build_vae


@torch.no_grad()
def test_whitening_evens_the_latents_and_keeps_the_pictures() -> None:
    torch.manual_seed(0)
    vae = build_vae(load_preset("smoke")).eval()
    pictures = torch.randn(8, 3, 128, 128)
    means = vae.encoder(pictures).chunk(2, dim=1)[0]
    before = vae.decoder(means)
    whiten(vae, means.permute(0, 2, 3, 1).flatten(0, 2), noise=0.05)
    white, log_variance = vae.encoder(pictures).chunk(2, dim=1)
    rows = white.permute(0, 2, 3, 1).flatten(0, 2)
    torch.testing.assert_close(vae.decoder(white), before, atol=1e-4, rtol=1e-3)
    torch.testing.assert_close(rows.mean(dim=0), torch.zeros(16), atol=1e-4, rtol=0)
    torch.testing.assert_close(torch.cov(rows.t()), torch.eye(16), atol=1e-3, rtol=0)
    # The encoder's variance is that of the noise which the decoder was trained to undo.
    old = means.permute(0, 2, 3, 1).flatten(0, 2)
    forward = torch.linalg.lstsq(old - old.mean(dim=0), rows).solution
    variance = (0.05 * forward).square().sum(dim=0)
    torch.testing.assert_close(log_variance.exp()[0, :, 0, 0], variance, atol=0, rtol=1e-2)
