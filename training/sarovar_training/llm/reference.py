"""The same model with its weights written out, in plain PyTorch: what the ONNX file must equal."""

import torch
from torch import Tensor
from torch.nn import functional as F

from .weights import Gguf


def _normalised(x: Tensor, weight: Tensor, eps: float) -> Tensor:
    return x * torch.rsqrt(x.square().mean(dim=-1, keepdim=True) + eps) * weight


class Reference:
    """A Llama-style model in fp32 without a cache, a few hundred tokens at most."""

    def __init__(self, source: Gguf) -> None:
        self.shape = source.shape
        self.embedding = torch.from_numpy(source.embedding().dequantised())
        self.last_norm = torch.from_numpy(source.norm("output_norm.weight"))
        self.layers: list[dict[str, Tensor]] = []
        for layer in range(self.shape.layers):
            parts = ("attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up", "ffn_down")
            names = {part: f"blk.{layer}.{part}.weight" for part in parts}
            tensors = {
                p: torch.from_numpy(source.linear(n).dequantised()) for p, n in names.items()
            }
            for part in ("attn_norm", "ffn_norm"):
                tensors[part] = torch.from_numpy(source.norm(f"blk.{layer}.{part}.weight"))
            self.layers.append(tensors)

    def _turn(self, x: Tensor) -> Tensor:
        """Rotate neighbouring channels of `[heads, n, d]` by the position (arXiv 2104.09864)."""
        half = self.shape.head_width // 2
        rates = self.shape.rope_base ** (-torch.arange(half, dtype=torch.float64) / half)
        angles = (torch.arange(x.shape[1], dtype=torch.float64)[:, None] * rates).float()
        even, odd = x[..., 0::2], x[..., 1::2]
        cos, sin = angles.cos(), angles.sin()
        return torch.stack([even * cos - odd * sin, even * sin + odd * cos], dim=-1).flatten(-2)

    def _attend(self, x: Tensor, w: dict[str, Tensor]) -> Tensor:
        n, d = len(x), self.shape.head_width

        def heads(part: str) -> Tensor:
            return (x @ w[part].t()).view(n, -1, d).transpose(0, 1)

        group = self.shape.heads // self.shape.kv_heads
        q, k = self._turn(heads("attn_q")), self._turn(heads("attn_k"))
        k, v = (t.repeat_interleave(group, dim=0) for t in (k, heads("attn_v")))
        attended = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        return attended.transpose(0, 1).flatten(1) @ w["attn_output"].t()

    @torch.inference_mode()
    def __call__(self, ids: list[int]) -> tuple[Tensor, list[Tensor]]:
        """Logits `[n, V]`, and the states `[n, width]` before the first and after each layer.

        The last norm's output is one more, at the end.
        """
        x = self.embedding[ids]
        states = [x]
        for w in self.layers:
            x = x + self._attend(_normalised(x, w["attn_norm"], self.shape.eps), w)
            h = _normalised(x, w["ffn_norm"], self.shape.eps)
            x = x + (F.silu(h @ w["ffn_gate"].t()) * (h @ w["ffn_up"].t())) @ w["ffn_down"].t()
            states.append(x)
        last = _normalised(x, self.last_norm, self.shape.eps)
        return last @ self.embedding.t(), [*states, last]
