"""The published SUR-adapter, on a small twin with random weights."""

import contextlib
import json
import pickle
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from converting import Run, changed, session

from sarovar_training.cli import main
from sarovar_training.convert.output import write_json
from sarovar_training.convert.plain import plain_sur
from sarovar_training.convert.sur import check_sur, sur_shapes
from sarovar_training.export.folder import file_sha256


def test_sur_is_the_published_module_across_the_batch(
    done: Run, twins: Path, base: Path, tmp_path: Path
) -> None:
    out = tmp_path / "sur"
    printed = done(
        "convert", "sur", twins / "sur.pt", "--base", base, out, "--eta", 0.1, "--verify"
    )
    assert printed.startswith("adapter.onnx: worst absolute difference")
    state = torch.load(twins / "sur.pt", weights_only=True)
    opened, states = session(out / "adapter.onnx"), torch.randn(4, 77, 64)
    for batch in (1, 2, 4):
        given = states[:batch]
        refined, eta = opened.run(None, {"encoder_hidden_states": given.numpy()})
        assert np.abs(refined - plain_sur(state, given, 0.1).numpy()).max() < 1e-5
        assert eta == pytest.approx(np.full(batch, 0.1))
    alone = opened.run(None, {"encoder_hidden_states": states[:1].numpy()})[0]
    assert np.abs(alone[0] - refined[0]).max() > 1e-3
    manifest = json.loads((out / "manifest.json").read_text())
    assert {k: manifest[k] for k in ("method", "model", "eta", "reads", "acrossBatch")} == {
        "method": "SUR",
        "model": "sur",
        "eta": 0.1,
        "reads": "clip",
        "acrossBatch": True,
    }
    files = json.loads((base / "manifest.json").read_text())["files"]
    unet = next(f["sha256"] for f in files if f["path"] == "unet/model.onnx")
    assert manifest["adapts"] == "sd-twin" and manifest["adaptsUnetSha256"] == unet
    assert manifest["source"]["file"] == "sur.pt" and manifest["checkpoint"] is None


class Harmful:
    def __reduce__(self) -> tuple[Callable[[str], object], tuple[str]]:
        return eval, ("__import__('pathlib').Path('harm').touch()",)


def test_a_pickle_that_would_run_code_is_refused(
    refused: Run, base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    options = ("--base", base, tmp_path / "out", "--eta", "0.1")
    torch.save({"fc.weight": Harmful()}, tmp_path / "new.pt")
    (tmp_path / "old.pt").write_bytes(pickle.dumps(Harmful(), protocol=2))
    for name in ("new.pt", "old.pt"):
        sentence = refused("convert", "sur", tmp_path / name, *options)
        assert name in sentence and "could run code" in sentence
    assert not (tmp_path / "harm").exists()
    (tmp_path / "text.pt").write_text("")
    assert "text.pt" in refused("convert", "sur", tmp_path / "text.pt", *options)


def test_sur_needs_eta_and_a_checkpoint_of_the_bases_width(
    refused: Run, twins: Path, base: Path, tmp_path: Path
) -> None:
    with pytest.raises(SystemExit), contextlib.redirect_stderr(None):
        main(["convert", "sur", str(twins / "sur.pt"), "--base", str(base), str(tmp_path / "out")])
    options = ("--base", base, tmp_path / "out", "--eta")
    assert "--eta is 2.0" in refused("convert", "sur", twins / "sur.pt", *options, "2")
    state = torch.load(twins / "sur.pt", weights_only=True)
    torch.save({**state, "fc.weight": torch.zeros(64, 32)}, tmp_path / "sur.pt")
    sentence = refused("convert", "sur", tmp_path / "sur.pt", *options, "0.1")
    assert "sur.pt: fc.weight is [64, 32], not [64, 64]" in sentence
    torch.save({**state, "mlp.weight": torch.zeros(1)}, tmp_path / "sur.pt")
    assert "holds mlp.weight" in refused("convert", "sur", tmp_path / "sur.pt", *options, "0.1")
    sentence = refused(
        "convert", "sur", twins / "sur.pt", "--base", twins / "sd", *options[2:], "1"
    )
    assert "convert the base first" in sentence


def test_the_published_sur_has_its_keys() -> None:
    shapes = sur_shapes(768)
    square, forward = [768, 768], 2048
    layer = {
        "self_attn.in_proj_weight": [3 * 768, 768],
        "self_attn.in_proj_bias": [3 * 768],
        "self_attn.out_proj.weight": square,
        "self_attn.out_proj.bias": [768],
        "linear1.weight": [forward, 768],
        "linear1.bias": [forward],
        "linear2.weight": [768, forward],
        "linear2.bias": [768],
        **{f"norm{n}.{part}": [768] for n in (1, 2) for part in ("weight", "bias")},
    }
    layers = ("transformer_encoder.layers.0", "transformer_encoder.layers.1", "encoder_layer")
    wanted = {f"{prefix}.{name}": shape for prefix in layers for name, shape in layer.items()}
    linear = ["query_layer", "key_layer", "value_layer", "output_layer.0", "output_layer.2"]
    for name in (*(f"attention.{part}" for part in linear), "fc"):
        wanted |= {f"{name}.weight": square, f"{name}.bias": [768]}
    assert shapes == wanted
    check_sur("sur", shapes, 768)
    for name in ("fc.weight", "encoder_layer.norm1.bias", "attention.value_layer.weight"):
        for wrong in changed(shapes, name):
            with pytest.raises(ValueError, match=name):
                check_sur("sur", wrong, 768)


def test_an_adapter_remembers_its_base_and_warns_on_another(
    capsys: pytest.CaptureFixture[str], twins: Path, base: Path, tmp_path: Path
) -> None:
    def warned(name: str, on: Path, *trained: str) -> str:
        files = (twins / "sur.pt", "--base", on, tmp_path / name, "--eta", 0.1, *trained)
        assert main(["convert", "sur", *map(str, files)]) == 0
        return capsys.readouterr().err

    def remembered(name: str) -> dict[str, str | None]:
        manifest = json.loads((tmp_path / name / "manifest.json").read_text())
        own: dict[str, str | None] = manifest["trainedOn"]
        return own

    sentence = warned("published", base)
    assert "trained on SG161222/Realistic_Vision_V2.0" in sentence and "from sd:" in sentence
    assert remembered("published") == {
        "name": "SG161222/Realistic_Vision_V2.0",
        "unetSha256": None,
    }
    assert warned("own", base, "--trained-on", str(base)) == ""
    weights = twins / "sd/unet/diffusion_pytorch_model.safetensors"
    assert remembered("own") == {"name": "sd", "unetSha256": file_sha256(weights)}
    # The same name with other weights is another base; the same weights by another name are not.
    other = shutil.copytree(base, tmp_path / "other")
    manifest = json.loads((other / "manifest.json").read_text())
    write_json(other / "manifest.json", {**manifest, "source": {"name": "sd", "unetSha256": "0"}})
    assert "trained on sd" in warned("strange", other, "--trained-on", str(base))
    renamed = {**manifest["source"], "name": "elsewhere"}
    write_json(other / "manifest.json", {**manifest, "source": renamed})
    assert warned("renamed", other, "--trained-on", str(base)) == ""
    renamed = {"name": "realistic_vision_v2.0"}
    write_json(other / "manifest.json", {**manifest, "source": renamed})
    assert warned("by-name", other) == ""
