"""Attention of diffusers' UNet as one operator of ONNX Runtime, which never holds all its scores.

Written out, the scores of 512 x 512 pixels take 1 GiB for each picture and half of guidance. The
operator is `com.microsoft.MultiHeadAttention`; CPU and CUDA have kernels for it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional


class MultiHeadAttention(torch.autograd.Function):
    """Queries `[B, L, D]`, keys and values `[B, S, D]`, number of heads → `[B, L, D]`."""

    @staticmethod
    def forward(_ctx: Any, query: Tensor, key: Tensor, value: Tensor, heads: int) -> Tensor:
        """Compute it with PyTorch."""
        query, key, value = (
            t.unflatten(2, (heads, -1)).transpose(1, 2) for t in (query, key, value)
        )
        out = functional.scaled_dot_product_attention(query, key, value)
        return out.transpose(1, 2).flatten(2)

    @staticmethod
    def symbolic(g: Any, query: Any, key: Any, value: Any, heads: int) -> Any:
        """The node that the exporter writes."""
        out = g.op("com.microsoft::MultiHeadAttention", query, key, value, num_heads_i=heads)
        out.setType(query.type())
        return out


class FusedProcessor:
    """An attention processor for `UNet2DConditionModel.set_attn_processor`."""

    def __call__(
        self,
        attn: Any,
        hidden_states: Tensor,
        encoder_hidden_states: Tensor | None = None,
        attention_mask: Tensor | None = None,
    ) -> Tensor:
        """`hidden_states` `[B, L, D]`, attending to `encoder_hidden_states` or to themselves."""
        plain = attn.group_norm is None and attn.spatial_norm is None and not attn.norm_cross
        if not plain or attention_mask is not None or attn.residual_connection:
            raise ValueError("The UNet has attention that Stable Diffusion 1.x does not have.")
        source = hidden_states if encoder_hidden_states is None else encoder_hidden_states
        query, key, value = attn.to_q(hidden_states), attn.to_k(source), attn.to_v(source)
        attended = MultiHeadAttention.apply(query, key, value, attn.heads)
        out: Tensor = attn.to_out[0](attended) / attn.rescale_output_factor
        return out


@contextmanager
def fused_attention(unet: Any) -> Iterator[None]:
    """Within the block the UNet's attentions are exported as one operator each."""
    own = unet.attn_processors
    unet.set_attn_processor(FusedProcessor())
    try:
        yield
    finally:
        unet.set_attn_processor(own)
