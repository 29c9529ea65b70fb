"""The UNet that predicts v from noisy latents, a timestep and text states (arXiv 2112.10752)."""

from dataclasses import dataclass, field

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .layers import Attention, ResBlock, group_norm, timestep_embedding
from .vae import Upsample


@dataclass
class Observed:
    """What a pass of the UNet leaves for losses: each cross-attention's weights
    `[B, h * w, L]`, the mean over the heads, and the middle's map `[B, C, h / 2, w / 2]`."""

    attention: list[Tensor] = field(default_factory=list)
    middle: Tensor | None = None


class TransformerBlock(nn.Module):
    """Self-attention, cross-attention to the text and a feed-forward, over the cells of a map."""

    def __init__(self, width: int, head_width: int, context_width: int) -> None:
        super().__init__()
        heads = width // head_width
        self.norm_in = group_norm(width)
        self.norm1 = nn.LayerNorm(width)
        self.self_attention = Attention(width, heads)
        self.norm2 = nn.LayerNorm(width)
        self.cross_attention = Attention(width, heads, context_width)
        self.norm3 = nn.LayerNorm(width)
        self.feed_forward = nn.Sequential(
            nn.Linear(width, 2 * width), nn.GELU(), nn.Linear(2 * width, width)
        )

    def forward(self, x: Tensor, context: Tensor, seen: list[Tensor] | None) -> Tensor:
        batch, width, height, length = x.shape
        tokens = self.norm_in(x).flatten(2).transpose(1, 2)
        h = tokens + self.self_attention(self.norm1(tokens))
        h = h + self.cross_attention(self.norm2(h), context, seen=seen)
        h = h + self.feed_forward(self.norm3(h)) - tokens
        out: Tensor = x + h.transpose(1, 2).reshape(batch, width, height, length)
        return out


class Level(nn.Module):
    """A residual block, then a transformer block."""

    def __init__(
        self, channels_in: int, width: int, time_width: int, head_width: int, context_width: int
    ) -> None:
        super().__init__()
        self.residual = ResBlock(channels_in, width, time_width)
        self.transformer = TransformerBlock(width, head_width, context_width)

    def forward(
        self, x: Tensor, time: Tensor, context: Tensor, seen: list[Tensor] | None = None
    ) -> Tensor:
        out: Tensor = self.transformer(self.residual(x, time), context, seen)
        return out


class Unet(nn.Module):
    """Two resolutions, two levels each way, one in the middle.

    `sample` `[B, C, h, w]`, `timestep` scalar or `[B]`, `encoder_hidden_states` `[B, L, D]`
    → `[B, C, h, w]`, the v of arXiv 2202.00512.
    """

    def __init__(
        self, latent_channels: int, widths: tuple[int, int], head_width: int, context_width: int
    ) -> None:
        super().__init__()
        fine, coarse = widths
        self.time_width = 4 * fine
        self.sinusoid_width = fine
        self.time = nn.Sequential(
            nn.Linear(fine, self.time_width), nn.SiLU(), nn.Linear(self.time_width, self.time_width)
        )

        def level(channels_in: int, width: int) -> Level:
            return Level(channels_in, width, self.time_width, head_width, context_width)

        self.conv_in = nn.Conv2d(latent_channels, fine, 3, padding=1)
        self.down_fine = nn.ModuleList([level(fine, fine), level(fine, fine)])
        self.downsample = nn.Conv2d(fine, coarse, 3, stride=2, padding=1)
        self.down_coarse = nn.ModuleList([level(coarse, coarse)])
        self.middle = level(coarse, coarse)
        self.up_coarse = nn.ModuleList([level(2 * coarse, coarse), level(2 * coarse, coarse)])
        self.upsample = Upsample(coarse, fine)
        self.up_fine = nn.ModuleList([level(2 * fine, fine), level(2 * fine, fine)])
        self.norm_out = group_norm(fine)
        self.conv_out = nn.Conv2d(fine, latent_channels, 3, padding=1)
        nn.init.zeros_(self.conv_out.weight)

    def forward(
        self,
        sample: Tensor,
        timestep: Tensor,
        encoder_hidden_states: Tensor,
        observed: Observed | None = None,
    ) -> Tensor:
        context = encoder_hidden_states
        seen = None if observed is None else observed.attention
        # One timestep for all stays one: its embedding is spread over the batch where it is used.
        timesteps = timestep.reshape(-1)
        time = F.silu(self.time(timestep_embedding(timesteps, self.sinusoid_width)))
        x = self.conv_in(sample)
        fine_skips: list[Tensor] = []
        for block in self.down_fine:
            x = block(x, time, context, seen)
            fine_skips.append(x)
        x = self.downsample(x)
        coarse_skips = [x]
        for block in self.down_coarse:
            x = block(x, time, context, seen)
            coarse_skips.append(x)
        x = self.middle(x, time, context, seen)
        if observed is not None:
            observed.middle = x
        for block in self.up_coarse:
            x = block(torch.cat([x, coarse_skips.pop()], dim=1), time, context, seen)
        x = self.upsample(x)
        for block in self.up_fine:
            x = block(torch.cat([x, fine_skips.pop()], dim=1), time, context, seen)
        out: Tensor = self.conv_out(F.silu(self.norm_out(x)))
        return out
