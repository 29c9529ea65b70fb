"""Write the network of the method that docs/extending.md makes up: states become their mean.

Run from the repository: `training/.venv/bin/python training/vectors/mean_adapter.py`.
"""

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

TARGET = Path("tests/fixtures/mean-adapter.onnx")


def main() -> None:
    """Write it."""
    shape: list[str] = ["batch_size", "sequence_length", "width"]
    states = helper.make_tensor_value_info("states", TensorProto.FLOAT, shape)
    mean = helper.make_tensor_value_info("mean", TensorProto.FLOAT, shape)
    axis = numpy_helper.from_array(np.array([1], np.int64), "axis")
    nodes = [
        helper.make_node("ReduceMean", ["states", "axis"], ["one"], keepdims=1),
        helper.make_node("Shape", ["states"], ["shape"]),
        helper.make_node("Expand", ["one", "shape"], ["mean"]),
    ]
    graph = helper.make_graph(nodes, "mean", [states], [mean], [axis])
    opset = helper.make_opsetid("", 18)
    model = helper.make_model(graph, opset_imports=[opset], ir_version=9)
    onnx.checker.check_model(model)
    TARGET.write_bytes(model.SerializeToString())


if __name__ == "__main__":
    main()
