"""The GGUF's tensors, still quantised (GGUF v3, ggml's block formats Q4_1 and Q8_0)."""

from dataclasses import dataclass
from pathlib import Path

import gguf
import numpy as np
import numpy.typing as npt

BLOCK = 32
"""Weights of a row that share one scale."""

Bytes = npt.NDArray[np.uint8]
Halves = npt.NDArray[np.float16]
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Linear4:
    """Q4_1: `codes` uint8 0..15 `[N, K/32, 32]`, fp16 `scale` and `minimum` `[N, K/32]`.

    A weight is `scale * code + minimum`.
    """

    codes: Bytes
    scale: Halves
    minimum: Halves

    def dequantised(self) -> Floats:
        """fp32 `[N, K]`."""
        scale, minimum = (a.astype(np.float32)[..., None] for a in (self.scale, self.minimum))
        weights: Floats = (self.codes * scale + minimum).reshape(len(self.codes), -1)
        return weights


@dataclass(frozen=True)
class Linear8:
    """Q8_0: `codes` int8 as uint8 with 128 added, `[N, K/32, 32]`, fp16 `scale` `[N, K/32]`."""

    codes: Bytes
    scale: Halves

    def dequantised(self) -> Floats:
        """fp32 `[N, K]`."""
        signed = self.codes.astype(np.float32) - 128
        weights: Floats = (signed * self.scale.astype(np.float32)[..., None]).reshape(
            len(self.codes), -1
        )
        return weights


def unpack_q4_1(raw: Bytes) -> Linear4:
    """Rows of 20-byte blocks: scale, minimum, then 16 bytes of two codes each."""
    blocks = raw.reshape(len(raw), -1, 20)
    head = np.ascontiguousarray(blocks[..., :4]).view(np.float16)
    packed = blocks[..., 4:]
    codes = np.concatenate([packed & 15, packed >> 4], axis=-1)
    return Linear4(codes, head[..., 0], head[..., 1])


def unpack_q8_0(raw: Bytes) -> Linear8:
    """Rows of 34-byte blocks: scale, then 32 signed codes."""
    blocks = raw.reshape(len(raw), -1, 34)
    scale = np.ascontiguousarray(blocks[..., :2]).view(np.float16)[..., 0]
    return Linear8(blocks[..., 2:] ^ np.uint8(128), scale)


@dataclass(frozen=True)
class Shape:
    """The sizes of a Llama-style model, as the GGUF's header gives them."""

    layers: int
    width: int
    feed_forward: int
    heads: int
    kv_heads: int
    rope_base: float
    eps: float
    vocabulary: int

    @property
    def head_width(self) -> int:
        return self.width // self.heads


class Gguf:
    """A GGUF file of the `llama` architecture. Raises ValueError for any other."""

    def __init__(self, path: Path) -> None:
        self._reader = gguf.GGUFReader(str(path))
        self._tensors = {t.name: t for t in self._reader.tensors}
        if self.field("general.architecture") != "llama":
            raise ValueError(f"{path} is not of the llama architecture.")
        self.shape = Shape(
            layers=int(self.number("llama.block_count")),
            width=int(self.number("llama.embedding_length")),
            feed_forward=int(self.number("llama.feed_forward_length")),
            heads=int(self.number("llama.attention.head_count")),
            kv_heads=int(self.number("llama.attention.head_count_kv")),
            rope_base=self.number("llama.rope.freq_base"),
            eps=self.number("llama.attention.layer_norm_rms_epsilon"),
            vocabulary=int(self.number("llama.vocab_size")),
        )

    def field(self, name: str) -> object:
        """One value of the header. Raises ValueError when it is missing."""
        found = self._reader.fields.get(name)
        if found is None:
            raise ValueError(f"The GGUF's header has no {name}.")
        value: object = found.contents()
        return value

    def number(self, name: str) -> float:
        """One number of the header. Raises ValueError when it is missing or something else."""
        value = self.field(name)
        if not isinstance(value, int | float):
            raise ValueError(f"The GGUF's {name} is not a number.")
        return float(value)

    def _raw(self, name: str, kind: str) -> npt.NDArray[np.generic]:
        tensor = self._tensors.get(name)
        if tensor is None or tensor.tensor_type.name != kind:
            raise ValueError(f"The GGUF has no {kind} tensor {name}.")
        data: npt.NDArray[np.generic] = tensor.data
        return data

    def linear(self, *names: str) -> Linear4:
        """The Q4_1 matrices called `names`, stacked along their outputs."""
        parts = [unpack_q4_1(self._raw(name, "Q4_1").view(np.uint8)) for name in names]
        return Linear4(
            np.concatenate([p.codes for p in parts]),
            np.concatenate([p.scale for p in parts]),
            np.concatenate([p.minimum for p in parts]),
        )

    def embedding(self) -> Linear8:
        """The Q8_0 token embedding, which is the head, too."""
        return unpack_q8_0(self._raw("token_embd.weight", "Q8_0").view(np.uint8))

    def norm(self, name: str) -> Floats:
        """The F32 vector called `name`."""
        return self._raw(name, "F32").astype(np.float32)
