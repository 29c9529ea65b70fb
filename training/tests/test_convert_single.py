"""Models as people share them: single files, with a VAE, LoRA files and embeddings of their own."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from converting import Run, session
from safetensors.torch import load_file, save_file

from sarovar_training.convert.configuration import kind_of_single_file
from sarovar_training.convert.embeddings import read_embedding
from sarovar_training.convert.lora import Lora, fuse_loras
from sarovar_training.convert.single_file import write_configuration
from sarovar_training.convert.twin_ldm import ALPHA, RANK
from sarovar_training.tokenizer import ClipTokenizer

PROMPT = "a red cat above a blue toy"


@pytest.fixture(scope="module")
def added(twins: Path) -> list[object]:
    """What is put together with the single file, as both commands are told it."""
    single = twins / "single"
    changes = ["--vae", single / "vae.safetensors", "--lora", f"{single / 'lora.safetensors'}:0.8"]
    return [*changes, "--embedding", f"{single / 'toy.safetensors'}:toy", "--config", twins / "sd"]


@pytest.fixture(scope="module")
def converted(twins: Path, added: list[object]) -> Path:
    from sarovar_training.cli import main

    out = twins.parent / "single-base"
    given = [twins / "single/sd.safetensors", out, *added, "--clip-skip", 2, "--verify"]
    assert main(["convert", "sd", *map(str, given)]) == 0
    return out


def test_a_single_file_with_all_that_is_added_is_what_diffusers_makes_of_it(
    done: Run, twins: Path, added: list[object], converted: Path, tmp_path: Path
) -> None:
    out, given = tmp_path / "diffusers.npz", [*added, "--clip-skip", 2, "--steps", 2]
    arguments = ("--prompt", PROMPT, "--guidance", 3, *given)
    done("reference", twins / "single/sd.safetensors", out, *arguments)
    with np.load(out) as file:
        theirs = dict(file)
    # Two steps of DDIM by hand, with our networks.
    unet, decoder = (session(converted / f"{part}/model.onnx") for part in ("unet", "vae_decoder"))
    tokenizer = ClipTokenizer(converted / "tokenizer", 77)
    # The word that was added, of two vectors, is the last.
    ids = tokenizer(["", PROMPT.removesuffix("toy")])
    first = json.loads((converted / "tokenizer/added_tokens.json").read_text())["toy"]
    end = ids[1].index(tokenizer.end)
    ids[1] = [*ids[1][:end], first, first + 1, *ids[1][end:-2]]
    text = session(converted / "text_encoder/model.onnx")
    states = text.run(None, {"input_ids": np.array(ids)})[0]
    levels = np.linspace(0.00085**0.5, 0.012**0.5, 1000) ** 2
    alphas = np.cumprod(1 - levels)
    latents = theirs["noise"]
    for time in theirs["timesteps"]:
        feeds = {"sample": np.repeat(latents, 2, 0), "timestep": np.array(time, np.float32)}
        negative, positive = unet.run(None, {**feeds, "encoder_hidden_states": states})[0]
        noise = negative + 3 * (positive - negative)
        before = alphas[time - 500] if time >= 500 else alphas[0]
        clean = (latents - (1 - alphas[time]) ** 0.5 * noise) / alphas[time] ** 0.5
        latents = (before**0.5 * clean + (1 - before) ** 0.5 * noise).astype(np.float32)
    assert np.abs(latents - theirs["latents"]).max() < 1e-3 * np.abs(theirs["latents"]).max()
    picture = decoder.run(None, {"latent_sample": latents / np.float32(0.18215)})[0][0]
    ours = np.clip(picture / 2 + 0.5, 0, 1).transpose(1, 2, 0) * 255
    error = np.mean((ours - theirs["image"].astype(np.float64)) ** 2)
    assert 10 * np.log10(255**2 / error) > 45


def test_the_manifest_says_what_a_base_was_made_of(converted: Path, twins: Path) -> None:
    said = json.loads((converted / "manifest.json").read_text())["description"]
    for part in ("sd.safetensors", "vae.safetensors", "lora.safetensors × 0.8", "toy", "skip 2"):
        assert part in said
    layers = json.loads((converted / "text_encoder/config.json").read_text())
    before = json.loads((twins / "sd/text_encoder/config.json").read_text())
    assert layers["num_hidden_layers"] == before["num_hidden_layers"] - 1
    assert layers["vocab_size"] == before["vocab_size"] + 2
    assert not list(converted.parent.glob(".single-base*"))


def test_a_ckpt_of_a_trainer_is_the_same_model(
    done: Run, refused: Run, twins: Path, tmp_path: Path
) -> None:
    state = load_file(twins / "single/sd.safetensors")
    torch.save({"state_dict": state, "global_step": 7, "epoch": 1}, tmp_path / "sd.ckpt")
    config = ("--config", twins / "sd")
    done("convert", "sd", tmp_path / "sd.ckpt", tmp_path / "one", *config)
    done("convert", "sd", twins / "single/sd.safetensors", tmp_path / "two", *config)
    one, two = (tmp_path / name / "unet/model.onnx" for name in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()
    torch.save({"state_dict": state, "callback": Run}, tmp_path / "odd.ckpt")
    assert "could run code" in refused("convert", "sd", tmp_path / "odd.ckpt", tmp_path / "out")


def test_without_a_vae_or_text_encoder_it_says_what_to_do(
    refused: Run, twins: Path, tmp_path: Path
) -> None:
    state = load_file(twins / "single/sd.safetensors")
    config = ("--config", twins / "sd")
    for left_out, sentence in (("first_stage", "--vae FILE"), ("cond_stage", "no text encoder")):
        save_file({k: v for k, v in state.items() if left_out not in k}, tmp_path / "b.safetensors")
        said = refused("convert", "sd", tmp_path / "b.safetensors", tmp_path / "out", *config)
        assert sentence in said
    said = refused("convert", "sd", twins / "single/sd.safetensors", tmp_path / "out")
    assert "text_encoder/model.safetensors" in said
    for file in ("none.safetensors", "./none", "org/name.ckpt"):
        assert "nothing at" in refused("convert", "sd", file, tmp_path / "out")
    given = ("--lora", tmp_path / "none.safetensors")
    assert "nothing at" in refused("convert", "sd", twins / "sd", tmp_path / "out", *given)


KEY = "model.diffusion_model.input_blocks.0.0.weight"
CROSS = "model.diffusion_model.input_blocks.2.1.transformer_blocks.0.attn2.to_k.weight"


@pytest.mark.parametrize(
    ("shapes", "sentence"),
    [
        ({KEY: [320, 9, 3, 3]}, "for inpainting"),
        ({KEY: [320, 8, 3, 3]}, "pix2pix"),
        ({KEY: [320, 4, 3, 3], CROSS: [320, 1024]}, "Stable Diffusion 2 or SD-Turbo"),
        (
            {"conditioner.embedders.1.model.transformer.resblocks.9.mlp.c_proj.bias": [1280]},
            "Stable Diffusion XL",
        ),
        ({"control_model.time_embed.0.weight": [1280, 320]}, "a ControlNet"),
        (
            {"model.diffusion_model.double_blocks.0.img_attn.norm.key_norm.scale": [128]},
            "Flux",
        ),
        (
            {"model.diffusion_model.joint_blocks.37.x_block.mlp.fc1.weight": [9728, 2432]},
            "Stable Diffusion 3",
        ),
        ({KEY: [320, 4, 3, 3], "model.diffusion_model.time_embed.cond_proj.weight": [1]}, "an LCM"),
        ({"lora_unet_mid_block_attentions_0_proj_in.alpha": [], "x": []}, "--lora FILE"),
        ({"emb_params": [2, 768]}, "--embedding FILE"),
        ({"decoder.conv_in.weight": [512, 4, 3, 3], "x": []}, "--vae FILE"),
        ({"down_blocks.0.resnets.0.conv1.weight": [1], "x": []}, "--unet FILE"),
        ({"connector.latents": [64, 768], "x": []}, "convert ella"),
        ({"transformer_encoder.layers.0.norm1.bias": [768], "x": []}, "convert sur"),
        ({"a": [1], "b": [2]}, "no Stable Diffusion 1.x"),
    ],
)
def test_other_single_files_are_told_by_their_names(
    shapes: dict[str, list[int]], sentence: str
) -> None:
    assert sentence in (kind_of_single_file(shapes) or "")
    assert kind_of_single_file({KEY: [320, 4, 3, 3], CROSS: [320, 768]}) is None


def test_the_carried_tokenizer_is_that_of_clip(tmp_path: Path) -> None:
    write_configuration(tmp_path, None)
    tokenizer = ClipTokenizer(tmp_path / "tokenizer", 77)
    assert tokenizer.size == 49_408
    assert tokenizer(["a cat"])[0][:4] == [49406, 320, 2368, 49407]
    assert json.loads((tmp_path / "model_index.json").read_text())["safety_checker"] == [None, None]


def test_a_lora_is_fused_by_every_spelling_of_its_names(tmp_path: Path) -> None:
    weight, down, up = torch.randn(6, 5), torch.randn(RANK, 5), torch.randn(6, RANK)
    inner = "down_blocks.0.attentions.0.transformer_blocks.0.attn1"
    wanted = weight + 0.5 * (ALPHA / RANK) * up @ down
    kohya = f"lora_unet_{inner.replace('.', '_')}_to_out_0"
    spellings = {
        "kohya": (f"{kohya}.lora_down.weight", f"{kohya}.lora_up.weight", f"{kohya}.alpha"),
        "peft": (
            f"unet.{inner}.to_out.0.lora_A.weight",
            f"unet.{inner}.to_out.0.lora_B.weight",
            "",
        ),
        "diffusers": (
            f"unet.{inner}.to_out.0.lora.down.weight",
            f"unet.{inner}.to_out.0.lora.up.weight",
            f"unet.{inner}.to_out.0.alpha",
        ),
        "old": (
            f"unet.{inner}.processor.to_out_lora.down.weight",
            f"unet.{inner}.processor.to_out_lora.up.weight",
            "",
        ),
    }
    for spelling, (first, second, alpha) in spellings.items():
        state, file = {first: down, second: up}, tmp_path / f"{spelling}.safetensors"
        if alpha:
            state[alpha] = torch.tensor(ALPHA)
        said = json.dumps({"unet.lora_alpha": ALPHA, "unet.r": RANK})
        save_file(state, file, {} if alpha else {"lora_adapter_metadata": said})
        unet = {f"{inner}.to_out.0.weight": weight.half().float()}
        fuse_loras([Lora.parse(f"{file}:0.5")], unet, {})
        assert (unet[f"{inner}.to_out.0.weight"] - wanted).abs().max() < 5e-3, spelling
    conv = torch.randn(6, 5, 3, 3)
    down, up = torch.randn(RANK, 5, 3, 3), torch.randn(6, RANK, 1, 1)
    name = "lora_unet_conv_in"
    save_file(
        {f"{name}.lora_down.weight": down, f"{name}.lora_up.weight": up}, tmp_path / "c.safetensors"
    )
    unet = {"conv_in.weight": conv}
    # A layer that the model lacks, of which nothing would be added.
    missing = {"lora_te_text_model_encoder_layers_11_mlp_fc1.lora_up.weight": torch.zeros(4, 2)}
    save_file(missing, tmp_path / "m.safetensors")
    fuse_loras([Lora(tmp_path / f"{n}.safetensors", 1.0) for n in "cm"], unet, {})
    change = torch.nn.functional.conv2d(down.permute(1, 0, 2, 3), up).permute(1, 0, 2, 3)
    assert (unet["conv_in.weight"] - conv - change).abs().max() < 1e-4


def test_what_is_no_lora_for_this_model_is_refused(
    refused: Run, twins: Path, tmp_path: Path
) -> None:
    layer = "lora_unet_mid_block_attentions_0_proj_in"
    cases = {
        "nothing in it is called": {"lora_unet_input_blocks_4_1_proj_in.lora_up.weight": [4, 4]},
        "is a LoHa": {f"{layer}.hada_w1_a": [4, 4]},
        "is a DoRA": {f"{layer}.dora_scale": [4, 4]},
        "only a half": {f"{layer}.lora_up.weight": [64, 4]},
        "is for a layer of 640 × 64": {
            f"{layer}.lora_up.weight": [640, 4],
            f"{layer}.lora_down.weight": [4, 64],
        },
        "which no LoRA of Stable Diffusion 1.x does": {f"{layer}.diff": [4]},
    }
    for sentence, shapes in cases.items():
        save_file({k: torch.ones(s) for k, s in shapes.items()}, tmp_path / "l.safetensors")
        given = ("--lora", f"{tmp_path / 'l.safetensors'}:1.5")
        assert sentence in refused("convert", "sd", twins / "sd", tmp_path / "out", *given)


def test_embeddings_are_read_in_all_their_formats(
    refused: Run, twins: Path, tmp_path: Path
) -> None:
    vectors = torch.randn(2, 64)
    a1111 = {"string_to_token": {"*": 265}, "string_to_param": {"*": vectors}, "name": "x"}
    torch.save(a1111, tmp_path / "a1111.pt")
    torch.save({"<toy>": vectors[0]}, tmp_path / "learned_embeds.bin")
    assert torch.equal(read_embedding(tmp_path / "a1111.pt"), vectors)
    assert torch.equal(read_embedding(tmp_path / "learned_embeds.bin"), vectors[:1])
    save_file({"clip_l": vectors, "clip_g": vectors + 1}, tmp_path / "xl.safetensors")
    save_file({"emb_params": torch.zeros(1, 1024)}, tmp_path / "two.safetensors")
    save_file({"emb_params": vectors}, tmp_path / "red.safetensors")
    for file, sentence in (
        ("xl.safetensors", "Stable Diffusion XL"),
        ("two.safetensors", "width 1024"),
        ("red.safetensors", "name another"),
    ):
        given = ("--embedding", tmp_path / file)
        assert sentence in refused("convert", "sd", twins / "sd", tmp_path / "out", *given)
