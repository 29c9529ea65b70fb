"""A diffusers folder of what is to be converted: as it lies, or put together first."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..text_files import read_json
from .checkpoint import State, read_state
from .embeddings import Embedding, add_embeddings
from .lora import Lora, fuse_loras
from .output import write_json
from .sd_source import read_config, weights_file
from .single_file import (
    as_one_file,
    predicts_v,
    read_single_file,
    text_of,
    unet_of,
    vae_of,
    write_configuration,
)

STEMS = {"unet": "diffusion_pytorch_model", "vae": "diffusion_pytorch_model"}


@dataclass(frozen=True)
class Changes:
    """What is put in the place of a model's own parts, or added to them."""

    vae: Path | None = None
    unet: Path | None = None
    config: Path | None = None
    loras: tuple[Lora, ...] = ()
    embeddings: tuple[Embedding, ...] = ()
    clip_skip: int = 1
    prediction: str | None = None

    def replaced(self) -> dict[str, Path]:
        """The files and folders that take the place of a part."""
        given = {"vae": self.vae, "unet": self.unet}
        return {part: file for part, file in given.items() if file is not None}

    def files(self) -> list[Path]:
        """All that is named."""
        added = [*(lora.file for lora in self.loras), *(e.file for e in self.embeddings)]
        return [*self.replaced().values(), *added, *([self.config] if self.config else [])]

    def __bool__(self) -> bool:
        return self != Changes()


@contextmanager
def staged(source: Path, changes: Changes, out: Path) -> Iterator[Path]:
    """A diffusers folder to convert, which is gone after the block if it was made for it.

    Raises OSError or ValueError.
    """
    if source.is_dir() and not changes:
        yield source
        return
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=f".{out.name}.") as scratch:
        folder = Path(scratch) / "diffusers"
        folder.mkdir()
        if source.is_dir():
            if changes.config:
                raise ValueError("--config is for single files; a folder has its own.")
            shutil.copytree(source, folder, dirs_exist_ok=True, copy_function=_link_weights)
        else:
            _from_single_file(source, folder, changes)
        _change(folder, changes)
        yield folder


def _link_weights(source: str, target: str) -> None:
    # What is not linked may be written over.
    if source.endswith((".safetensors", ".bin")):
        try:
            os.link(os.path.realpath(source), target)
            return
        except OSError:
            pass
    shutil.copyfile(source, target)


def _from_single_file(file: Path, folder: Path, changes: Changes) -> None:
    state = read_single_file(file)
    write_configuration(folder, changes.config)
    _write_part(folder, "text_encoder", text_of(state, file.name))
    if changes.vae is None:
        _write_part(folder, "vae", vae_of(state, read_config(folder, "vae"), file.name))
    _write_part(folder, "unet", unet_of(state, read_config(folder, "unet")))
    if changes.prediction is None and predicts_v(file, state):
        _set(folder, "scheduler/scheduler_config.json", prediction_type="v_prediction")


def _change(folder: Path, changes: Changes) -> None:
    for part, place in changes.replaced().items():
        _replace(folder, part, place)
    if changes.loras:
        unet, text = (_read_part(folder, part) for part in ("unet", "text_encoder"))
        fuse_loras(list(changes.loras), unet, text)
        _write_part(folder, "unet", unet)
        _write_part(folder, "text_encoder", text)
    if changes.embeddings:
        text = _read_part(folder, "text_encoder")
        add_embeddings(list(changes.embeddings), text, folder / "tokenizer")
        _write_part(folder, "text_encoder", text)
        rows = next(v for k, v in text.items() if k.endswith("token_embedding.weight")).shape[0]
        _set(folder, "text_encoder/config.json", vocab_size=rows)
    if changes.clip_skip != 1:
        layers = read_config(folder, "text_encoder").get("num_hidden_layers", 12)
        kept = layers + 1 - changes.clip_skip
        if changes.clip_skip < 1 or kept < 1:
            raise ValueError(
                f"--clip-skip {changes.clip_skip} cannot be: 1 leaves nothing out, "
                f"and {layers} leaves one layer of the text encoder's {layers}."
            )
        _set(folder, "text_encoder/config.json", num_hidden_layers=kept)
    if changes.prediction:
        _set(folder, "scheduler/scheduler_config.json", prediction_type=changes.prediction)


def _replace(folder: Path, part: str, source: Path) -> None:
    """Take a part from a file, from the folder of such a part, or from a whole model's folder."""
    if source.is_dir():
        inner = source if source.joinpath("config.json").is_file() else source / part
        if not inner.joinpath("config.json").is_file():
            raise ValueError(f"{source} has no config.json of a {part}.")
        shutil.rmtree(folder / part)
        shutil.copytree(inner, folder / part, copy_function=_link_weights)
        return
    state = read_state(source)
    if part == "vae":
        _write_part(folder, part, vae_of(state, read_config(folder, part), source.name))
    else:
        named = any(name.startswith("down_blocks.") for name in state)
        _write_part(folder, part, state if named else unet_of(state, read_config(folder, part)))


def _read_part(folder: Path, part: str) -> State:
    return read_state(weights_file(folder, part)[0])


def _write_part(folder: Path, part: str, state: State) -> None:
    from safetensors.torch import save_file

    for old in folder.joinpath(part).iterdir():
        if old.name != "config.json":
            old.unlink()
    file = folder / part / f"{STEMS.get(part, 'model')}.safetensors"
    save_file(as_one_file(state), file, {"format": "pt"})


def _set(folder: Path, name: str, **values: Any) -> None:
    held = read_json(folder / name)
    write_json(folder / name, {**held, **values})
