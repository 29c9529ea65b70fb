"""The published ELLA and its T5, on small twins with random weights."""

import json
import re
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from converting import Run, changed, session, signature
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer

from sarovar_training.convert.ella import check_ella, ella_shapes
from sarovar_training.convert.plain import plain_ella


def test_ella_is_the_published_module(done: Run, twins: Path, base: Path, tmp_path: Path) -> None:
    out = tmp_path / "ella"
    options = ("--t5", twins / "flan-t5", "--base", base, out, "--licence", "Apache-2.0")
    printed = done("convert", "ella", twins / "ella.safetensors", *options, "--verify")
    parts = [line.split(":")[0] for line in printed.splitlines()]
    assert parts == ["adapter.onnx", "text_encoder/model.onnx"]
    state = load_file(twins / "ella.safetensors")
    times = np.array([999, 961.5, 500, 1, 0], dtype=np.float32)
    for length in (3, 128):
        text = torch.randn(1, length, 48)
        given = {"text": text.numpy(), "timesteps": times}
        states, attention = session(out / "adapter.onnx").run(None, given)
        assert states.shape == (5, 8, 64) and attention.shape == (5, 8, length)
        wanted = torch.cat([plain_ella(state, text, float(time)) for time in times])
        assert np.abs(states - wanted.numpy()).max() < 1e-4
    manifest = json.loads((out / "manifest.json").read_text())
    assert manifest["method"] == "ELLA" and manifest["model"] == "ella"
    assert manifest["licence"] == "Apache-2.0" and manifest["adapts"] == "sd-twin"
    assert manifest["reads"] == {
        "encoder": "text_encoder/model.onnx",
        "tokenizer": "tokenizer/tokenizer.json",
        "tokens": "flexible",
        "precision": "official",
    }
    tokenizer = Tokenizer.from_file(str(out / "tokenizer/tokenizer.json"))
    assert tokenizer.encode("a red cat").ids[-1] == 1 and tokenizer.token_to_id("<pad>") == 0
    assert json.loads(tokenizer.to_str())["model"]["type"] == "Unigram"


def test_ella_takes_a_t5_with_only_a_spiece_model(
    done: Run, twins: Path, base: Path, tmp_path: Path
) -> None:
    t5 = shutil.copytree(twins / "flan-t5", tmp_path / "t5")
    (t5 / "tokenizer.json").unlink()
    out = tmp_path / "ella"
    options = ("--base", base, out, "--tokens", "128", "--verify")
    done("convert", "ella", twins / "ella.safetensors", "--t5", t5, *options)
    texts = ["a red cat", "Three  blue balloons: ﬁve!", ""]
    ours, theirs = (
        Tokenizer.from_file(str(file))
        for file in (out / "tokenizer/tokenizer.json", twins / "flan-t5/tokenizer.json")
    )
    assert [ours.encode(t).ids for t in texts] == [theirs.encode(t).ids for t in texts]
    assert json.loads((out / "manifest.json").read_text())["reads"]["tokens"] == 128
    assert signature(out / "text_encoder/model.onnx")["last_hidden_state"][0] == "tensor(float)"


def test_an_ella_that_does_not_fit_is_refused(
    refused: Run, twins: Path, base: Path, tmp_path: Path
) -> None:
    file, state = tmp_path / "ella.safetensors", load_file(twins / "ella.safetensors")
    options = ("--t5", twins / "flan-t5", "--base", base, tmp_path / "out")
    save_file({k: v for k, v in state.items() if k != "connector.latents"}, file)
    assert "ella.safetensors has no connector.latents;" in refused(
        "convert", "ella", file, *options
    )
    save_file({**state, "connector.proj_in.weight": torch.zeros(64, 32)}, file)
    sentence = refused("convert", "ella", file, *options)
    assert "connector.proj_in.weight is [64, 32], not [64, 48]" in sentence
    save_file({**state, "connector.proj_out.0.bias": torch.zeros(64)}, file)
    assert "holds connector.proj_out.0.bias" in refused("convert", "ella", file, *options)
    t5 = shutil.copytree(twins / "flan-t5", tmp_path / "t5")
    config = json.loads((t5 / "config.json").read_text())
    (t5 / "config.json").write_text(json.dumps({**config, "d_ff": 100}))
    sentence = refused("convert", "ella", file, "--t5", t5, *options[2:])
    assert "t5/model.safetensors" in sentence and "[100, 48]" in sentence


def test_the_published_ella_has_its_keys() -> None:
    block = [f"attn.{n}" for n in ("in_proj_weight", "in_proj_bias", "out_proj.weight")]
    block += ["attn.out_proj.bias"]
    for layer in ("mlp.c_fc", "mlp.c_proj", "ln_1.linear", "ln_2.linear", "ln_ff.linear"):
        block += [f"{layer}.weight", f"{layer}.bias"]
    names = {f"connector.perceiver_blocks.{n}.{key}" for n in range(6) for key in block}
    for layer in ("connector.time_aware_linear", "connector.proj_in", "time_embedding.linear_1"):
        names |= {f"{layer}.weight", f"{layer}.bias"}
    names |= {"time_embedding.linear_2.weight", "time_embedding.linear_2.bias"}
    shapes = ella_shapes(768, 2048)
    assert shapes.keys() == names | {"connector.latents"}
    assert shapes["connector.latents"] == [64, 768]
    assert shapes["time_embedding.linear_1.weight"] == [768, 320]
    check_ella("ella", shapes, 768, 2048)
    for name in ("connector.proj_in.weight", "connector.perceiver_blocks.5.mlp.c_proj.bias"):
        for wrong in changed(shapes, name):
            with pytest.raises(ValueError, match=name):
                check_ella("ella", wrong, 768, 2048)
    deeper = ella_shapes(768, 2048, blocks=7)
    with pytest.raises(ValueError, match=r"holds connector.perceiver_blocks.6"):
        check_ella("ella", deeper, 768, 2048)
    with pytest.raises(ValueError, match=r"proj_in.weight is \[768, 2048\], not \[768, 1024\]"):
        check_ella("ella", shapes, 768, 1024)


def test_the_published_ella_without_its_last_block_is_not_a_smaller_one() -> None:
    for depth, lacks in ((5, "5.*"), (4, "4.* and no connector.perceiver_blocks.5.*")):
        sentence = (
            f"ella has no connector.perceiver_blocks.{lacks}; the published connector of these "
            "widths, 2048 to 768, has 6 blocks, 0 to 5."
        )
        with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
            check_ella("ella", ella_shapes(768, 2048, blocks=depth), 768, 2048)
    # Small twins are as deep as their files say, but without a gap.
    shapes = ella_shapes(64, 48, blocks=3)
    check_ella("twin", shapes, 64, 48)
    gap = {name: shape for name, shape in shapes.items() if "blocks.1." not in name}
    with pytest.raises(ValueError, match=r"has no connector.perceiver_blocks.1.attn"):
        check_ella("twin", gap, 64, 48)
