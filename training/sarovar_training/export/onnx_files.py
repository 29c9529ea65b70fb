"""Write modules as ONNX files in the layout of Stable Diffusion 1.x, weights stored in fp16."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn

OPSET = 18
STORED_IN_HALF_FROM = 256
"""Tensors of fewer elements than this stay fp32: the file would not get smaller."""


class TextEncoderExport(nn.Module):
    """`input_ids` int64 → `last_hidden_state`, `pooler_output`."""

    def __init__(self, text: nn.Module) -> None:
        super().__init__()
        self.text = text

    def forward(self, input_ids: Tensor) -> tuple[Tensor, Tensor]:
        hidden, pooled = self.text(input_ids)
        return hidden, pooled


def store_in_half(model: onnx.ModelProto) -> None:
    """Replace each large fp32 weight by an fp16 one and a Cast, so that fp32 is computed.

    A weight `w` is stored as `w.fp16`; the runtime folds the Cast when it loads the file.
    """
    graph = model.graph
    kept: list[TensorProto] = []
    casts: list[onnx.NodeProto] = []
    for weight in graph.initializer:
        large = int(np.prod(weight.dims)) >= STORED_IN_HALF_FROM
        if weight.data_type != TensorProto.FLOAT or not large:
            kept.append(weight)
            continue
        values = numpy_helper.to_array(weight).astype(np.float16)
        if not np.isfinite(values).all():
            kept.append(weight)
            continue
        kept.append(numpy_helper.from_array(values, f"{weight.name}.fp16"))
        casts.append(
            helper.make_node("Cast", [f"{weight.name}.fp16"], [weight.name], to=TensorProto.FLOAT)
        )
    del graph.initializer[:]
    graph.initializer.extend(kept)
    nodes = [*casts, *graph.node]
    del graph.node[:]
    graph.node.extend(nodes)


def write_onnx(
    module: nn.Module,
    example: tuple[Tensor, ...],
    inputs: Sequence[str],
    outputs: Sequence[str],
    dynamic: dict[str, dict[int, str]],
    path: Path,
) -> None:
    """Export `module` to `path`; `dynamic` names the free axes of inputs and outputs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    module = module.cpu().eval()
    with torch.no_grad():
        torch.onnx.export(
            module,
            example,
            str(path),
            input_names=list(inputs),
            output_names=list(outputs),
            dynamic_axes=dynamic,
            opset_version=OPSET,
            dynamo=False,
        )
    model = onnx.load(str(path))
    store_in_half(model)
    onnx.checker.check_model(model)
    onnx.save(model, str(path))
