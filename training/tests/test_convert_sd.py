"""Stable Diffusion 1.x from a diffusers folder, on a small twin with random weights."""

import hashlib
import json
import math
import shutil
from pathlib import Path

import numpy as np
import onnx
import pytest
import torch
from converting import Run, copy_with, session, signature
from safetensors.torch import load_file, save_file
from torch import nn

from sarovar_training.adapters.export import unet_hash
from sarovar_training.convert import cuda_graph, output, sd
from sarovar_training.convert.sd_parts import SafetyPart, parts_of
from sarovar_training.convert.sd_source import load_part, model_class, part_shapes
from sarovar_training.convert.t5 import t5_shapes
from sarovar_training.convert.twin_sd import sd_configs
from sarovar_training.convert.twins import T5_NUMBERS
from sarovar_training.export.folder import file_list


def test_a_converted_base_has_the_layout_of_optimum(base: Path, twins: Path) -> None:
    manifest = json.loads((base / "manifest.json").read_text())
    assert manifest["name"] == "sd-twin" and manifest["title"] == "Twin"
    assert manifest["source"]["name"] == "sd" and manifest["straightens"] is False
    assert manifest["licence"] == "MIT" and manifest["evaluation"] is None
    assert manifest["sizeStep"] == 8
    assert manifest["defaults"] == {
        "steps": 25,
        "guidanceScale": 7.5,
        "scheduler": "pndm",
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


def test_attention_is_one_operator_unless_standard_ones_are_wanted(
    base: Path, done: Run, twins: Path, tmp_path: Path
) -> None:
    def counts(folder: Path) -> tuple[int, int]:
        nodes = onnx.load(str(folder / "unet/model.onnx")).graph.node
        fused = [node for node in nodes if node.op_type == "MultiHeadAttention"]
        assert all(node.domain == "com.microsoft" for node in fused)
        return len(fused), sum(node.op_type == "Softmax" for node in nodes)

    attentions, softmaxes = counts(base)
    assert attentions > 0 and softmaxes == 0
    source = shutil.copytree(twins / "sd", tmp_path / "sd")
    shutil.rmtree(source / "safety_checker")
    done("convert", "sd", source, tmp_path / "plain", "--target", "standard", "--verify")
    assert counts(tmp_path / "plain") == (0, attentions)


@pytest.mark.parametrize("dtype", ["fp32", "fp16"])
def test_for_cuda_the_unet_is_in_its_own_operators_and_means_the_same(
    done: Run,
    refused: Run,
    twins: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    dtype: str,
) -> None:
    source = shutil.copytree(twins / "sd", tmp_path / "sd")
    shutil.rmtree(source / "safety_checker")
    options = ["--dtype", dtype, "--target", "cuda", "--verify"]
    printed = done("convert", "sd", source, tmp_path / "cuda", *options)
    assert "unet/model.onnx: worst absolute difference" in printed
    assert {p.name for p in (tmp_path / "cuda/unet").iterdir()} == {"config.json", "model.onnx"}
    graph = onnx.load(str(tmp_path / "cuda/unet/model.onnx")).graph
    kinds = {node.op_type for node in graph.node}
    assert {"NhwcConv", "GroupNorm", "SkipGroupNorm", "BiasSplitGelu", "BiasAdd"} <= kinds
    assert not {"Conv", "InstanceNormalization", "Erf"} & kinds
    decoder = onnx.load(str(tmp_path / "cuda/vae_decoder/model.onnx")).graph
    assert "Conv" in {node.op_type for node in decoder.node}
    # What it is verified in would show a network that means something else.
    monkeypatch.setitem(cuda_graph.WRITE, "BiasAdd", forgets_bias)
    assert "differs from PyTorch" in refused("convert", "sd", source, tmp_path / "off", *options)
    assert not (tmp_path / "off").exists()


def forgets_bias(graph: cuda_graph.Graph, node: onnx.NodeProto) -> None:
    x, _, skip = node.input
    graph.op("Add", x, skip, name=node.output[0])


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


def test_every_size_of_latents_gives_what_diffusers_gives(
    done: Run, twins: Path, tmp_path: Path
) -> None:
    source = shutil.copytree(twins / "sd", tmp_path / "sd")
    shutil.rmtree(source / "safety_checker")
    # The small twin halves its latents once, Stable Diffusion three times.
    config = {
        **sd_configs("small", 800)["unet"],
        "block_out_channels": [32, 64, 64, 64],
        "down_block_types": ["CrossAttnDownBlock2D"] * 3 + ["DownBlock2D"],
        "up_block_types": ["UpBlock2D"] + ["CrossAttnUpBlock2D"] * 3,
        # Of a single pixel, 32 groups would leave too few values for a variance.
        "norm_num_groups": 8,
    }
    torch.manual_seed(0)
    model_class("unet").from_config(config).save_pretrained(source / "unet")
    out = tmp_path / "out"
    done("convert", "sd", source, out)
    assert json.loads((out / "manifest.json").read_text())["sizeStep"] == 8
    generator = torch.Generator().manual_seed(0)
    sizes = ((1, (8, 8)), (3, (8, 16)), (1, (5, 7)), (3, (9, 8)), (1, (12, 10)), (3, (1, 3)))
    for part in parts_of(source):
        if part.target not in ("unet", "vae_decoder"):
            continue
        module, runs = part.wrap(load_part(source, part.source)), []
        held = json.loads((out / part.target / "config.json").read_text())
        for batch, size in sizes:
            given = part.example(held, batch, size, generator)
            with torch.no_grad():
                wanted = [module(*given)]
            runs.append((dict(zip(part.inputs, given, strict=True)), wanted))
        file = out / part.target / "model.onnx"
        output.compare(part.target, file, runs, sd.TOLERANCES["fp32"], scaled=True)


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
    assert "nothing at" in refused("convert", "sd", tmp_path / "none", tmp_path / "out")


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
