"""Export a trained base to a model folder: the Optimum layout, a manifest, hashes."""

import hashlib
import json
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from ..sampling import SCHEDULER_CONFIG
from ..stages.pipeline import Base
from ..world.words import ACTIONS, BACKGROUNDS, COLOURS, NOUNS, PERSONS, PLACES, RELATIONS
from .known_words import known_words
from .onnx_files import TextEncoderExport, write_onnx

DATA_LICENCE = "MIT (Fluent Emoji, Copyright (c) Microsoft Corporation); captions are our own"


class UnetExport(nn.Module):
    """The UNet with the input and output names' order of Optimum."""

    def __init__(self, unet: nn.Module) -> None:
        super().__init__()
        self.unet = unet

    def forward(self, sample: Tensor, timestep: Tensor, encoder_hidden_states: Tensor) -> Tensor:
        out: Tensor = self.unet(sample, timestep, encoder_hidden_states)
        return out


def _json(path: Path, content: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, indent=2) + "\n")


def _halvings(widths: tuple[int, ...], factor: int) -> list[int]:
    """`widths` made as long as a reader expects that counts one halving less than widths."""
    count = factor.bit_length()
    return [*widths, *[widths[-1]] * (count - len(widths))]


def _write_configs(base: Base, folder: Path) -> None:
    c = base.config
    factor = c.side // c.latent_side
    channels = c.vae.latent_channels
    vae = {
        "_class_name": "AutoencoderKL",
        "in_channels": 3,
        "out_channels": 3,
        "latent_channels": channels,
        "block_out_channels": _halvings(c.vae.decoder, factor),
        "sample_size": c.side,
        "scaling_factor": base.scaling_factor,
    }
    _json(folder / "vae_decoder/config.json", vae)
    _json(
        folder / "vae_encoder/config.json",
        {**vae, "block_out_channels": _halvings(c.vae.encoder, factor)},
    )
    _json(
        folder / "unet/config.json",
        {
            "_class_name": "UNet2DConditionModel",
            "in_channels": channels,
            "out_channels": channels,
            "sample_size": c.latent_side,
            "cross_attention_dim": c.clip.width,
            "block_out_channels": list(c.unet.widths),
            "attention_head_dim": c.unet.head_width,
        },
    )
    _json(
        folder / "text_encoder/config.json",
        {
            "architectures": ["CLIPTextModel"],
            "hidden_size": c.clip.width,
            "num_hidden_layers": c.clip.layers,
            "num_attention_heads": c.clip.heads,
            "max_position_embeddings": c.clip.context_length,
            "vocab_size": base.tokenizer.size,
            "bos_token_id": base.tokenizer.start,
            "eos_token_id": base.tokenizer.end,
            "pad_token_id": base.tokenizer.end,
        },
    )
    _json(folder / "scheduler/scheduler_config.json", SCHEDULER_CONFIG)
    parts = {
        "unet": ["diffusers", "OnnxRuntimeModel"],
        "vae_decoder": ["diffusers", "OnnxRuntimeModel"],
        "vae_encoder": ["diffusers", "OnnxRuntimeModel"],
        "text_encoder": ["diffusers", "OnnxRuntimeModel"],
        "tokenizer": ["transformers", "CLIPTokenizer"],
        "scheduler": ["diffusers", "DDIMScheduler"],
    }
    _json(folder / "model_index.json", {"_class_name": "StableDiffusionPipeline", **parts})


