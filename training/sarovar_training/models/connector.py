"""ELLA's timestep-aware connector (arXiv 2403.05135), with the names of the published weights."""

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .layers import MultiheadAttention, timestep_embedding


class AdaLayerNorm(nn.Module):
    """Layer norm without weights of its own; shift and scale come from the time embedding."""

    def __init__(self, width: int, time_width: int) -> None:
        super().__init__()
        self.width = width
        self.linear = nn.Linear(time_width, 2 * width)
        nn.init.zeros_(self.linear.weight)
        nn.init.zeros_(self.linear.bias)

    def forward(self, x: Tensor, time: Tensor) -> Tensor:
        shift, scale = self.linear(F.silu(time)).chunk(2, dim=-1)
        out: Tensor = F.layer_norm(x, (self.width,), eps=1e-6) * (1 + scale) + shift
        return out


class FeedForward(nn.Module):
    """Four times the width, with a squared ReLU."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.c_fc = nn.Linear(width, 4 * width)
        self.c_proj = nn.Linear(4 * width, width)

    def forward(self, x: Tensor) -> Tensor:
        out: Tensor = self.c_proj(F.relu(self.c_fc(x)).square())
        return out


class PerceiverBlock(nn.Module):
    """Latents attend to themselves and the text, then a feed-forward; all norms know the time."""

    def __init__(self, width: int, heads: int, time_width: int) -> None:
        super().__init__()
        self.attn = MultiheadAttention(width, heads)
        self.mlp = FeedForward(width)
        self.ln_1 = AdaLayerNorm(width, time_width)
        self.ln_2 = AdaLayerNorm(width, time_width)
        self.ln_ff = AdaLayerNorm(width, time_width)

    def forward(
        self, latents: Tensor, text: Tensor, time: Tensor, padding: Tensor | None
    ) -> tuple[Tensor, Tensor]:
        queries = self.ln_1(latents, time)
        source = torch.cat([queries, self.ln_2(text, time)], dim=1)
        mixed, weights = self.attn(queries, source, padding)
        latents = latents + mixed
        out: Tensor = latents + self.mlp(self.ln_ff(latents, time))
        return out, weights


class Perceiver(nn.Module):
    """Learned latents that read the text block by block."""

    def __init__(
        self, width: int, heads: int, layers: int, tokens: int, text_width: int, time_width: int
    ) -> None:
        super().__init__()
        self.latents = nn.Parameter(torch.randn(tokens, width) * width**-0.5)
        self.time_aware_linear = nn.Linear(time_width, width)
        self.proj_in = nn.Linear(text_width, width)
        self.perceiver_blocks = nn.ModuleList(
            PerceiverBlock(width, heads, time_width) for _ in range(layers)
        )

    def forward(
        self, text: Tensor, time: Tensor, padding: Tensor | None
    ) -> tuple[Tensor, list[Tensor]]:
        latents = self.latents + self.time_aware_linear(F.silu(time))
        source = self.proj_in(text)
        if padding is not None:
            padding = torch.cat([padding.new_zeros(len(padding), len(self.latents)), padding], 1)
        attention: list[Tensor] = []
        for block in self.perceiver_blocks:
            latents, weights = block(latents, source, time, padding)
            attention.append(weights)
        return latents, attention


class TimeEmbedding(nn.Module):
    """Two linear layers with a SiLU between, as in diffusers."""

    def __init__(self, sinusoids: int, width: int) -> None:
        super().__init__()
        self.linear_1 = nn.Linear(sinusoids, width)
        self.linear_2 = nn.Linear(width, width)

    def forward(self, x: Tensor) -> Tensor:
        out: Tensor = self.linear_2(F.silu(self.linear_1(x)))
        return out


class Ella(nn.Module):
    """Text states `[B or 1, n, D]` and timesteps `[B]` → `encoder_hidden_states` `[B, tokens, C]`.

    One text may go with many timesteps: that is how a whole run is computed before its loop.
    `padding` `[B, n]` is true where a text has ended; masked, a padded text gives what it gives
    without its padding. The second result is the attention of each block to latents and text,
    `[B, tokens, tokens + n]`.
    """

    def __init__(
        self, width: int, heads: int, layers: int, tokens: int, text_width: int, sinusoids: int
    ) -> None:
        super().__init__()
        self.sinusoids = sinusoids
        self.time_embedding = TimeEmbedding(sinusoids, width)
        self.connector = Perceiver(width, heads, layers, tokens, text_width, width)

    def forward(
        self, text: Tensor, timesteps: Tensor, padding: Tensor | None = None
    ) -> tuple[Tensor, list[Tensor]]:
        time = self.time_embedding(timestep_embedding(timesteps, self.sinusoids))[:, None]
        text = text.expand(timesteps.shape[0], -1, -1)
        states, attention = self.connector(text, time, padding)
        return states, attention
