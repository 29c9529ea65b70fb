"""Write a trained adapter as a folder of one ONNX file and a manifest that says what it needs."""

import hashlib
import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from ..config import Config
from ..export.folder import DATA_LICENCE, current_commit, file_list
from ..export.onnx_files import write_onnx
from ..models.connector import Ella
from ..models.sur import SurAdapter
from .llm_states import TOKEN_STATES

UNET_WEIGHTS = re.compile(r"unet/.*(\.onnx|\.onnx_data|\.onnx\.data|\.pb)$")


class SurExport(nn.Module):
    """`encoder_hidden_states` → `refined`, `eta` `[B]`."""

    def __init__(self, adapter: SurAdapter) -> None:
        super().__init__()
        self.adapter = adapter

    def forward(self, states: Tensor) -> tuple[Tensor, Tensor]:
        refined, _, eta = self.adapter(states)
        return refined, eta.flatten()


class EllaExport(nn.Module):
    """`text` `[1, n, D]`, `timesteps` `[T]` → states `[T, tokens, C]`, attention `[T, tokens, n]`.

    The attention is that to the text's tokens, the mean over all blocks and heads.
    """

    def __init__(self, connector: Ella) -> None:
        super().__init__()
        self.connector = connector

    def forward(self, text: Tensor, timesteps: Tensor) -> tuple[Tensor, Tensor]:
        states, attention = self.connector(text, timesteps)
        tokens = states.shape[1]
        return states, torch.stack(attention).mean(dim=0)[:, :, tokens:]


def write_adapter_graph(
    adapter: SurAdapter | Ella, path: Path, length: int, *, in_half: bool = True
) -> None:
    """Write an adapter's ONNX file; `length` is that of the example's text, and stays free."""
    if isinstance(adapter, SurAdapter):
        free = {0: "batch_size", 1: "sequence_length"}
        write_onnx(
            SurExport(adapter),
            (torch.randn(2, length, adapter.fc.in_features),),
            ["encoder_hidden_states"],
            ["refined", "eta"],
            {"encoder_hidden_states": free, "refined": free, "eta": {0: "batch_size"}},
            path,
            in_half=in_half,
        )
    else:
        text_width = adapter.connector.proj_in.in_features
        write_onnx(
            EllaExport(adapter),
            (torch.randn(1, 7, text_width), torch.tensor([999.0, 500.0, 0.0])),
            ["text", "timesteps"],
            ["encoder_hidden_states", "attention"],
            {
                "text": {1: "text_length"},
                "timesteps": {0: "steps"},
                "encoder_hidden_states": {0: "steps"},
                "attention": {0: "steps", 2: "text_length"},
            },
            path,
            in_half=in_half,
        )


def write_adapter(
    adapter: SurAdapter | Ella,
    folder: Path,
    base: Path,
    config: Config,
    about: dict[str, Any],
) -> None:
    """Write `adapter.onnx` and `manifest.json`; `about` has the model's name, method and so on."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.joinpath("manifest.json").unlink(missing_ok=True)
    write_adapter_graph(adapter, folder / "adapter.onnx", config.clip.context_length)
    manifest = {
        "name": folder.name,
        "adapts": base.name,
        "adaptsUnetSha256": unet_hash(base),
        **about,
        "licence": "MIT",
        "dataLicence": DATA_LICENCE,
        "commit": current_commit(),
        "createdAt": datetime.now(UTC).isoformat(timespec="seconds"),
        "files": file_list(folder),
        "trainingConfig": config.adapters.model_dump(mode="json"),
    }
    folder.joinpath("manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")


def unet_hash(base: Path) -> str:
    """Of the base's UNet: whatever was trained or measured with it belongs to it alone.

    The hash of its one file, or, of a graph with its weights beside it, that of their lines
    "path hash" in order: what the server computes. Raises OSError or ValueError.
    """
    files = json.loads(base.joinpath("manifest.json").read_text())["files"]
    hashes = {f["path"]: f["sha256"] for f in files if UNET_WEIGHTS.match(f["path"])}
    if not hashes:
        raise ValueError(f"The manifest of {base} lists no UNet.")
    if len(hashes) == 1:
        return str(next(iter(hashes.values())))
    lines = "".join(f"{path} {hashes[path]}\n" for path in sorted(hashes))
    return hashlib.sha256(lines.encode()).hexdigest()


def reads_language_model(llm: Path) -> dict[str, str]:
    """What an adapter that is fed by the language model says of its input."""
    manifest = json.loads(llm.joinpath("manifest.json").read_text())
    hashes = {file["path"]: file["sha256"] for file in manifest["files"]}
    return {"llm": llm.name, "output": TOKEN_STATES, "sha256": hashes["model.onnx"]}
