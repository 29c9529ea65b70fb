"""From a GGUF to ONNX, on a tiny Llama with random weights."""

from pathlib import Path

import gguf
import numpy as np
import onnx
import onnxruntime
import pytest
from gguf.constants import GGMLQuantizationType as Kind
from gguf.quants import quantize

from sarovar_training.cli import main
from sarovar_training.llm.folder import compare, empty_cache, inputs
from sarovar_training.llm.graph import build
from sarovar_training.llm.reference import Reference
from sarovar_training.llm.tokenizer import build_tokenizer
from sarovar_training.llm.weights import Gguf, unpack_q4_1, unpack_q8_0
from sarovar_training.tokenizer import _bytes_in_clip_order

LAYERS, WIDTH, INNER, HEADS, KV_HEADS = 2, 64, 96, 4, 2
MERGES = [("d", "o"), ("do", "g"), ("Ġ", "dog"), ("t", "w")]


def write_gguf(path: Path, architecture: str = "llama") -> None:
    """A random model in the formats of the real one: Q4_1 layers, Q8_0 embedding, F32 norms."""
    rng = np.random.default_rng(0)
    special = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
    tokens = [*special, *_bytes_in_clip_order(), *("".join(pair) for pair in MERGES)]
    writer = gguf.GGUFWriter(str(path), architecture)
    writer.add_block_count(LAYERS)
    writer.add_embedding_length(WIDTH)
    writer.add_feed_forward_length(INNER)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(KV_HEADS)
    writer.add_rope_freq_base(10_000.0)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_vocab_size(len(tokens))
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("smollm")
    writer.add_token_list(tokens)
    writer.add_token_types([3] * len(special) + [1] * (len(tokens) - len(special)))
    writer.add_token_merges([" ".join(pair) for pair in MERGES])

    def add(name: str, rows: int, columns: int, kind: Kind = Kind.Q4_1) -> None:
        weight = (rng.standard_normal((rows, columns)) / np.sqrt(columns)).astype(np.float32)
        writer.add_tensor(name, quantize(weight, kind), raw_dtype=kind)

    add("token_embd.weight", len(tokens), WIDTH, Kind.Q8_0)
    head = WIDTH // HEADS
    for layer in range(LAYERS):
        for norm in ("attn_norm", "ffn_norm"):
            scale = rng.uniform(0.5, 1.5, WIDTH).astype(np.float32)
            writer.add_tensor(f"blk.{layer}.{norm}.weight", scale)
        for part, rows, columns in (
            ("attn_q", WIDTH, WIDTH),
            ("attn_k", KV_HEADS * head, WIDTH),
            ("attn_v", KV_HEADS * head, WIDTH),
            ("attn_output", WIDTH, WIDTH),
            ("ffn_gate", INNER, WIDTH),
            ("ffn_up", INNER, WIDTH),
            ("ffn_down", WIDTH, INNER),
        ):
            add(f"blk.{layer}.{part}.weight", rows, columns)
    writer.add_tensor("output_norm.weight", np.ones(WIDTH, np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> tuple[Gguf, Path]:
    """The tiny GGUF and the ONNX file made from it."""
    folder = tmp_path_factory.mktemp("llm")
    write_gguf(folder / "tiny.gguf")
    source = Gguf(folder / "tiny.gguf")
    onnx.save(build(source, [1]), str(folder / "model.onnx"))
    return source, folder / "model.onnx"


@pytest.mark.parametrize(("kind", "unpack"), [(Kind.Q4_1, unpack_q4_1), (Kind.Q8_0, unpack_q8_0)])
def test_blocks_are_unpacked_as_ggml_does(kind: Kind, unpack: object) -> None:
    weight = np.random.default_rng(1).standard_normal((5, 96)).astype(np.float32)
    raw = quantize(weight, kind)
    assert callable(unpack)
    np.testing.assert_array_equal(unpack(raw).dequantised(), gguf.quants.dequantize(raw, kind))


def test_the_onnx_file_equals_the_weights_written_out(tiny: tuple[Gguf, Path]) -> None:
    source, file = tiny
    worst = compare(source, file, [[5], [1, 40, 41, 200], list(range(3, 100))])
    assert worst["logits"] < 1e-3
    assert worst["states"] < 1e-4


def test_token_by_token_gives_what_all_at_once_gives(tiny: tuple[Gguf, Path]) -> None:
    source, file = tiny
    session = onnxruntime.InferenceSession(file)
    names = [o.name for o in session.get_outputs() if o.name == "logits" or "present" in o.name]
    ids, cache = [1, 40, 41, 200, 7, 9], empty_cache(source)
    rows = []
    for part in (ids[:3], *([i] for i in ids[3:])):
        feeds = {**inputs([part], len(part)), **cache}
        outputs = dict(zip(names, session.run(names, feeds), strict=True))
        rows.append(outputs["logits"][0])
        cache = {n.replace("present", "past"): v for n, v in outputs.items() if n != "logits"}
    expected = Reference(source)(ids)[0].numpy()
    np.testing.assert_allclose(np.concatenate(rows), expected, atol=1e-4)
    feeds = {**inputs([ids], 2), **empty_cache(source)}
    np.testing.assert_allclose(session.run(["logits"], feeds)[0][0], expected[-2:], atol=1e-4)


def test_the_tokenizer_splits_digits_and_keeps_special_tokens(tiny: tuple[Gguf, Path]) -> None:
    tokenizer = build_tokenizer(tiny[0])
    assert tokenizer.encode("two dog 42").tokens == ["tw", "o", "Ġdog", "Ġ", "4", "2"]
    assert tokenizer.encode("<|im_start|>dog").tokens == ["<|im_start|>", "dog"]
    text = "नमस्ते, 12 dogs!\n\n  ok"
    assert tokenizer.decode(tokenizer.encode(text).ids) == text


def test_another_architecture_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_gguf(tmp_path / "other.gguf", "gpt2")
    to = ["--to", str(tmp_path / "out")]
    assert main(["llm", "--gguf", str(tmp_path / "other.gguf"), *to]) == 1
    assert "not of the llama architecture" in capsys.readouterr().err
    assert main(["llm", "--gguf", str(tmp_path / "missing.gguf"), *to]) == 1
    assert not (tmp_path / "out").exists()
