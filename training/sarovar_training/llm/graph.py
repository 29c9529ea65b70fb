"""The ONNX graph of a quantised Llama-style model, exact in its weights and fast on a CPU.

ONNX Runtime multiplies by 4-bit blocks quickly only with whole zero points. Q4_1 has a minimum per
block instead, so a product is split: `y = x·[d(q − 8)] + s·C`, with `s` the sums of `x` over each
block and `C = 8d + m`. Eight bits are slow altogether, so that the embedding's codes are stored as
high and low halves: once, for the lookup and for the head.
"""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from .weights import BLOCK, Gguf, Linear4

OPSET = 20
POSITIONS = 2048
"""How many tokens the rotary tables reach; the model itself was trained up to 8,192."""
CONTRIB = "com.microsoft"


def past_names(layer: int) -> tuple[str, str]:
    """The cache's input names of one layer; the outputs say `present` instead of `past`."""
    return f"past.{layer}.key", f"past.{layer}.value"


@dataclass
class Graph:
    """Nodes and initialisers while they are being collected."""

    nodes: list[onnx.NodeProto] = field(default_factory=list)
    weights: list[TensorProto] = field(default_factory=list)

    def constant(self, name: str, value: npt.NDArray[np.generic]) -> str:
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def add(
        self,
        op: str,
        inputs: list[str],
        name: str,
        domain: str = "",
        **attributes: int | float | str | list[int],
    ) -> str:
        """One node whose only output is called `name`."""
        node = helper.make_node(op, inputs, [name], name, domain=domain)
        node.attribute.extend(helper.make_attribute(k, v) for k, v in attributes.items())
        self.nodes.append(node)
        return name

    def halves(self, name: str, value: npt.NDArray[np.float16]) -> str:
        """An fp16 constant, cast to fp32 when the file is loaded."""
        return self.add("Cast", [self.constant(f"{name}.fp16", value)], name, to=TensorProto.FLOAT)

    def block_sums(self, x: str, width: int) -> str:
        """`[B, n, width]` → sums over each block, `[B, n, width/32]`."""
        shape = f"blocks.{width}"
        if all(w.name != shape for w in self.weights):
            self.constant(shape, np.array([0, 0, width // BLOCK, BLOCK], np.int64))
        split = self.add("Reshape", [x, shape], f"{x}.split")
        return self.add("ReduceSum", [split, "last_axis"], f"{x}.sums", keepdims=0)

    def linear(self, name: str, x: str, sums: str, weight: Linear4) -> str:
        """`x` `[B, n, K]` times the transposed `weight` `[N, K]`, see above."""
        rows, blocks, _ = weight.codes.shape
        packed = weight.codes[..., 0::2] | (weight.codes[..., 1::2] << 4)
        codes = self.constant(f"{name}.codes", packed)
        scale = self.halves(f"{name}.scale", weight.scale)
        minimum = self.halves(f"{name}.minimum", weight.minimum)
        product = self.add(
            "MatMulNBits",
            [x, codes, scale],
            f"{name}.product",
            CONTRIB,
            K=blocks * BLOCK,
            N=rows,
            bits=4,
            block_size=BLOCK,
        )
        # Constants all: folded when the file is loaded.
        centre = self.add("Mul", [scale, "eight"], f"{name}.centre")
        offset = self.add("Add", [centre, minimum], f"{name}.offset")
        turned = self.add("Transpose", [offset], f"{name}.offset.T", perm=[1, 0])
        correction = self.add("MatMul", [sums, turned], f"{name}.correction")
        return self.add("Add", [product, correction], name)

    def norm(self, name: str, x: str, weight: npt.NDArray[np.float32], eps: float) -> str:
        """Root-mean-square normalisation (arXiv 1910.07467)."""
        scale = self.constant(f"{name}.weight", weight)
        return self.add("SimplifiedLayerNormalization", [x, scale], name, axis=-1, epsilon=eps)


def _rotary(source: Gguf) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """cos and sin `[POSITIONS, head_width/2]` (arXiv 2104.09864)."""
    half = source.shape.head_width // 2
    rates = source.shape.rope_base ** (-np.arange(half, dtype=np.float64) / half)
    angles = np.arange(POSITIONS)[:, None] * rates
    return np.cos(angles).astype(np.float32), np.sin(angles).astype(np.float32)


def _lengths(g: Graph) -> None:
    """`total`: tokens in the cache and in the input; `last`: one less, per row of the batch."""
    past = g.add("Shape", [past_names(0)[0]], "past.length", start=2, end=3)
    new = g.add("Shape", ["input_ids"], "new.length", start=1, end=2)
    total = g.add("Add", [past, new], "total.int64")
    flat = g.add("Cast", [total], "total.vector", to=TensorProto.INT32)
    g.add("Squeeze", [flat], "total")
    one = g.constant("one", np.array([1], np.int32))
    last = g.add("Sub", [flat, one], "last.single")
    batch = g.add("Shape", ["input_ids"], "batch", start=0, end=1)
    g.add("Expand", [last, batch], "last")


def _layer(g: Graph, source: Gguf, layer: int, x: str) -> str:
    s, prefix = source.shape, f"layer.{layer}"
    normed = g.norm(f"{prefix}.norm1", x, source.norm(f"blk.{layer}.attn_norm.weight"), s.eps)
    names = [f"blk.{layer}.attn_{part}.weight" for part in "qkv"]
    sums = g.block_sums(normed, s.width)
    qkv = g.linear(f"{prefix}.qkv", normed, sums, source.linear(*names))
    key, value = past_names(layer)
    attended = f"{prefix}.attended"
    present = [name.replace("past", "present") for name in (key, value)]
    g.nodes.append(
        helper.make_node(
            "GroupQueryAttention",
            [qkv, "", "", key, value, "last", "total", "cos", "sin"],
            [attended, *present],
            f"{prefix}.attention",
            domain=CONTRIB,
            num_heads=s.heads,
            kv_num_heads=s.kv_heads,
            do_rotary=1,
            # ggml turns neighbouring channels; its converter has ordered the weights for that.
            rotary_interleaved=1,
        )
    )
    sums = g.block_sums(attended, s.width)
    weight = source.linear(f"blk.{layer}.attn_output.weight")
    x = g.add("Add", [x, g.linear(f"{prefix}.out", attended, sums, weight)], f"{prefix}.middle")
    normed = g.norm(f"{prefix}.norm2", x, source.norm(f"blk.{layer}.ffn_norm.weight"), s.eps)
    names = [f"blk.{layer}.ffn_{part}.weight" for part in ("gate", "up")]
    sums = g.block_sums(normed, s.width)
    both = g.linear(f"{prefix}.gate_up", normed, sums, source.linear(*names))
    g.nodes.append(
        helper.make_node(
            "Split", [both], [f"{prefix}.gate", f"{prefix}.up"], axis=-1, num_outputs=2
        )
    )
    opened = g.add("Sigmoid", [f"{prefix}.gate"], f"{prefix}.open")
    swish = g.add("Mul", [f"{prefix}.gate", opened], f"{prefix}.swish")
    inner = g.add("Mul", [swish, f"{prefix}.up"], f"{prefix}.inner")
    sums = g.block_sums(inner, s.feed_forward)
    down = g.linear(f"{prefix}.down", inner, sums, source.linear(f"blk.{layer}.ffn_down.weight"))
    return g.add("Add", [x, down], f"hidden_states.{layer + 1}")


def _embed(g: Graph, source: Gguf) -> str:
    """Token ids → `[B, n, width]`, from the nibbles that the head uses, too."""
    embedding = source.embedding()
    for name, nibbles in (("high", embedding.codes >> 4), ("low", embedding.codes & 15)):
        g.constant(f"embedding.{name}", nibbles[..., 0::2] | (nibbles[..., 1::2] << 4))
    g.halves("embedding.scale", embedding.scale)
    g.constant("four", np.array(4, np.uint8))
    g.constant("fifteen", np.array(15, np.uint8))
    floats = {name: _nibbles(g, name) for name in ("high", "low")}
    sixteen = g.constant("sixteen", np.array(16, np.float32))
    high = g.add("Mul", [floats["high"], sixteen], "token.high.scaled")
    codes = g.add("Add", [high, floats["low"]], "token.codes")
    centre = g.constant("embedding.centre", np.array(128, np.float32))
    signed = g.add("Sub", [codes, centre], "token.signed")
    shape = g.constant("blocks.token", np.array([0, 0, -1, BLOCK], np.int64))
    blocks = g.add("Reshape", [signed, shape], "token.blocks")
    scale = g.add("Gather", ["embedding.scale", "input_ids"], "token.scale")
    column = g.add("Unsqueeze", [scale, "last_axis"], "token.scale.column")
    scaled = g.add("Mul", [blocks, column], "token.scaled")
    flat = g.constant("flat", np.array([0, 0, source.shape.width], np.int64))
    return g.add("Reshape", [scaled, flat], "hidden_states.0")


def _nibbles(g: Graph, half: str) -> str:
    """One half of the input tokens' codes, a number per weight: `[B, n, blocks, 16, 2]`."""
    packed = g.add("Gather", [f"embedding.{half}", "input_ids"], f"token.{half}.packed")
    even = g.add("BitwiseAnd", [packed, "fifteen"], f"token.{half}.even")
    odd = g.add("BitShift", [packed, "four"], f"token.{half}.odd", direction="RIGHT")
    pair = [g.add("Unsqueeze", [n, "last_axis"], f"{n}.column") for n in (even, odd)]
    both = g.add("Concat", pair, f"token.{half}", axis=-1)
    return g.add("Cast", [both], f"token.{half}.floats", to=TensorProto.FLOAT)


def _head(g: Graph, source: Gguf, x: str) -> None:
    """`logits` from the last norm's `x`: Q8_0 as two products of 4 bits, which are fast.

    A code is `16·high + low − 128`, so `y = x·[16d(high − 8)] + x·[d(low − 8)] + s·8d`.
    """
    s = source.shape
    size = {"K": s.width, "N": s.vocabulary, "bits": 4, "block_size": BLOCK}
    coarse = g.add("Mul", ["embedding.scale", "sixteen"], "embedding.scale.16")
    offset = g.add("Mul", ["embedding.scale", "eight"], "embedding.offset")
    turned = g.add("Transpose", [offset], "embedding.offset.T", perm=[1, 0])
    high = g.add("MatMulNBits", [x, "embedding.high", coarse], "logits.high", CONTRIB, **size)
    fine = [x, "embedding.low", "embedding.scale"]
    low = g.add("MatMulNBits", fine, "logits.low", CONTRIB, **size)
    correction = g.add("MatMul", [g.block_sums(x, s.width), turned], "logits.correction")
    g.add("Add", [g.add("Add", [high, low], "logits.sum"), correction], "logits")


def build(source: Gguf, hidden: list[int]) -> onnx.ModelProto:
    """`input_ids` int64 `[B, n]`, `num_logits_to_keep` and the cache → `logits` of so many last
    tokens `[B, kept, V]`, the states after the layers `hidden` and after the last norm
    (`last_hidden_state`), `[B, n, width]`, and the longer cache.

    The cache is `past.<layer>.{key,value}` `[B, kv_heads, p, head_width]`; p may be 0.
    """
    s, g = source.shape, Graph()
    g.constant("last_axis", np.array([-1], np.int64))
    g.constant("eight", np.array(8, np.float32))
    for name, table in zip(("cos", "sin"), _rotary(source), strict=True):
        g.constant(name, table)
    _lengths(g)
    x = _embed(g, source)
    for layer in range(s.layers):
        x = _layer(g, source, layer, x)
    g.norm("last_hidden_state", x, source.norm("output_norm.weight"), s.eps)
    # The head is a fifth of the work: a prompt needs it for its last token only.
    first = g.add("Neg", ["num_logits_to_keep"], "first.scalar")
    starts = g.add("Unsqueeze", [first, g.constant("zero", np.array([0], np.int64))], "first")
    end = g.constant("end", np.array([np.iinfo(np.int64).max], np.int64))
    axis = g.constant("token_axis", np.array([1], np.int64))
    g.add("Slice", ["last_hidden_state", starts, end, axis], "kept")
    _head(g, source, "kept")

    def port(
        name: str, shape: list[str | int], kind: int = TensorProto.FLOAT
    ) -> onnx.ValueInfoProto:
        return helper.make_tensor_value_info(name, kind, shape)

    caches = [name for layer in range(s.layers) for name in past_names(layer)]
    cache: list[str | int] = ["batch_size", s.kv_heads, "past_length", s.head_width]
    longer: list[str | int] = ["batch_size", s.kv_heads, "total_length", s.head_width]
    tokens: list[str | int] = ["batch_size", "sequence_length"]
    states = [f"hidden_states.{layer}" for layer in hidden] + ["last_hidden_state"]
    graph = helper.make_graph(
        g.nodes,
        "llama",
        [
            port("input_ids", tokens, TensorProto.INT64),
            port("num_logits_to_keep", [], TensorProto.INT64),
            *(port(name, cache) for name in caches),
        ],
        [
            port("logits", ["batch_size", "kept_length", s.vocabulary]),
            *(port(name, [*tokens, s.width]) for name in states),
            *(port(name.replace("past", "present"), longer) for name in caches),
        ],
        g.weights,
    )
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(CONTRIB, 1)]
    return helper.make_model(graph, opset_imports=opsets, ir_version=10)
