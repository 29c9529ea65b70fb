"""The converters, on small twins of the published models with random weights."""

import contextlib
import hashlib
import json
import math
import pickle
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import pytest
import torch
from PIL import Image
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch import Tensor, nn

from sarovar_training.adapters.export import unet_hash
from sarovar_training.cli import main
from sarovar_training.convert import output, sd
from sarovar_training.convert.ella import check_ella, ella_shapes
from sarovar_training.convert.sd_parts import SafetyPart
from sarovar_training.convert.sd_source import load_part, part_shapes
from sarovar_training.convert.sur import check_sur, sur_shapes
from sarovar_training.convert.t5 import t5_shapes
from sarovar_training.convert.twin_sd import sd_configs
from sarovar_training.convert.twins import T5_NUMBERS
from sarovar_training.export.folder import file_list
from sarovar_training.tokenizer import ClipTokenizer

Run = Callable[..., str]


@pytest.fixture(scope="session")
def twins(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small twins."""
    folder = tmp_path_factory.mktemp("twins")
    assert main(["twins", str(folder)]) == 0
    return folder


@pytest.fixture(scope="session")
def base(twins: Path) -> Path:
    """The twin of Stable Diffusion, converted and verified."""
    folder = twins.parent / "sd-twin"
    arguments = ["--verify", "--title", "Twin", "--licence", "MIT"]
    assert main(["convert", "sd", str(twins / "sd"), str(folder), *arguments]) == 0
    return folder


@pytest.fixture
def done(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command that must succeed and returns what it printed."""

    def run(*arguments: object) -> str:
        status = main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        assert status == 0, printed.err
        return printed.out

    return run


@pytest.fixture
def refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Runs a command that must fail without leaving anything; returns its one sentence."""

    def run(*arguments: object) -> str:
        before = sorted(tmp_path.rglob("*"))
        assert main([str(argument) for argument in arguments]) == 1
        sentence = capsys.readouterr().err
        assert sentence.count("\n") == 1 and "Traceback" not in sentence
        assert sorted(tmp_path.rglob("*")) == before
        return sentence

    return run


def session(file: Path) -> Any:
    return onnxruntime.InferenceSession(str(file), providers=["CPUExecutionProvider"])


def signature(file: Path) -> dict[str, tuple[str, list[object]]]:
    opened = session(file)
    return {v.name: (v.type, v.shape) for v in (*opened.get_inputs(), *opened.get_outputs())}


def copy_with(twin: Path, target: Path, **config: object) -> Path:
    """A copy of the twin's folder with keys of the UNet's config changed."""
    shutil.copytree(twin, target)
    file = target / "unet/config.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), **config}))
    return target


# Stable Diffusion


def test_a_converted_base_has_the_layout_of_optimum(base: Path, twins: Path) -> None:
    manifest = json.loads((base / "manifest.json").read_text())
    assert manifest["name"] == "sd-twin" and manifest["title"] == "Twin"
    assert manifest["licence"] == "MIT" and manifest["evaluation"] is None
    assert manifest["defaults"] == {
        "steps": 25,
        "guidanceScale": 7.5,
        "scheduler": "dpm++2m-karras",
        "width": 64,
        "height": 64,
    }
    listed = {file["path"] for file in manifest["files"]}
    there = {p.relative_to(base).as_posix() for p in base.rglob("*") if p.is_file()}
    assert there == listed | {"manifest.json"}
    wanted = {"model_index.json", "scheduler/scheduler_config.json", "tokenizer/vocab.json"}
    wanted |= {"tokenizer/merges.txt", "feature_extractor/preprocessor_config.json"}
    for part in ("text_encoder", "unet", "vae_encoder", "vae_decoder", "safety_checker"):
        wanted |= {f"{part}/config.json", f"{part}/model.onnx"}
    assert wanted <= listed
    for name in ("scheduler/scheduler_config.json", "tokenizer/vocab.json"):
        assert (base / name).read_bytes() == (twins / "sd" / name).read_bytes()
    vae = json.loads((base / "vae_decoder/config.json").read_text())
    assert vae["scaling_factor"] == 0.18215 and len(vae["block_out_channels"]) == 4
    assert not list(base.parent.glob(".*.part*"))


def test_the_parts_have_optimums_inputs_and_outputs(base: Path) -> None:
    float32, hw = "tensor(float)", ["height", "width"]
    assert signature(base / "text_encoder/model.onnx") == {
        "input_ids": ("tensor(int64)", ["batch_size", "sequence_length"]),
        "last_hidden_state": (float32, ["batch_size", "sequence_length", 64]),
        "pooler_output": (float32, ["batch_size", 64]),
    }
    assert signature(base / "unet/model.onnx") == {
        "sample": (float32, ["batch_size", 4, *hw]),
        "timestep": (float32, []),
        "encoder_hidden_states": (float32, ["batch_size", "sequence_length", 64]),
        "out_sample": (float32, ["batch_size", 4, *hw]),
    }
    assert signature(base / "vae_encoder/model.onnx") == {
        "sample": (float32, ["batch_size", 3, "sample_height", "sample_width"]),
        "latent_parameters": (float32, ["batch_size", 8, "latent_height", "latent_width"]),
    }
    assert signature(base / "vae_decoder/model.onnx") == {
        "latent_sample": (float32, ["batch_size", 4, "latent_height", "latent_width"]),
        "sample": (float32, ["batch_size", 3, *hw]),
    }
    assert signature(base / "safety_checker/model.onnx") == {
        "clip_input": (float32, ["batch_size", 3, 224, 224]),
        "has_nsfw_concepts": ("tensor(bool)", ["batch_size"]),
    }


def test_in_fp16_every_float_is_half(done: Run, twins: Path, tmp_path: Path) -> None:
    source = shutil.copytree(twins / "sd", tmp_path / "sd")
    shutil.rmtree(source / "safety_checker")
    out = tmp_path / "half"
    printed = done("convert", "sd", source, out, "--dtype", "fp16", "--verify")
    assert [line.split(":")[0] for line in printed.splitlines()] == [
        f"{part}/model.onnx" for part in ("text_encoder", "unet", "vae_encoder", "vae_decoder")
    ]
    types = {name: kind for name, (kind, _) in signature(out / "unet/model.onnx").items()}
    assert set(types.values()) == {"tensor(float16)"} and len(types) == 4
    assert signature(out / "text_encoder/model.onnx")["input_ids"][0] == "tensor(int64)"
    assert not (out / "safety_checker").exists()


def test_the_safety_checker_decides_as_diffusers_does(base: Path, twins: Path) -> None:
    checker = load_part(twins / "sd", "safety_checker")
    clip_input = torch.randn(12, 3, 224, 224, generator=torch.Generator().manual_seed(1))
    # A threshold in the middle of the scores, so that both answers occur.
    part = SafetyPart(checker)
    pictures = [np.zeros((1, 1, 3)) for _ in clip_input]
    with torch.no_grad():
        for level in torch.linspace(0, 1, 41):
            checker.concept_embeds_weights.fill_(float(level))
            wanted = checker(clip_input, list(pictures))[1]
            assert part(clip_input).tolist() == wanted
            if 0 < sum(wanted) < len(wanted):
                return
    raise AssertionError("no threshold told the pictures apart")


def test_large_weights_lie_beside_the_graph_and_are_part_of_its_hash(tmp_path: Path) -> None:
    given, layer = torch.randn(2, 64), nn.Linear(64, 64)
    file = tmp_path / "unet/model.onnx"
    output.write_exact(layer, (given,), ["x"], ["y"], {}, file, external_from=1000)
    assert sorted(p.name for p in file.parent.iterdir()) == ["model.onnx", "model.onnx_data"]
    out = session(file).run(None, {"x": given.numpy()})[0]
    assert np.abs(out - layer(given).detach().numpy()).max() < 1e-5
    files = file_list(tmp_path)
    (tmp_path / "manifest.json").write_text(json.dumps({"files": files}))
    lines = "".join(f"{f['path']} {f['sha256']}\n" for f in files)
    assert unet_hash(tmp_path) == hashlib.sha256(lines.encode()).hexdigest()


def test_what_is_not_stable_diffusion_1_is_refused(
    refused: Run, twins: Path, tmp_path: Path
) -> None:
    inpainting = copy_with(twins / "sd", tmp_path / "inpainting", in_channels=9)
    assert "inpainting" in refused("convert", "sd", inpainting, tmp_path / "out")
    second = copy_with(twins / "sd", tmp_path / "second", use_linear_projection=True)
    assert "Stable Diffusion 2" in refused("convert", "sd", second, tmp_path / "out")
    index = second / "model_index.json"
    index.write_text(json.dumps({"_class_name": "StableDiffusionXLPipeline"}))
    assert "StableDiffusionXLPipeline" in refused("convert", "sd", second, tmp_path / "out")
    assert "small letters" in refused("convert", "sd", twins / "sd", tmp_path / "SD_Out")
    assert "neither a folder" in refused("convert", "sd", tmp_path / "none", tmp_path / "out")


def test_a_base_whose_weights_do_not_fit_is_refused(
    refused: Run, twins: Path, tmp_path: Path
) -> None:
    wide = copy_with(twins / "sd", tmp_path / "wide", block_out_channels=[32, 96])
    sentence = refused("convert", "sd", wide, tmp_path / "out")
    assert "unet/diffusion_pytorch_model.safetensors" in sentence and "96" in sentence
    bare = shutil.copytree(twins / "sd", tmp_path / "bare")
    file = bare / "text_encoder/model.safetensors"
    state = load_file(file)
    del state["text_model.final_layer_norm.bias"]
    save_file(state, file)
    sentence = refused("convert", "sd", bare, tmp_path / "out")
    assert "text_encoder/model.safetensors has no text_model.final_layer_norm.bias" in sentence
    file.write_bytes(file.read_bytes()[:1000])
    assert "not a whole safetensors file" in refused("convert", "sd", bare, tmp_path / "out")


def test_nothing_stays_of_a_conversion_that_breaks_off(
    refused: Run, twins: Path, base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(sd, "file_list", broken)
    assert "no space" in refused("convert", "sd", twins / "sd", tmp_path / "out")
    kept = sorted(base.rglob("*"))
    assert "is there already" in refused("convert", "sd", twins / "sd", base)
    assert sorted(base.rglob("*")) == kept


# SUR


class PlainSur(nn.Module):
    """The published adapter, from its description."""

    def __init__(self, width: int, forward: int, eta: float) -> None:
        super().__init__()
        self.eta = eta
        self.encoder_layer = nn.TransformerEncoderLayer(width, 8, forward, batch_first=False)
        self.transformer_encoder = nn.TransformerEncoder(
            self.encoder_layer, 2, enable_nested_tensor=False
        )
        names = ("query_layer", "key_layer", "value_layer")
        self.attention = nn.ModuleDict({name: nn.Linear(width, width) for name in names})
        self.attention["output_layer"] = nn.Sequential(
            nn.Linear(width, width), nn.ReLU(), nn.Linear(width, width)
        )
        self.fc = nn.Linear(width, width)

    def forward(self, v: Tensor) -> Tensor:
        q = self.attention["query_layer"](self.transformer_encoder(v))
        k = self.attention["key_layer"](v)
        mixed = torch.softmax(q @ k.transpose(1, 2) / math.sqrt(v.shape[-1]), dim=-1) @ v + v
        knowledge = self.fc(mixed + self.attention["output_layer"](mixed))
        out: Tensor = self.eta * knowledge + (1 - self.eta) * v
        return out


def test_sur_is_the_published_module_across_the_batch(
    done: Run, twins: Path, base: Path, tmp_path: Path
) -> None:
    out = tmp_path / "sur"
    printed = done(
        "convert", "sur", twins / "sur.pt", "--base", base, out, "--eta", 0.1, "--verify"
    )
    assert printed.startswith("adapter.onnx: worst absolute difference")
    plain = PlainSur(64, 128, 0.1).eval()
    plain.load_state_dict(torch.load(twins / "sur.pt", weights_only=True))
    opened, states = session(out / "adapter.onnx"), torch.randn(4, 77, 64)
    for batch in (1, 2, 4):
        given = states[:batch]
        refined, eta = opened.run(None, {"encoder_hidden_states": given.numpy()})
        with torch.no_grad():
            assert np.abs(refined - plain(given).numpy()).max() < 1e-5
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


# ELLA


class PlainEllaBlock(nn.Module):
    """One block of the published connector, from its description."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.attn = nn.MultiheadAttention(width, 8, batch_first=True)
        self.mlp = nn.ModuleDict(
            {"c_fc": nn.Linear(width, 4 * width), "c_proj": nn.Linear(4 * width, width)}
        )
        for name in ("ln_1", "ln_2", "ln_ff"):
            self.add_module(name, nn.ModuleDict({"linear": nn.Linear(width, 2 * width)}))
        self.norm = nn.LayerNorm(width, elementwise_affine=False, eps=1e-6)

    def _adapted(self, name: str, x: Tensor, time: Tensor) -> Tensor:
        linear = self.get_submodule(f"{name}.linear")
        shift, scale = linear(nn.functional.silu(time)).chunk(2, dim=-1)
        out: Tensor = self.norm(x) * (1 + scale) + shift
        return out

    def forward(self, z: Tensor, x: Tensor, time: Tensor) -> Tensor:
        q = self._adapted("ln_1", z, time)
        kv = torch.cat([q, self._adapted("ln_2", x, time)], dim=1)
        z = z + self.attn(q, kv, kv)[0]
        hidden = self.mlp["c_fc"](self._adapted("ln_ff", z, time)).relu()
        out: Tensor = z + self.mlp["c_proj"](hidden * hidden)
        return out


class PlainElla(nn.Module):
    """The published connector, from its description."""

    def __init__(self, width: int, text: int, latents: int, blocks: int, sinusoids: int) -> None:
        super().__init__()
        self.sinusoids = sinusoids
        self.time_embedding = nn.ModuleDict(
            {"linear_1": nn.Linear(sinusoids, width), "linear_2": nn.Linear(width, width)}
        )
        self.connector = nn.Module()
        self.connector.latents = nn.Parameter(torch.empty(latents, width))
        self.connector.time_aware_linear = nn.Linear(width, width)
        self.connector.proj_in = nn.Linear(text, width)
        self.connector.perceiver_blocks = nn.ModuleList(
            PlainEllaBlock(width) for _ in range(blocks)
        )

    def forward(self, text: Tensor, timestep: float) -> Tensor:
        from diffusers.models.embeddings import get_timestep_embedding

        sinusoids = get_timestep_embedding(
            torch.tensor([timestep]), self.sinusoids, flip_sin_to_cos=True, downscale_freq_shift=0
        )
        time = nn.functional.silu(self.time_embedding["linear_1"](sinusoids))
        time = self.time_embedding["linear_2"](time)[:, None]
        z = self.connector.latents + self.connector.time_aware_linear(nn.functional.silu(time))
        x = self.connector.proj_in(text)
        for block in self.connector.perceiver_blocks:
            z = block(z, x, time)
        return z


def test_ella_is_the_published_module(done: Run, twins: Path, base: Path, tmp_path: Path) -> None:
    out = tmp_path / "ella"
    options = ("--t5", twins / "flan-t5", "--base", base, out, "--licence", "Apache-2.0")
    printed = done("convert", "ella", twins / "ella.safetensors", *options, "--verify")
    parts = [line.split(":")[0] for line in printed.splitlines()]
    assert parts == ["adapter.onnx", "text_encoder/model.onnx"]
    plain = PlainElla(64, 48, 8, 2, 32).eval()
    plain.load_state_dict(load_file(twins / "ella.safetensors"))
    times = np.array([999, 961.5, 500, 1, 0], dtype=np.float32)
    for length in (3, 128):
        text = torch.randn(1, length, 48)
        given = {"text": text.numpy(), "timesteps": times}
        states, attention = session(out / "adapter.onnx").run(None, given)
        assert states.shape == (5, 8, 64) and attention.shape == (5, 8, length)
        with torch.no_grad():
            wanted = torch.cat([plain(text, float(time)) for time in times])
        assert np.abs(states - wanted.numpy()).max() < 1e-4
    manifest = json.loads((out / "manifest.json").read_text())
    assert manifest["method"] == "ELLA" and manifest["model"] == "ella"
    assert manifest["licence"] == "Apache-2.0" and manifest["adapts"] == "sd-twin"
    assert manifest["reads"] == {
        "encoder": "text_encoder/model.onnx",
        "tokenizer": "tokenizer/tokenizer.json",
        "tokens": "flexible",
    }
    tokenizer = Tokenizer.from_file(str(out / "tokenizer/tokenizer.json"))
    assert tokenizer.encode("a red cat").ids[-1] == 1 and tokenizer.token_to_id("<pad>") == 0
    assert json.loads(tokenizer.to_str())["model"]["type"] == "Unigram"


def test_ella_takes_a_t5_in_half_with_only_a_spiece_model(
    done: Run, twins: Path, base: Path, tmp_path: Path
) -> None:
    t5 = shutil.copytree(twins / "flan-t5", tmp_path / "t5")
    (t5 / "tokenizer.json").unlink()
    out = tmp_path / "ella"
    options = ("--base", base, out, "--tokens", "128", "--dtype", "fp16", "--verify")
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


def test_a_difference_from_pytorch_fails_the_verification(
    refused: Run, twins: Path, base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sarovar_training.convert.sur.TOLERANCE", -1.0)
    options = ("--base", base, tmp_path / "out", "--eta", "0.1", "--verify")
    assert "differs from PyTorch" in refused("convert", "sur", twins / "sur.pt", *options)


# The published key lists, on the meta device


def changed(shapes: dict[str, list[int]], name: str) -> list[dict[str, list[int]]]:
    """The shapes without `name`, and with another shape for it."""
    missing = {k: v for k, v in shapes.items() if k != name}
    return [missing, {**shapes, name: [1, *shapes[name]]}]


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
    with pytest.raises(ValueError, match=r"proj_in.weight is \[768, 2048\], not \[768, 1024\]"):
        check_ella("ella", shapes, 768, 1024)


def test_the_published_sur_has_its_keys() -> None:
    shapes = sur_shapes(768)
    with torch.device("meta"):
        plain = PlainSur(768, 2048, 0.1)
    assert shapes == {name: list(value.shape) for name, value in plain.state_dict().items()}
    check_sur("sur", shapes, 768)
    for name in ("fc.weight", "encoder_layer.norm1.bias", "attention.value_layer.weight"):
        for wrong in changed(shapes, name):
            with pytest.raises(ValueError, match=name):
                check_sur("sur", wrong, 768)


def test_the_published_sizes_are_those_of_stable_diffusion_and_flan_t5() -> None:
    configs = sd_configs("published", 49_408)
    counted: dict[str, float] = {}
    for part, config in configs.items():
        published, _ = part_shapes(part, config)
        counted[part] = round(sum(math.prod(s) for s in published.values()) / 1e6, 2)
    assert counted == {
        "unet": 859.52,
        "vae": 83.65,
        "text_encoder": 123.06,
        "safety_checker": 303.98,
    }
    unet, _ = part_shapes("unet", configs["unet"])
    assert len(unet) == 686
    from transformers import T5Config

    config = T5Config(**T5_NUMBERS["published"], feed_forward_proj="gated-gelu", vocab_size=32_128)
    encoder, _ = t5_shapes(config)
    assert round(sum(math.prod(s) for s in encoder.values()) / 1e9, 2) == 1.22


# The other commands


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
