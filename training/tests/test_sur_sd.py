"""The recipe for a SUR-adapter of one's own, on the small twin of Stable Diffusion."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from converting import Run, session
from PIL import Image


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "pictures"
    folder.mkdir()
    lines = []
    for number, word in enumerate(("red", "blue", "green")):
        Image.new("RGB", (80, 60), word).save(folder / f"{word}.png")
        pair = {
            "image": f"{word}.png",
            "simple": f"{number} {word} cats",
            "complex": f"{number} {word} cats in a row on a {word} ground",
        }
        lines.append(json.dumps(pair))
    # As Windows writes it.
    text = "\r\n".join(lines)
    (folder / "pairs.jsonl").write_bytes(f"\ufeff{text}".encode())
    return folder


def test_the_recipe_trains_an_adapter_that_knows_its_base(
    done: Run, twins: Path, base: Path, data: Path, tmp_path: Path
) -> None:
    out, options = tmp_path / "own", ("--base", base, "--data", data, "--runs", tmp_path / "runs")
    done("sur-sd", twins / "sd", out, *options, "--steps", 3, "--batch", 2)
    manifest = json.loads((out / "manifest.json").read_text())
    source = json.loads((base / "manifest.json").read_text())["source"]
    assert manifest["trainedOn"] == source and manifest["adapts"] == "sd-twin"
    assert manifest["method"] == "SUR" and manifest["reads"] == "clip" and manifest["eta"] is None
    states = torch.randn(1, 77, 64).numpy()
    refined, eta = session(out / "adapter.onnx").run(None, {"encoder_hidden_states": states})
    assert 0 < eta[0] < 1 and np.isfinite(refined).all()
    checkpoint = torch.load(tmp_path / "runs/own/checkpoint.pt", weights_only=True)
    # The last layer began at zero: the pictures and captions have moved it.
    assert checkpoint["step"] == 3 and checkpoint["module"]["fc.weight"].abs().max() > 0


def test_a_wrong_pair_is_named_with_its_line(
    refused: Run, twins: Path, base: Path, data: Path, tmp_path: Path
) -> None:
    options = (twins / "sd", tmp_path / "own", "--base", base, "--data", data)
    file = data / "pairs.jsonl"
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    file.write_text("\n".join([lines[0], '{"image": "red.png", "simple": "x"}']))
    assert "pairs.jsonl, line 2, is not" in refused("sur-sd", *options)
    file.write_text(lines[0].replace("red.png", "gone.png"))
    assert "line 1: there is no gone.png" in refused("sur-sd", *options)
    file.write_text("")
    assert "has no pairs" in refused("sur-sd", *options)
