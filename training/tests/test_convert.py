"""What all converters do, and the commands beside them."""

import io
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from converting import Run, session
from PIL import Image
from torch import nn

from sarovar_training.cli import main
from sarovar_training.convert.output import compare, write_exact
from sarovar_training.tokenizer import ClipTokenizer


def test_a_difference_from_pytorch_fails_the_verification(
    refused: Run, twins: Path, base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sarovar_training.convert.sur.TOLERANCE", -1.0)
    options = ("--base", base, tmp_path / "out", "--eta", "0.1", "--verify")
    assert "differs from PyTorch" in refused("convert", "sur", twins / "sur.pt", *options)


def test_prompt2vec_is_the_mean_over_a_prompts_tokens(
    done: Run, refused: Run, twins: Path, tmp_path: Path
) -> None:
    from safetensors import safe_open
    from transformers import AutoModelForCausalLM, AutoTokenizer

    prompts, out = tmp_path / "prompts.txt", tmp_path / "vectors.safetensors"
    prompts.write_text("a red cat\n\nthree blue balloons above a tree\n")
    done("convert", "prompt2vec", twins / "llama", prompts, out, "--layer", 3, "--verify")
    with safe_open(out, "np") as file:
        vectors, metadata = file.get_tensor("vectors"), file.metadata()
    texts = ["a red cat", "three blue balloons above a tree"]
    assert json.loads(metadata["prompts"]) == texts and metadata["layer"] == "3"
    assert vectors.shape == (2, 32) and vectors.dtype == np.float32
    tokenizer = AutoTokenizer.from_pretrained(twins / "llama")
    model = AutoModelForCausalLM.from_pretrained(twins / "llama").eval()
    ids = tokenizer(texts[1], return_tensors="pt").input_ids
    with torch.no_grad():
        states = model(ids, output_hidden_states=True).hidden_states[3]
    assert np.abs(vectors[1] - states[0].mean(dim=0).numpy()).max() < 1e-5
    out.unlink()
    assert "--layer 39" in refused("convert", "prompt2vec", twins / "llama", prompts, out)
    prompts.write_text("\n")
    assert "no prompt" in refused("convert", "prompt2vec", twins / "llama", prompts, out)


def test_the_reference_paints_with_diffusers(
    done: Run, twins: Path, base: Path, tmp_path: Path
) -> None:
    def paint(name: str, *options: object) -> dict[str, Any]:
        arguments = ("--prompt", "a red cat", "--steps", 3, "--width", 64, *options)
        done("reference", twins / "sd", tmp_path / name, *arguments)
        with np.load(tmp_path / name) as file:
            return dict(file)

    vanilla = paint("vanilla.npz", "--scheduler", "dpm++2m-karras")
    assert vanilla["image"].shape == (64, 64, 3) and vanilla["image"].dtype == np.uint8
    assert vanilla["noise"].ravel()[0] == pytest.approx(-1.12583983)
    assert vanilla["timesteps"][0] == 999
    same = paint("same.npz", "--scheduler", "dpm++2m-karras")
    assert np.array_equal(vanilla["latents"], same["latents"])
    ella = ("--ella", twins / "ella.safetensors", "--t5", twins / "flan-t5")
    sur = ("--sur", twins / "sur.pt", "--eta", 0.9)
    pictures = [paint("plain.npz"), paint("sur.npz", *sur), paint("ella.npz", *ella)]
    pictures += [paint("128.npz", *ella, "--tokens", 128)]
    latents = [picture["latents"] for picture in pictures]
    for index, one in enumerate(latents):
        assert all(np.abs(one - other).max() > 1e-4 for other in latents[:index])
    ids = np.array(ClipTokenizer(base / "tokenizer", 77)(["", "a red cat"]))
    states = session(base / "text_encoder/model.onnx").run(None, {"input_ids": ids})[0]
    given = {"negative_prompt_embeds": states[:1], "prompt_embeds": states[1:]}
    np.savez(tmp_path / "embeds.npz", **given)
    ours = paint("ours.npz", "--prompt-embeds", tmp_path / "embeds.npz")["latents"]
    assert np.abs(ours - latents[0]).max() < 1e-3
    done("reference", twins / "sd", tmp_path / "picture.png", "--steps", 1)
    assert Image.open(tmp_path / "picture.png").size == (64, 64)


def test_the_help_of_the_command_line_imports_no_converter() -> None:
    import subprocess

    code = "import sarovar_training.cli, sys; print('torch' in sys.modules)"
    command = [sys.executable, "-c", code]
    assert subprocess.run(command, capture_output=True, text=True).stdout == "False\n"


def test_each_line_is_a_command_and_the_first_that_fails_is_the_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    only = ["--only", "sur"]
    first, bad, last = tmp_path / "first", tmp_path / "bad.txt", tmp_path / "last"
    commands = [
        ["twins", str(first), *only],
        ["reference", "sd", str(bad)],
        ["twins", str(last), *only],
    ]
    lines = "".join(f"{json.dumps(command)}\n" for command in commands)
    monkeypatch.setattr("sys.stdin", io.StringIO(lines))
    assert main(["each"]) == 1
    assert "bad.txt is to be a .png or an .npz." in capsys.readouterr().err
    assert [first.exists(), bad.exists(), last.exists()] == [True, False, False]


def test_what_is_no_number_is_never_near_enough(tmp_path: Path) -> None:
    class Ratio(nn.Module):
        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return x / x

    file = tmp_path / "model.onnx"
    write_exact(Ratio(), (torch.ones(1, 2),), ["x"], ["y"], {}, file)
    ones = torch.ones(1, 2)
    compare("ratio", file, [({"x": ones}, [ones])], 1e-4)
    for runs in ([torch.zeros(1, 2), ones], [ones, torch.zeros(1, 2)]):
        with pytest.raises(ValueError, match="ratio differs from PyTorch by nan"):
            compare("ratio", file, [({"x": x}, [ones]) for x in runs], 1e-4)