def _write_models(base: Base, folder: Path) -> None:
    c = base.config
    side, channels = c.latent_side, c.vae.latent_channels
    hw = {2: "height", 3: "width"}
    ids = torch.full((2, c.clip.context_length), base.tokenizer.end, dtype=torch.int64)
    write_onnx(
        TextEncoderExport(base.text),
        (ids,),
        ["input_ids"],
        ["last_hidden_state", "pooler_output"],
        {
            "input_ids": {0: "batch_size", 1: "sequence_length"},
            "last_hidden_state": {0: "batch_size", 1: "sequence_length"},
            "pooler_output": {0: "batch_size"},
        },
        folder / "text_encoder/model.onnx",
    )
    write_onnx(
        UnetExport(base.unet),
        (
            torch.randn(2, channels, side, side),
            torch.tensor(500.0),
            torch.randn(2, c.clip.context_length, c.clip.width),
        ),
        ["sample", "timestep", "encoder_hidden_states"],
        ["out_sample"],
        {
            "sample": {0: "batch_size", **hw},
            "encoder_hidden_states": {0: "batch_size", 1: "sequence_length"},
            "out_sample": {0: "batch_size", **hw},
        },
        folder / "unet/model.onnx",
    )
    write_onnx(
        base.vae.decoder,
        (torch.randn(2, channels, side, side),),
        ["latent_sample"],
        ["sample"],
        {
            "latent_sample": {0: "batch_size", 2: "latent_height", 3: "latent_width"},
            "sample": {0: "batch_size", **hw},
        },
        folder / "vae_decoder/model.onnx",
    )
    write_onnx(
        base.vae.encoder,
        (torch.randn(2, 3, c.side, c.side),),
        ["sample"],
        ["latent_parameters"],
        {
            "sample": {0: "batch_size", 2: "sample_height", 3: "sample_width"},
            "latent_parameters": {0: "batch_size", 2: "latent_height", 3: "latent_width"},
        },
        folder / "vae_encoder/model.onnx",
    )


def file_sha256(path: Path) -> str:
    """The SHA-256 of a file of any size, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def file_list(folder: Path) -> list[dict[str, object]]:
    """Path, size and SHA-256 of every file that the model needs, in a fixed order."""
    skipped = {"manifest.json", "README.md", "grid.png"}
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    return [
        {
            "path": p.relative_to(folder).as_posix(),
            "bytes": p.stat().st_size,
            "sha256": file_sha256(p),
        }
        for p in files
        if p.relative_to(folder).as_posix() not in skipped
    ]


def current_commit() -> str:
    """The commit that trained the model, or "unknown" outside a repository."""
    run = subprocess.run(["git", "rev-parse", "HEAD"], capture_output=True, text=True, check=False)
    return run.stdout.strip() if run.returncode == 0 and run.stdout.strip() != "HEAD" else "unknown"


def export_base(
    base: Base, folder: Path, name: str, evaluation: dict[str, Any] | None, note: str = ""
) -> None:
    """Write the model folder; the manifest comes last, so that a killed export has none.

    `note` says how this run differed from what the preset alone would have done.
    """
    folder.mkdir(parents=True, exist_ok=True)
    manifest = folder / "manifest.json"
    manifest.unlink(missing_ok=True)
    tokenizer = folder / "tokenizer"
    tokenizer.mkdir(exist_ok=True)
    for file in ("vocab.json", "merges.txt", "tokenizer_config.json", "special_tokens_map.json"):
        tokenizer.joinpath(file).write_bytes(base.tokenizer.folder.joinpath(file).read_bytes())
    _write_configs(base, folder)
    _write_models(base, folder)
    c = base.config
    _json(
        manifest,
        {
            "name": name,
            "title": f"Sarovar {c.side}",
            "description": (
                f"A small latent-diffusion model of {c.side} px emoji scenes, "
                "trained from scratch for comparing text conditioning."
            ),
            "licence": "MIT",
            "dataLicence": DATA_LICENCE,
            "commit": current_commit(),
            "createdAt": datetime.now(UTC).isoformat(timespec="seconds"),
            "prediction_type": SCHEDULER_CONFIG["prediction_type"],
            "defaults": {
                "steps": c.evaluation.steps,
                "guidanceScale": c.evaluation.guidance_scale,
                "scheduler": "ddim",
                "width": c.side,
                "height": c.side,
            },
            "files": file_list(folder),
            "knownWords": known_words(c.seed),
            "world": {
                "nouns": [n.name for n in NOUNS],
                "recolourable": [n.name for n in NOUNS if n.recolourable],
                "colours": list(COLOURS),
                "actions": [a.name for a in ACTIONS],
                "persons": list(PERSONS),
                "relations": list(RELATIONS),
                "backgrounds": [b for b in BACKGROUNDS if b not in PLACES],
                "places": PLACES,
            },
            "trainingConfig": c.model_dump(mode="json"),
            "trainingNote": note,
            "evaluation": evaluation,
        },
    )
