"""fp16 arithmetic that stays fp16 wherever the file runs.

ONNX Runtime has next to no fp16 on a CPU: it computes in fp32 and leaves out the casts between two
operators, so that nothing is rounded and, what changes pictures, nothing overflows. A cast back and
forth is left out as well; hence the rounding is written out in fp32 arithmetic.
"""

from pathlib import Path

import onnx
from onnx import TensorProto, helper, parser, shape_inference

ROUNDED = {"Add", "Cast", "Div", "MatMul", "Mul", "Neg", "Pow", "ReduceMean", "Relu", "Softmax"}
ROUNDED |= {"Sqrt", "Sub", "Tanh"}
"""Operators whose result may need more than fp16 has; others only move values, or clip them."""

DOMAIN = "sarovar"
ROUND = """
<opset_import: ["": 18], domain: "sarovar">
round_to_half (raw) => (half) {
  x = Cast <to = 1> (raw)
  size = Abs (x)
  splitter = Constant <value = float {8193.0}> ()
  scaled = Mul (x, splitter)
  rest = Sub (scaled, x)
  normal = Sub (scaled, rest)
  shift = Constant <value = float {0.75}> ()
  shifted = Add (x, shift)
  subnormal = Sub (shifted, shift)
  least_normal = Constant <value = float {0.00006103515625}> ()
  is_subnormal = Less (size, least_normal)
  finite = Where (is_subnormal, subnormal, normal)
  too_large = Constant <value = float {65520.0}> ()
  overflows = GreaterOrEqual (size, too_large)
  huge = Constant <value = float {1e38}> ()
  infinite = Mul (x, huge)
  rounded = Where (overflows, infinite, finite)
  half = Cast <to = 10> (rounded)
}
"""
"""Dekker's splitting: 8193 = 2^13 + 1 leaves 11 of fp32's 24 bits; adding 0.75 leaves 2^-24."""


def round_as_half(path: Path) -> None:
    """Have every fp16 result of the graph rounded, and overflow, as on a device that has fp16.

    Weights that lie beside the graph are not read. The file computes the same on a GPU as before.
    """
    # With them the message of a published T5 would be larger than protobuf allows.
    model = onnx.load(str(path), load_external_data=False)
    typed = shape_inference.infer_shapes(model).graph
    values = (*typed.value_info, *typed.output, *typed.input)
    types = {value.name: value.type.tensor_type.elem_type for value in values}
    nodes: list[onnx.NodeProto] = []
    for node in model.graph.node:
        nodes.append(node)
        name = node.output[0]
        exact = node.op_type == "Cast" and types.get(node.input[0]) != TensorProto.FLOAT
        if types.get(name) != TensorProto.FLOAT16 or node.op_type not in ROUNDED or exact:
            continue
        node.output[0] = f"{name}.raw"
        nodes.append(helper.make_node("round_to_half", [f"{name}.raw"], [name], domain=DOMAIN))
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    model.functions.append(parser.parse_function(ROUND))
    model.opset_import.append(helper.make_opsetid(DOMAIN, 1))
    onnx.save(model, str(path))
    onnx.checker.check_model(str(path))
