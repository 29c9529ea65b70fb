"""Write small UNets that are each wrong in one way, for the tests of what is said about them.

Run from the repository: `training/.venv/bin/python training/vectors/broken_onnx.py`.
"""

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

TARGET = Path("tests/fixtures/broken-unets")
CHANNELS, WIDTH = 16, 256


def value(name: str, shape: list[int | str]) -> onnx.ValueInfoProto:
    """A float port."""
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)


def unet(
    nodes: list[onnx.NodeProto],
    weights: list[onnx.TensorProto] | None = None,
    width: int = WIDTH,
    more: list[onnx.ValueInfoProto] | None = None,
) -> onnx.ModelProto:
    """A graph with a UNet's ports around `nodes`, which make `out_sample`."""
    spatial: list[int | str] = ["batch_size", CHANNELS, "height", "width"]
    graph = helper.make_graph(
        nodes,
        "unet",
        [
            value("sample", spatial),
            value("timestep", []),
            value("encoder_hidden_states", ["batch_size", "sequence_length", width]),
            *(more or []),
        ],
        [value("out_sample", spatial)],
        weights or [],
    )
    opsets = [helper.make_opsetid("", 18), helper.make_opsetid("com.microsoft", 1)]
    return helper.make_model(graph, opset_imports=opsets, ir_version=9)


def safety() -> onnx.ModelProto:
    """A safety checker that withholds what is brighter than CLIP's mean."""
    axes = numpy_helper.from_array(np.array([1, 2, 3], np.int64), "axes")
    zero = numpy_helper.from_array(np.array(0, np.float32), "zero")
    flag = helper.make_tensor_value_info("has_nsfw_concepts", TensorProto.BOOL, ["batch_size"])
    graph = helper.make_graph(
        [
            helper.make_node("ReduceMean", ["clip_input", "axes"], ["mean"], keepdims=0),
            helper.make_node("Greater", ["mean", "zero"], ["has_nsfw_concepts"]),
        ],
        "safety_checker",
        [value("clip_input", ["batch_size", 3, 224, 224])],
        [flag],
        [axes, zero],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)


def main() -> None:
    """Write all of them."""
    TARGET.mkdir(parents=True, exist_ok=True)
    same = helper.make_node("Identity", ["sample"], ["out_sample"])
    scale = numpy_helper.from_array(np.ones((1, CHANNELS, 1, 1), np.float32), "scale")
    nothing = numpy_helper.from_array(np.full((1,), np.nan, np.float32), "nothing")
    outside = onnx.TensorProto(name="scale", data_type=TensorProto.FLOAT, dims=scale.dims)
    outside.data_location = TensorProto.EXTERNAL
    outside.external_data.add(key="location", value="model.onnx_data")
    fused = helper.make_node(
        "GroupNorm",
        ["sample", "gain", "gain"],
        ["out_sample"],
        domain="com.microsoft",
        epsilon=1e-5,
        groups=4,
        activation=1,
        channels_last=1,
    )
    gain = numpy_helper.from_array(np.ones((CHANNELS,), np.float32), "gain")
    huge = numpy_helper.from_array(np.array([1 << 22, 1 << 22], np.int64), "huge")
    greedy = [
        helper.make_node("ReduceMax", ["sample"], ["most"], keepdims=0),
        helper.make_node("Expand", ["most", "huge"], ["spread"]),
        helper.make_node("ReduceMax", ["spread"], ["again"], keepdims=0),
        helper.make_node("Add", ["sample", "again"], ["out_sample"]),
    ]
    models = {
        "external-data": unet(
            [helper.make_node("Mul", ["sample", "scale"], ["out_sample"])], [outside]
        ),
        "fused-for-cuda": unet([fused], [gain]),
        "asks-for-more": unet([same], more=[value("timestep_cond", ["batch_size", 256])]),
        # Sixty-four terabytes in one step: no machine has them.
        "too-greedy": unet(greedy, [huge]),
        "another-width": unet([same], width=768),
        "not-a-number": unet(
            [helper.make_node("Add", ["sample", "nothing"], ["out_sample"])], [nothing]
        ),
    }
    for name, model in models.items():
        TARGET.joinpath(f"{name}.onnx").write_bytes(model.SerializeToString())
    TARGET.parent.joinpath("withholds-bright.onnx").write_bytes(safety().SerializeToString())


if __name__ == "__main__":
    main()
