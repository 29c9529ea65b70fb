"""Write modules as ONNX files in the layout of Stable Diffusion 1.x, weights stored in fp16."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
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


def name_weights(model: onnx.ModelProto, module: nn.Module) -> None:
    """Give weights that the exporter renamed the names of their parameters, found by their values.

    A matrix that the exporter turned over is called `<parameter>.T`; the thirds that attention cuts
    its projection into are called `<parameter>.0` to `<parameter>.2`. Of equal tensors the exporter
    keeps one; the file's metadata then says which name stands for the others. With both the file is
    enough to rebuild the module (see twin.py). Unknown tensors keep the exporter's names.
    """
    taken = {weight.name for weight in model.graph.initializer}
    places: dict[bytes, list[str]] = {}
    parameters = with_thirds(module)
    for name, value in parameters.items():
        array = value.float().numpy()
        if name not in taken:
            places.setdefault(array.tobytes(), []).append(name)
            if array.ndim == 2:
                places.setdefault(np.ascontiguousarray(array.T).tobytes(), []).append(f"{name}.T")
    renamed: dict[str, str] = {}
    for weight in model.graph.initializer:
        array = numpy_helper.to_array(weight)
        options = places.get(array.tobytes(), [])
        wanted = next((n for n in options if n not in taken and _fits(n, array, parameters)), None)
        if weight.name.startswith("onnx::") and wanted:
            renamed[weight.name] = wanted
            taken.add(wanted)
            weight.name = wanted
    for node in model.graph.node:
        for index, name in enumerate(node.input):
            node.input[index] = renamed.get(name, name)
    holders = {numpy_helper.to_array(w).tobytes(): w.name for w in model.graph.initializer}
    held = {weight.name.removesuffix(".T") for weight in model.graph.initializer}
    missing = {n: v for n, v in module.state_dict().items() if n not in held}
    shared = {n: holders.get(v.float().numpy().tobytes()) for n, v in missing.items()}
    helper.set_model_props(model, {n: holder for n, holder in shared.items() if holder})


def with_thirds(module: nn.Module) -> dict[str, Tensor]:
    """The module's state, and the thirds of the projections that attention cuts in three."""
    state = dict(module.state_dict())
    for name, value in module.state_dict().items():
        if name.endswith(("in_proj_weight", "in_proj_bias")):
            state |= {f"{name}.{part}": third for part, third in enumerate(value.chunk(3))}
    return state


def _fits(name: str, array: npt.NDArray[np.float32], parameters: dict[str, Tensor]) -> bool:
    shape = list(parameters[name.removesuffix(".T")].shape)
    if name.endswith(".T"):
        shape.reverse()
    return shape == [n for n in array.shape if n != 1] or shape == list(array.shape)


def export_graph(
    module: nn.Module,
    example: tuple[Tensor, ...],
    inputs: Sequence[str],
    outputs: Sequence[str],
    dynamic: dict[str, dict[int, str]],
    path: Path,
) -> None:
    """Export `module` to `path` as the exporter writes it; `dynamic` names the free axes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with torch.no_grad():
        torch.onnx.export(
            module.cpu().eval(),
            example,
            str(path),
            input_names=list(inputs),
            output_names=list(outputs),
            dynamic_axes=dynamic,
            opset_version=OPSET,
            dynamo=False,
        )


def write_onnx(
    module: nn.Module,
    example: tuple[Tensor, ...],
    inputs: Sequence[str],
    outputs: Sequence[str],
    dynamic: dict[str, dict[int, str]],
    path: Path,
    *,
    in_half: bool = True,
) -> None:
    """Export `module` to `path` with its parameters' names; `dynamic` names the free axes of inputs
    and outputs. The weights are stored in fp16 unless `in_half` is false.
    """
    export_graph(module, example, inputs, outputs, dynamic, path)
    model = onnx.load(str(path))
    name_weights(model, module)
    if in_half:
        store_in_half(model)
    onnx.checker.check_model(model)
    onnx.save(model, str(path))
