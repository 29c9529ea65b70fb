"""ELLA's T5 in the precision that its authors run it in, overflow and clamp included."""

import json
import shutil
from pathlib import Path

import pytest
import torch
from converting import Run, session
from safetensors.torch import load_file, save_file
from torch import Tensor

from sarovar_training.cli import main
from sarovar_training.convert.plain import plain_t5

WO = "encoder.block.{}.layer.1.DenseReluDense.wo.weight"
CLAMPED = torch.finfo(torch.float16).max - 1000


def planted(twin: Path, target: Path, scales: dict[int, float]) -> Path:
    """A copy of the twin whose blocks' `wo` are so many times as large."""
    shutil.copytree(twin, target)
    state = load_file(target / "model.safetensors")
    for block, scale in scales.items():
        state[WO.format(block)] *= scale
    save_file(state, target / "model.safetensors", {"format": "pt"})
    return target


def prompts() -> list[Tensor]:
    generator = torch.Generator().manual_seed(0)
    return [torch.randint(3, 300, (1, n), generator=generator) for n in (5, 11, 17, 26, 38)]


def worst(t5: Path, file: Path, precision: str) -> float:
    """The largest relative difference of a prompt's states between the file and the library."""
    encoder, opened, differences = plain_t5(t5, precision), session(file), []
    for ids in prompts():
        with torch.no_grad():
            wanted = encoder(input_ids=ids).last_hidden_state.float()
        mask = torch.ones_like(ids)
        given = {"input_ids": ids.numpy(), "attention_mask": mask.numpy()}
        states = torch.from_numpy(opened.run(None, given)[0])
        assert wanted.isfinite().all()
        differences.append(float((states - wanted).norm() / wanted.norm()))
    return max(differences)


# Of the larger a third is taken first: the twin's own weights times 3e5 are beyond fp16.
@pytest.mark.parametrize("scales", [{}, {0: 3e4, 1: 3e5 * 0.3}, {0: 3e5 * 0.3, 1: 3e4}])
def test_official_is_what_the_authors_run(
    scales: dict[int, float], done: Run, twins: Path, base: Path, tmp_path: Path
) -> None:
    t5 = planted(twins / "flan-t5", tmp_path / "t5", scales)
    out = tmp_path / "ella"
    done("convert", "ella", twins / "ella.safetensors", "--t5", t5, "--base", base, out)
    assert json.loads((out / "manifest.json").read_text())["reads"]["precision"] == "official"
    file = out / "text_encoder/model.onnx"
    assert worst(t5, file, "official") < 2e-3
    if not scales:
        return
    # The planted weights do overflow, and fp32 is another encoder.
    hidden: list[Tensor] = []
    encoder = plain_t5(t5, "official")
    for block in encoder.encoder.block:
        block.register_forward_hook(lambda _m, _i, states: hidden.append(states[0].abs().max()))
    with torch.no_grad():
        encoder(input_ids=prompts()[-1])
    assert max(hidden) == CLAMPED
    assert worst(t5, file, "fp32") > 1e-2


def test_fp32_comes_with_a_warning(
    capsys: pytest.CaptureFixture[str], twins: Path, base: Path, tmp_path: Path
) -> None:
    t5, out = planted(twins / "flan-t5", tmp_path / "t5", {1: 3e5}), tmp_path / "ella"
    files = (twins / "ella.safetensors", out, "--t5", t5, "--base", base)
    assert main(["convert", "ella", *map(str, files), "--t5-precision", "fp32"]) == 0
    assert "pictures become others" in capsys.readouterr().err
    assert json.loads((out / "manifest.json").read_text())["reads"]["precision"] == "fp32"
    assert worst(t5, out / "text_encoder/model.onnx", "fp32") < 1e-4


def test_weights_beyond_fp16_are_refused(
    refused: Run, twins: Path, base: Path, tmp_path: Path
) -> None:
    t5 = planted(twins / "flan-t5", tmp_path / "t5", {1: 3e5})
    sentence = refused(
        "convert", "ella", twins / "ella.safetensors", "--t5", t5, "--base", base, tmp_path / "out"
    )
    assert f"{WO.format(1)} of t5 overflows in fp16" in sentence
    assert "--t5-precision fp32" in sentence
