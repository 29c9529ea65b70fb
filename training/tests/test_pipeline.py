"""Every stage through the command line, on the smoke preset; then what was exported."""

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
import torch
from conftest import run

from sarovar_training.config import StageConfig, load_preset
from sarovar_training.export.twin import load_twin, load_weights
from sarovar_training.models.scorer import Scorer
from sarovar_training.sampling import ddim, same_at_all
from sarovar_training.stages.loop import Stage, Stopped
from sarovar_training.stages.pipeline import Base, train_base
from sarovar_training.stages.unet import text_states


@pytest.fixture(scope="session")
def base(exported: tuple[Path, Path]) -> Base:
    """The trained base, read back from its checkpoints."""
    config = load_preset("smoke")
    return train_base(config, exported[0] / "smoke")


def session(folder: Path, part: str) -> onnxruntime.InferenceSession:
    return onnxruntime.InferenceSession(folder / part / "model.onnx")


def test_the_manifest_lists_every_file_with_its_hash(exported: tuple[Path, Path]) -> None:
    folder = exported[1] / "sarovar-128"
    manifest = json.loads((folder / "manifest.json").read_text())
    listed = {f["path"] for f in manifest["files"]}
    assert {f"{part}/model.onnx" for part in ("unet", "vae_decoder", "vae_encoder")} <= listed
    for file in manifest["files"]:
        assert hashlib.sha256((folder / file["path"]).read_bytes()).hexdigest() == file["sha256"]
    assert {"balloons", "three", "surfing"} <= set(manifest["knownWords"])
    assert "feline" not in manifest["knownWords"]


def test_the_card_is_written_from_the_evaluation(exported: tuple[Path, Path]) -> None:
    card = (exported[1] / "sarovar-128" / "README.md").read_text()
    evaluation = json.loads((exported[0] / "smoke/evaluation.json").read_text())
    value = evaluation["generated"]["facts"]["object"]["value"]
    assert f"| object | {value:.3f} (" in card
    assert "missed by" in card


def test_onnx_equals_pytorch(exported: tuple[Path, Path], base: Base) -> None:
    folder = exported[1] / "sarovar-128"
    text = text_states(base.text, base.tokenizer, ["three red balloons", "a dog"]).float()
    ids = np.array(base.tokenizer(["three red balloons", "a dog"]), dtype=np.int64)
    hidden, pooled = session(folder, "text_encoder").run(None, {"input_ids": ids})
    assert pooled.shape == (2, base.config.clip.width)
    # The reference states are bf16 as in training, so they agree only to bf16's precision.
    assert np.abs(hidden - text.numpy()).max() < 0.1
    sample = torch.randn(2, 16, 8, 8)
    inputs = {
        "sample": sample.numpy(),
        "timestep": np.array(321.0, dtype=np.float32),
        "encoder_hidden_states": hidden,
    }
    (ours,) = session(folder, "unet").run(None, inputs)
    with torch.no_grad():
        theirs = base.unet(sample, torch.tensor(321.0), torch.from_numpy(hidden))
    # Weights are stored in fp16.
    assert np.abs(ours - theirs.numpy()).max() < 2e-2
    (decoded,) = session(folder, "vae_decoder").run(None, {"latent_sample": sample.numpy()})
    assert decoded.shape == (2, 3, 128, 128)
    (moments,) = session(folder, "vae_encoder").run(None, {"sample": decoded})
    assert moments.shape == (2, 32, 8, 8)


def test_sampling_is_deterministic(base: Base) -> None:
    noise = torch.randn(1, 16, 8, 8, generator=torch.Generator().manual_seed(3))
    text = text_states(base.text, base.tokenizer, ["a dog", ""]).float()
    once, again = (
        ddim(base.unet, noise, same_at_all(text[:1], text[1:]), 3, 4.0) for _ in range(2)
    )
    assert torch.equal(once, again)


def test_training_goes_on_after_kill_9(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "sarovar_training", "train", "--preset", "smoke"]
    process = subprocess.Popen([*command, "--runs", str(tmp_path)], stdout=subprocess.PIPE)
    first = tmp_path / "smoke/vae/checkpoint.pt"
    while not first.exists() and process.poll() is None:
        time.sleep(0.05)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    done = run("train", "--preset", "smoke", "--runs", str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "smoke/unet/checkpoint.pt").exists()


