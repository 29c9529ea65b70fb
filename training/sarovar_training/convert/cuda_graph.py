"""A UNet's graph in the operators that have fast kernels on CUDA, and what they mean.

ONNX Runtime's own optimiser writes them: channels-last convolutions, GroupNorm with SiLU and the
sum before it, gated GELU. On an H100 they take a fifth off a picture of 512 x 512 (docs/speed.md).
The CPU has no kernels for them, so what was written is checked as `in_standard_operators` has it.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper


def fuse_for_cuda(path: Path) -> None:
    """Rewrite the UNet at `path`. Raises ValueError when nothing of it can be fused."""
    from onnxruntime.transformers.fusion_options import FusionOptions
    from onnxruntime.transformers.optimizer import optimize_model

    # It draws a bar of its progress.
    with _float_scales(), redirect_stderr(StringIO()):
        optimised = optimize_model(
            str(path),
            model_type="unet",
            num_heads=0,
            hidden_size=0,
            optimization_options=FusionOptions("unet"),
            opt_level=0,
            use_gpu=True,
        )
    if not any(node.op_type in WRITE for node in optimised.model.graph.node):
        raise ValueError(f"{path} has nothing that could be fused for CUDA.")
    data = path.with_name(f"{path.name}_data")
    external = data.exists()
    data.unlink(missing_ok=True)
    onnx.save(
        optimised.model,
        str(path),
        save_as_external_data=external,
        location=data.name,
        size_threshold=100,
    )


@contextmanager
def _float_scales() -> Iterator[None]:
    """GroupNorm takes float32 scales; the optimiser writes half ones under that name."""
    # It imports its own modules by their bare names.
    fusion: Any = sys.modules["fusion_base"].Fusion
    own = fusion.add_initializer

    def add(self: Any, name: str, data_type: int, dims: Any, vals: Any, raw: bool = True) -> Any:
        if data_type == TensorProto.FLOAT:
            vals = np.asarray(vals).astype(np.float32)
        return own(self, name, data_type, dims, vals, raw)

    fusion.add_initializer = add
    try:
        yield
    finally:
        fusion.add_initializer = own


def in_standard_operators(model: ModelProto) -> ModelProto:
    """The same graph without what the CPU has no kernel for, as ContribOperators.md explains it."""
    plain = ModelProto()
    plain.CopyFrom(model)
    dtype = next(i for i in model.graph.input if i.name == "sample").type.tensor_type.elem_type
    graph = Graph(dtype, {weight.name: list(weight.dims) for weight in model.graph.initializer})
    for node in model.graph.node:
        write = WRITE.get(node.op_type) if node.domain == "com.microsoft" else None
        if write:
            write(graph, node)
        else:
            graph.nodes.append(node)
    del plain.graph.node[:]
    plain.graph.node.extend(graph.nodes)
    plain.graph.initializer.extend(graph.weights)
    return plain


class Graph:
    """Nodes and constants as they are written, of a graph whose weights have these shapes."""

    def __init__(self, dtype: int, shapes: dict[str, list[int]]) -> None:
        self.dtype = dtype
        self.shapes = shapes
        self.nodes: list[NodeProto] = []
        self.weights: list[TensorProto] = []

    def op(self, kind: str, *inputs: str, name: str = "", **attributes: Any) -> str:
        """Add a node; returns the name of its output, which is `name` where that is given."""
        output = name or f"standard.{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [output], **attributes))
        return output

    def constant(self, values: Any, dtype: Any) -> str:
        """Add a constant and return its name."""
        name = f"standard.constant.{len(self.weights)}"
        self.weights.append(numpy_helper.from_array(np.array(values, dtype), name))
        return name

    def number(self, value: float) -> str:
        """A constant of the graph's own type."""
        return self.constant(value, helper.tensor_dtype_to_np_dtype(self.dtype))


def _attributes(node: NodeProto) -> dict[str, Any]:
    return {a.name: helper.get_attribute_value(a) for a in node.attribute}


def _conv(graph: Graph, node: NodeProto) -> None:
    """Pictures `[N, H, W, C]`, weights `[M, kH, kW, C]`."""
    x, weight, *bias = node.input
    first = [graph.op("Transpose", value, perm=[0, 3, 1, 2]) for value in (x, weight)]
    y = graph.op("Conv", *first, *bias, **_attributes(node))
    graph.op("Transpose", y, perm=[0, 2, 3, 1], name=node.output[0])


def _group_norm(graph: Graph, node: NodeProto) -> None:
    x, gamma, *_ = node.input
    places = graph.constant([0, -1, *graph.shapes[gamma]], np.int64)
    _normalised(graph, node, graph.op("Reshape", x, places))


def _skip_group_norm(graph: Graph, node: NodeProto) -> None:
    """With what is added before: a picture, or one value for each channel; and a bias."""
    x, gamma, _, skip, *bias = node.input
    places = graph.constant([0, -1, *graph.shapes[gamma]], np.int64)
    summed = graph.op("Reshape", x, places)
    summed = graph.op("Add", summed, graph.op("Reshape", skip, places))
    for more in bias:
        summed = graph.op("Add", summed, more)
    if len(node.output) > 1:
        graph.op("Reshape", summed, graph.op("Shape", x), name=node.output[1])
    _normalised(graph, node, summed)


def _normalised(graph: Graph, node: NodeProto, places: str) -> None:
    """`places` are `[N, H * W, C]`; in float32, as the kernel sums."""
    x, gamma, beta, *_ = node.input
    about = _attributes(node)
    groups = graph.constant([0, about["groups"], -1], np.int64)
    wide = graph.op("Cast", graph.op("Transpose", places, perm=[0, 2, 1]), to=TensorProto.FLOAT)
    scales = [graph.constant([value] * about["groups"], np.float32) for value in (1, 0)]
    grouped = graph.op("Reshape", wide, groups)
    y = graph.op("InstanceNormalization", grouped, *scales, epsilon=about["epsilon"])
    y = graph.op("Transpose", graph.op("Reshape", y, graph.op("Shape", wide)), perm=[0, 2, 1])
    y = graph.op("Add", graph.op("Mul", y, gamma), beta)
    if about["activation"]:
        y = graph.op("Mul", y, graph.op("Sigmoid", y))
    y = graph.op("Reshape", y, graph.op("Shape", x))
    graph.op("Cast", y, to=graph.dtype, name=node.output[0])


def _bias_split_gelu(graph: Graph, node: NodeProto) -> None:
    """The first half of the columns times the GELU of the second."""
    x = graph.op("Add", *node.input)
    halves = [f"{x}.left", f"{x}.right"]
    graph.nodes.append(helper.make_node("Split", [x], halves, axis=-1, num_outputs=2))
    left, right = halves
    erf = graph.op("Erf", graph.op("Div", right, graph.number(2**0.5)))
    share = graph.op("Mul", graph.op("Add", erf, graph.number(1)), graph.number(0.5))
    gelu = graph.op("Mul", right, share)
    graph.op("Mul", left, gelu, name=node.output[0])


def _bias_add(graph: Graph, node: NodeProto) -> None:
    x, bias, skip = node.input
    graph.op("Add", graph.op("Add", x, bias), skip, name=node.output[0])


WRITE: dict[str, Callable[[Graph, NodeProto], None]] = {
    "NhwcConv": _conv,
    "GroupNorm": _group_norm,
    "SkipGroupNorm": _skip_group_norm,
    "BiasSplitGelu": _bias_split_gelu,
    "BiasAdd": _bias_add,
}
"""How each operator that has a kernel on CUDA alone is written out."""
