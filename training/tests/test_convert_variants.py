"""Bases that are Stable Diffusion 1.x but for one thing, and how libraries store them."""

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from converting import Run, session
from safetensors.torch import load_file, save_file

from sarovar_training.convert import source_place
from sarovar_training.convert.sd_source import (
    check_part,
    load_part,
    model_class,
    published_names,
    weights_file,
)


def edit(folder: Path, name: str, **values: object) -> dict[str, Any]:
    """Change keys of a JSON file."""
    file = folder / name
    held: dict[str, Any] = {**json.loads(file.read_text()), **values}
    file.write_text(json.dumps(held))
    return held


@pytest.fixture
def source(twins: Path, tmp_path: Path) -> Path:
    """A copy of the twin without its safety checker."""
    folder = shutil.copytree(twins / "sd", tmp_path / "sd")
    shutil.rmtree(folder / "safety_checker")
    edit(folder, "model_index.json", safety_checker=[None, None])
    return folder


def test_a_base_that_predicts_v_is_said_to(
    done: Run, source: Path, twins: Path, tmp_path: Path
) -> None:
    def said(out: str) -> tuple[str, str]:
        scheduler = json.loads((tmp_path / out / "scheduler/scheduler_config.json").read_text())
        manifest = json.loads((tmp_path / out / "manifest.json").read_text())
        return scheduler.get("prediction_type", "epsilon"), manifest["prediction_type"]

    edit(source, "scheduler/scheduler_config.json", prediction_type="v_prediction")
    done("convert", "sd", source, tmp_path / "folder")
    assert said("folder") == ("v_prediction", "v_prediction")
    config = ("--config", twins / "sd")
    state = load_file(twins / "single/sd.safetensors")
    save_file({**state, "v_pred": torch.empty(0)}, tmp_path / "named.safetensors")
    save_file(state, tmp_path / "beside.safetensors")
    (tmp_path / "beside.yaml").write_text('model:\n  params:\n    parameterization: "v"\n')
    for name in ("named", "beside"):
        done("convert", "sd", tmp_path / f"{name}.safetensors", tmp_path / name, *config)
        assert said(name) == ("v_prediction", "v_prediction")
    options = ("--prediction", "epsilon")
    done("convert", "sd", tmp_path / "named.safetensors", tmp_path / "told", *config, *options)
    assert said("told") == ("epsilon", "epsilon")


def test_a_text_encoder_of_more_positions_reads_more_tokens(
    done: Run, source: Path, tmp_path: Path
) -> None:
    from safetensors.torch import save_file

    config = edit(source, "text_encoder/config.json", max_position_embeddings=248)
    kind = model_class("text_encoder")
    torch.manual_seed(0)
    model = kind(kind.config_class.from_dict(config)).eval()
    state = published_names("text_encoder", model.state_dict())
    whole = {k: v.contiguous() for k, v in state.items()}
    save_file(whole, source / "text_encoder/model.safetensors")
    done("convert", "sd", source, tmp_path / "long", "--verify")
    ids = torch.randint(0, 700, (2, 248), generator=torch.Generator().manual_seed(1))
    with torch.no_grad():
        wanted = model(ids).last_hidden_state.numpy()
    given = session(tmp_path / "long/text_encoder/model.onnx").run(None, {"input_ids": ids.numpy()})
    assert np.abs(given[0] - wanted).max() < 1e-4
    kept = json.loads((tmp_path / "long/text_encoder/config.json").read_text())
    assert kept["max_position_embeddings"] == 248


def test_a_unet_of_its_shape_under_another_name_takes_its_place(
    done: Run, refused: Run, source: Path, tmp_path: Path
) -> None:
    config = json.loads((source / "unet/config.json").read_text())
    torch.manual_seed(1)
    other = model_class("unet").from_config(config).eval()
    # As TokenCompose comes: a UNet alone, with the name of what it was trained from, in shards.
    other.save_pretrained(tmp_path / "compose", max_shard_size="200KB")
    edit(tmp_path / "compose", "config.json", _name_or_path="CompVis/stable-diffusion-v1-4")
    done("convert", "sd", source, tmp_path / "out", "--unet", tmp_path / "compose", "--verify")
    sample, states = torch.randn(1, 4, 8, 8), torch.randn(1, 77, 64)
    with torch.no_grad():
        wanted = other(sample, torch.tensor(7.0), states).sample.numpy()
    feeds = {"sample": sample.numpy(), "encoder_hidden_states": states.numpy()}
    unet = session(tmp_path / "out/unet/model.onnx")
    given = unet.run(None, {**feeds, "timestep": np.array(7, np.float32)})[0]
    assert np.abs(given - wanted).max() < 1e-4
    said = json.loads((tmp_path / "out/manifest.json").read_text())["description"]
    assert "the unet of compose" in said
    given_folder = ("--unet", tmp_path / "out/scheduler")
    assert "no config.json of a unet" in refused(
        "convert", "sd", source, tmp_path / "no", *given_folder
    )