class _Stage(Stage):
    """A small run that is told to stop at one step."""

    def __init__(self, folder: Path, stop_at: int | None = None) -> None:
        torch.manual_seed(0)
        config = StageConfig(steps=20, batch=4, learning_rate=1e-2, warm_up=2, ema=0.9)
        super().__init__("toy", folder, torch.nn.Linear(3, 2), config, seed=5)
        self.stop_at = stop_at

    def run(self) -> dict[str, torch.Tensor]:
        def loss(rng: random.Random) -> torch.Tensor:
            if self.step == self.stop_at:
                os.kill(os.getpid(), signal.SIGTERM)
            shift: torch.Tensor = self.module(torch.randn(4, 3)) + rng.random()
            return shift.square().mean()

        self.train(loss)
        return self.best.state_dict()


def test_a_stopped_run_ends_with_the_same_weights(tmp_path: Path) -> None:
    whole = _Stage(tmp_path / "whole").run()
    with pytest.raises(Stopped):
        _Stage(tmp_path / "parts", stop_at=7).run()
    again = _Stage(tmp_path / "parts")
    assert again.step == 8
    parts = again.run()
    assert all(torch.equal(whole[name], parts[name]) for name in whole)


def test_ablation_makes_a_table_and_does_not_repeat_runs(exported: tuple[Path, Path]) -> None:
    variants = ["no-attention", "padding"]
    arguments = ("ablate", "--preset", "smoke", "--frozen", "smoke", "--runs", str(exported[0]))
    command = (*arguments, "--variants", *variants, "--seeds", "1")
    done = run(*command)
    assert done.returncode == 0, done.stderr
    assert "| cross-attention not supervised | 1 |" in done.stdout
    assert "seed 1" not in run(*command).stdout
    unknown = run(*arguments, "--variants", "magic")
    assert unknown.returncode == 1 and "There is no variant magic" in unknown.stderr


def test_a_command_that_cannot_be_done_says_why(tmp_path: Path) -> None:
    assert run("train", "--preset", "huge").returncode == 2
    help_text = run("--help")
    assert help_text.returncode == 0 and "evaluate" in help_text.stdout


def test_the_exported_file_is_enough_to_rebuild_the_modules(exported: tuple[Path, Path]) -> None:
    folder = exported[1] / "sarovar-128"
    twin = load_twin(folder)
    ids = np.array(twin.tokenizer(["three red balloons", "a dog"]))
    states = session(folder, "text_encoder").run(["last_hidden_state"], {"input_ids": ids})[0]
    noise = twin.noise(0, 2)
    feeds = {
        "sample": noise.numpy(),
        "timestep": np.array(500, dtype=np.float32),
        "encoder_hidden_states": states,
    }
    predicted = session(folder, "unet").run(None, feeds)[0]
    painted = session(folder, "vae_decoder").run(None, {"latent_sample": predicted})[0]
    with torch.inference_mode():
        text = twin.text(torch.from_numpy(ids))[0]
        unet = twin.unet(noise, torch.tensor(500.0), text)
        assert np.abs(text.numpy() - states).max() < 1e-4
        assert np.abs(unet.numpy() - predicted).max() < 1e-4
        assert np.abs(twin.decoder(unet).numpy() - painted).max() < 1e-4


def test_a_model_of_another_world_says_so(exported: tuple[Path, Path]) -> None:
    scorer = Scorer(width=24, side=128)
    with pytest.raises(ValueError, match="in another size: it was trained on another world"):
        load_weights(scorer, exported[1] / "sarovar-128-scorer/model.onnx", "scorer.")


def test_the_benchmark_times_the_exported_model(exported: tuple[Path, Path]) -> None:
    model = str(exported[1] / "sarovar-128")
    done = run("bench", "--model", model, "--steps", "2", "--runs", "1")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["seconds"]["contiguous"] > 0
    missing = run("bench", "--model", str(exported[1] / "none"))
    assert missing.returncode == 1 and "none" in missing.stderr
