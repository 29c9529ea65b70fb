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

    Pooled is the state at the first end-of-text token, as in CLIP.
    """

    def __init__(
        self, vocabulary: int, context_length: int, width: int, layers: int, heads: int
    ) -> None:
        super().__init__()
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

    def loss(self, latents: Tensor, captions: Tensor, negatives: Tensor) -> tuple[Tensor, Tensor]:
        """Symmetric contrastive loss with one mutated caption per picture as a hard negative.

        Returns the loss and the share of pictures that prefer their caption to the mutated one.
        """
        image = F.normalize(self.image(latents).float(), dim=-1)
        _, pooled = self.text(torch.cat([captions, negatives]))
        text = F.normalize(pooled.float(), dim=-1)
        logits = self.log_scale.clamp(max=4.6).exp() * image @ text.t()
        target = torch.arange(len(image), device=logits.device)
        size = len(image)
        loss = F.cross_entropy(logits, target) + F.cross_entropy(logits[:, :size].t(), target)
        chosen = (logits[target, target] > logits[target, target + size]).float().mean()
        return loss / 2, chosen