def test_layers_beyond_the_number_in_the_configuration_are_left_out(
    done: Run, source: Path, twins: Path, tmp_path: Path
) -> None:
    ids = np.arange(77)[None]

    def states(out: str) -> Any:
        return session(tmp_path / out / "text_encoder/model.onnx").run(None, {"input_ids": ids})[0]

    done("convert", "sd", source, tmp_path / "skipped", "--clip-skip", 2)
    edit(source, "text_encoder/config.json", num_hidden_layers=1)
    done("convert", "sd", source, tmp_path / "lowered", "--verify")
    assert np.array_equal(states("skipped"), states("lowered"))
    encoder = load_part(twins / "sd", "text_encoder")
    with torch.no_grad():
        out = encoder(torch.from_numpy(ids), output_hidden_states=True)
        wanted = encoder.final_layer_norm(out.hidden_states[-2]).numpy()
    assert np.abs(states("lowered") - wanted).max() < 1e-4


def test_clip_skip_leaves_a_layer(refused: Run, source: Path, tmp_path: Path) -> None:
    for skipped in (0, 3):
        given = ("--clip-skip", skipped)
        assert "cannot be" in refused("convert", "sd", source, tmp_path / "out", *given)


def test_weights_are_found_in_every_way_in_which_libraries_store_them(source: Path) -> None:
    first = {part: load_part(source, part).state_dict() for part in ("unet", "text_encoder")}

    def stored(part: str, **options: Any) -> None:
        model = load_part(source, part)
        file, _ = weights_file(source, part)
        config = (source / part / "config.json").read_text()
        shutil.rmtree(source / part)
        model.save_pretrained(source / part, **options)
        assert not file.exists() or options == {}
        (source / part / "config.json").write_text(config)
        check_part(source, part)
        again = load_part(source, part).state_dict()
        assert again.keys() == first[part].keys()
        assert all(torch.equal(again[k], v) for k, v in first[part].items())

    stored("unet", variant="fp16")
    stored("unet", variant="non_ema")
    stored("unet", safe_serialization=False)
    stored("unet", max_shard_size="200KB")
    stored("unet", max_shard_size="200KB", variant="fp16")
    stored("text_encoder", variant="fp16")
    stored("text_encoder", max_shard_size="50KB")
    state = load_part(source, "text_encoder").state_dict()
    shutil.move(source / "text_encoder/config.json", source / "config.json")
    shutil.rmtree(source / "text_encoder")
    (source / "text_encoder").mkdir()
    shutil.move(source / "config.json", source / "text_encoder/config.json")
    torch.save(published_names("text_encoder", state), source / "text_encoder/pytorch_model.bin")
    check_part(source, "text_encoder")
    again = load_part(source, "text_encoder").state_dict()
    assert all(torch.equal(again[k], v) for k, v in first["text_encoder"].items())


def test_a_disk_without_room_is_said_before_anything_is_written(
    refused: Run, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(tmp_path)._replace(free=1_000_000)
    monkeypatch.setattr(source_place.shutil, "disk_usage", lambda _: usage)
    sentence = refused("convert", "sd", source, tmp_path / "deep/er/out")
    assert "This needs about" in sentence and f"in {tmp_path}, where 1 MB are free" in sentence


def test_what_is_on_disk_or_ends_like_a_file_is_no_id_of_a_hub(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "here/model").mkdir(parents=True)
    assert source_place.is_hub_id("someone/model-1.5")
    for text in ("here/model", "someone/model.CKPT", "./some/model", "~/model", "a/b/c", "a\\b/c"):
        assert not source_place.is_hub_id(text)
