"""A small CLIP (arXiv 2103.00020): a causal text transformer, and an image tower on latents."""

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .layers import Attention


class Block(nn.Module):
    """Pre-norm attention and feed-forward, on `[B, N, C]`."""

    def __init__(self, width: int, heads: int, causal: bool) -> None:
        super().__init__()
        self.causal = causal
        self.norm1 = nn.LayerNorm(width)
        self.attention = Attention(width, heads)
        self.norm2 = nn.LayerNorm(width)
        self.feed_forward = nn.Sequential(
            nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width)
        )

    def forward(self, x: Tensor) -> Tensor:
        x = x + self.attention(self.norm1(x), causal=self.causal)
        out: Tensor = x + self.feed_forward(self.norm2(x))
        return out


class TextEncoder(nn.Module):
    """Token ids `[B, L]` → (last hidden state `[B, L, C]` after the final norm, pooled `[B, C]`).

    Pooled is the state at the first end-of-text token, as in CLIP. With `zero_padding` the states
    after that token are zero.
    """

    def __init__(
        self,
        vocabulary: int,
        context_length: int,
        width: int,
        layers: int,
        heads: int,
        zero_padding: bool = False,
    ) -> None:
        super().__init__()
        self.zero_padding = zero_padding
        self.end_token = vocabulary - 1
        self.token_embedding = nn.Embedding(vocabulary, width)
        self.position_embedding = nn.Parameter(torch.randn(context_length, width) * 0.01)
        nn.init.normal_(self.token_embedding.weight, std=0.02)
        self.blocks = nn.ModuleList(Block(width, heads, causal=True) for _ in range(layers))
        self.final_norm = nn.LayerNorm(width)

    def forward(self, input_ids: Tensor) -> tuple[Tensor, Tensor]:
        x = self.token_embedding(input_ids) + self.position_embedding[: input_ids.shape[1]]
        for block in self.blocks:
            x = block(x)
        hidden = self.final_norm(x)
        end = (input_ids == self.end_token).int().argmax(dim=1)
        pooled = hidden.gather(1, end[:, None, None].expand(-1, 1, hidden.shape[-1])).squeeze(1)
        if self.zero_padding:
            positions = torch.arange(input_ids.shape[1], device=input_ids.device)
            hidden = hidden * (positions <= end[:, None])[:, :, None].to(hidden.dtype)
        return hidden, pooled


class ImageEncoder(nn.Module):
    """Scaled latents `[B, C, h, w]` → `[B, out]`."""

    def __init__(self, channels: int, tokens: int, width: int, layers: int, out: int) -> None:
        super().__init__()
        self.embed = nn.Linear(channels, width)
        self.position = nn.Parameter(torch.randn(tokens, width) * 0.02)
        self.blocks = nn.Sequential(
            *(Block(width, max(1, width // 32), causal=False) for _ in range(layers))
        )
        self.norm = nn.LayerNorm(width)
        self.project = nn.Linear(width, out, bias=False)

    def forward(self, latents: Tensor) -> Tensor:
        x = self.embed(latents.flatten(2).transpose(1, 2)) + self.position
        out: Tensor = self.project(self.norm(self.blocks(x)).mean(dim=1))
        return out


class Clip(nn.Module):
    """Both towers and the temperature."""

    def __init__(self, text: TextEncoder, image: ImageEncoder) -> None:
        super().__init__()
        self.text, self.image = text, image
        self.log_scale = nn.Parameter(torch.tensor(2.66))
        width = text.position_embedding.shape[1]
        self.next_token = nn.Sequential(nn.LayerNorm(width), nn.Linear(width, width))

    def loss(
        self, latents: Tensor, captions: Tensor, negatives: Tensor, captioning: float = 0.0
    ) -> tuple[Tensor, Tensor]:
        """Symmetric contrastive loss with one mutated caption per picture as a hard negative, and
        `captioning` times the loss of predicting each next token of the caption.

        Returns the loss and the share of pictures that prefer their caption to the mutated one.
        """
        seen = self.image(latents)
        image = F.normalize(seen.float(), dim=-1)
        hidden, pooled = self.text(torch.cat([captions, negatives]))
        text = F.normalize(pooled.float(), dim=-1)
        logits = self.log_scale.clamp(max=4.6).exp() * image @ text.t()
        target = torch.arange(len(image), device=logits.device)
        size = len(image)
        loss = F.cross_entropy(logits, target) + F.cross_entropy(logits[:, :size].t(), target)
        chosen = (logits[target, target] > logits[target, target + size]).float().mean()
        total = loss / 2
        if captioning:
            total = total + captioning * self._captioning_loss(seen, hidden[:size], captions)
        return total, chosen

    def _captioning_loss(self, seen: Tensor, hidden: Tensor, captions: Tensor) -> Tensor:
        """Cross-entropy of each token given the picture and the states of the tokens before it."""
        given = self.next_token(hidden[:, :-1] + seen[:, None])
        scores = given @ self.text.token_embedding.weight.t()
        wanted = captions[:, 1:]
        # Behind the first end there is only padding, which is the same token.
        padding = (captions == self.text.end_token).cumsum(dim=1)[:, :-1] > 0
        return F.cross_entropy(
            scores.float().flatten(0, 1), wanted.masked_fill(padding, -100).flatten()
        )
