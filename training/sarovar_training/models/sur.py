"""SUR-adapter (arXiv 2305.05189): refines the states of a frozen CLIP text encoder."""

import math

import torch
from torch import Tensor, nn

from .layers import MultiheadAttention


class EncoderLayer(nn.Module):
    """`nn.TransformerEncoderLayer`: post-norm, ReLU, with its parameters' names. `[B, L, D]`."""

    def __init__(self, width: int, heads: int, feed_forward: int) -> None:
        super().__init__()
        self.self_attn = MultiheadAttention(width, heads)
        self.linear1 = nn.Linear(width, feed_forward)
        self.linear2 = nn.Linear(feed_forward, width)
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.dropout = nn.Dropout(0.1)

    def forward(self, x: Tensor) -> Tensor:
        x = self.norm1(x + self.dropout(self.self_attn(x, x)[0]))
        inner = self.dropout(self.linear1(x).relu())
        out: Tensor = self.norm2(x + self.dropout(self.linear2(inner)))
        return out


class Encoder(nn.Module):
    """Two layers, one after the other."""

    def __init__(self, width: int, heads: int, feed_forward: int) -> None:
        super().__init__()
        self.layers = nn.ModuleList(EncoderLayer(width, heads, feed_forward) for _ in range(2))

    def forward(self, x: Tensor) -> Tensor:
        for layer in self.layers:
            x = layer(x)
        return x


class SingleHeadAttention(nn.Module):
    """One head of the full width; queries from the transformer, keys and values from CLIP."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.query_layer = nn.Linear(width, width)
        self.key_layer = nn.Linear(width, width)
        self.output_layer = nn.Sequential(
            nn.Linear(width, width), nn.ReLU(), nn.Linear(width, width)
        )

    def forward(self, queries: Tensor, states: Tensor) -> Tensor:
        scores = self.query_layer(queries) @ self.key_layer(states).transpose(-2, -1)
        mixed = (scores / math.sqrt(states.shape[-1])).softmax(dim=-1) @ states
        added = mixed + states
        out: Tensor = added + self.output_layer(added)
        return out


class SurAdapter(nn.Module):
    """CLIP states `[B, L, D]` → refined states `[B, L, D]`, the queries Q' and η `[B, 1, 1]`.

    `eta` is fixed, or predicted for each prompt from the mean state when it is None, and is then
    `eta_start` for every prompt before training. The modules'
    names are those of the published checkpoints. With `across_batch` the transformer attends
    across the batch instead of across the tokens, as the published code does by accident.
    """

    def __init__(
        self,
        width: int,
        heads: int,
        feed_forward: int,
        *,
        eta: float | None,
        eta_start: float = 0.1,
        across_batch: bool = False,
    ) -> None:
        super().__init__()
        self.eta, self.across_batch = eta, across_batch
        self.transformer_encoder = Encoder(width, heads, feed_forward)
        self.attention = SingleHeadAttention(width)
        self.fc = nn.Linear(width, width)
        nn.init.zeros_(self.fc.weight)
        nn.init.zeros_(self.fc.bias)
        if eta is None:
            last = nn.Linear(64, 1)
            self.eta_network = nn.Sequential(nn.Linear(width, 64), nn.SiLU(), last)
            nn.init.zeros_(last.weight)
            nn.init.constant_(last.bias, math.log(eta_start / (1 - eta_start)))

    def forward(self, states: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        if self.across_batch:
            queries = self.transformer_encoder(states.transpose(0, 1)).transpose(0, 1)
        else:
            queries = self.transformer_encoder(states)
        knowledge = self.fc(self.attention(queries, states))
        if self.eta is None:
            eta = self.eta_network(states.mean(dim=1)).sigmoid()[:, :, None]
        else:
            eta = torch.full_like(states[:, :1, :1], self.eta)
        return eta * knowledge + (1 - eta) * states, queries, eta


def kl_loss(wanted: Tensor, given: Tensor) -> Tensor:
    """The paper's KL(wanted ‖ given): softmax over channels, summed, divided by the batch size."""
    target = wanted.float().log_softmax(dim=-1)
    logs = given.float().log_softmax(dim=-1)
    return (target.exp() * (target - logs)).sum() / len(given)


def cosine_loss(wanted: Tensor, given: Tensor) -> Tensor:
    """One minus the cosine of the mean words of `[B, L, D]` and `[B, L, D]`, averaged."""
    sides = (wanted.float().mean(dim=1), given.float().mean(dim=1))
    return 1 - nn.functional.cosine_similarity(*sides, dim=-1).mean()
