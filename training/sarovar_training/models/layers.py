"""Building blocks that the VAE and the UNet share."""

import math

import torch
from torch import Tensor, nn
from torch.nn import functional as F


def group_norm(channels: int) -> nn.GroupNorm:
    """Group normalisation with 16 channels a group, or one group when there are fewer."""
    return nn.GroupNorm(max(1, channels // 16), channels, eps=1e-5)


class ResBlock(nn.Module):
    """Norm, SiLU, conv twice, with a skip. `[B, C_in, H, W]` → `[B, C_out, H, W]`.

    With `time_width` the block takes a time embedding and scales and shifts after the second norm
    (the adaptive group norm of arXiv 2105.05233).
    """

    def __init__(self, channels_in: int, channels_out: int, time_width: int = 0) -> None:
        super().__init__()
        self.norm1 = group_norm(channels_in)
        self.conv1 = nn.Conv2d(channels_in, channels_out, 3, padding=1)
        self.time = nn.Linear(time_width, 2 * channels_out) if time_width else None
        self.norm2 = group_norm(channels_out)
        self.conv2 = nn.Conv2d(channels_out, channels_out, 3, padding=1)
        nn.init.zeros_(self.conv2.weight)
        same = channels_in == channels_out
        self.skip: nn.Module = nn.Identity() if same else nn.Conv2d(channels_in, channels_out, 1)

    def forward(self, x: Tensor, time: Tensor | None = None) -> Tensor:
        h = self.conv1(F.silu(self.norm1(x)))
        h = self.norm2(h)
        if self.time is not None and time is not None:
            scale, shift = self.time(time)[:, :, None, None].chunk(2, dim=1)
            h = h * (1 + scale) + shift
        out: Tensor = self.skip(x) + self.conv2(F.silu(h))
        return out


class Attention(nn.Module):
    """Multi-head attention of `[B, N, C]` over `[B, M, D]`, or over itself without a context."""

    def __init__(self, width: int, heads: int, context_width: int | None = None) -> None:
        super().__init__()
        self.heads = heads
        self.to_q = nn.Linear(width, width, bias=False)
        self.to_kv = nn.Linear(context_width or width, 2 * width, bias=False)
        self.to_out = nn.Linear(width, width)
        nn.init.zeros_(self.to_out.weight)
        nn.init.zeros_(self.to_out.bias)

    def forward(
        self,
        x: Tensor,
        context: Tensor | None = None,
        causal: bool = False,
        seen: list[Tensor] | None = None,
    ) -> Tensor:
        """`seen` gets the weights `[B, N, M]`, the mean over the heads."""
        batch, length, width = x.shape
        source = x if context is None else context
        depth = width // self.heads
        q = self.to_q(x).view(batch, length, self.heads, depth).transpose(1, 2)
        k, v = self.to_kv(source).view(batch, -1, 2, self.heads, depth).permute(2, 0, 3, 1, 4)
        # Written out because, at these lengths, the fused kernel's backward pass on a CPU takes
        # three times as long.
        scores = (q * depth**-0.5) @ k.transpose(-2, -1)
        if causal:
            future = torch.ones(length, length, dtype=torch.bool, device=x.device).triu(1)
            scores = scores.masked_fill(future, float("-inf"))
        weights = scores.softmax(dim=-1)
        if seen is not None:
            seen.append(weights.mean(dim=1))
        h = weights.to(v.dtype) @ v
        out: Tensor = self.to_out(h.transpose(1, 2).reshape(batch, length, width))
        return out


class MultiheadAttention(nn.Module):
    """`nn.MultiheadAttention(batch_first=True)` with its parameters' names, written out.

    Published checkpoints have these names, and the library's own module exports to ONNX with the
    batch size of the example fixed. `padding` `[B, M]` is true where the source has ended. Returns
    `[B, N, C]` and the weights `[B, N, M]`, the mean over the heads.
    """

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads, self.depth = heads, width // heads
        self.in_proj_weight = nn.Parameter(torch.empty(3 * width, width))
        self.in_proj_bias = nn.Parameter(torch.zeros(3 * width))
        self.out_proj = nn.Linear(width, width)
        nn.init.xavier_uniform_(self.in_proj_weight)
        nn.init.zeros_(self.out_proj.bias)

    def forward(
        self, queries: Tensor, source: Tensor, padding: Tensor | None = None
    ) -> tuple[Tensor, Tensor]:
        weights, biases = self.in_proj_weight.chunk(3), self.in_proj_bias.chunk(3)

        def split(x: Tensor, part: int) -> Tensor:
            projected = F.linear(x, weights[part], biases[part])
            return projected.reshape(x.shape[0], -1, self.heads, self.depth).transpose(1, 2)

        q, k, v = split(queries, 0), split(source, 1), split(source, 2)
        scores = (q * self.depth**-0.5) @ k.transpose(-2, -1)
        if padding is not None:
            scores = scores.masked_fill(padding[:, None, None], float("-inf"))
        attention = scores.softmax(dim=-1).to(v.dtype)
        mixed = (attention @ v).transpose(1, 2).flatten(2)
        out: Tensor = self.out_proj(mixed)
        return out, attention.mean(dim=1)


def timestep_embedding(timesteps: Tensor, width: int) -> Tensor:
    """Sinusoids of `timesteps` `[B]` as `[B, width]`, cosines first (arXiv 1706.03762)."""
    half = width // 2
    exponent = torch.arange(half, device=timesteps.device, dtype=torch.float32) / half
    angles = timesteps.float()[:, None] * torch.exp(-math.log(10_000) * exponent)
    return torch.cat([angles.cos(), angles.sin()], dim=-1)
