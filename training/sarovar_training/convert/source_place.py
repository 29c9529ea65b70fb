"""Where a model is: a file, a folder, or on the hub; and whether the disk has room."""

import math
import shutil
from pathlib import Path

from ..text_files import read_json
from .checkpoint import read_shapes
from .output import quiet, say
from .staging import Changes

FILES = (".safetensors", ".ckpt", ".pt", ".pth", ".bin", ".onnx", ".gguf", ".zip", ".json", ".yaml")
BYTES = {"fp32": 4, "fp16": 2}


def is_hub_id(text: str) -> bool:
    """Whether it can only be the id of a model on the hub: nothing on disk, and no path or file."""
    path = Path(text)
    looks_like_path = text.startswith((".", "/", "~")) or "\\" in text or text.count("/") != 1
    return not (path.exists() or looks_like_path or text.lower().endswith(FILES))


def locate(source: str) -> Path:
    """The file or folder `source`, or the folder into which diffusers downloads that id of the hub.

    Raises OSError or ValueError.
    """
    path = Path(source)
    if path.exists():
        return path
    if not is_hub_id(source):
        raise ValueError(f"There is nothing at {source}, and it is no id of a model on the hub.")
    say(f"Downloading {source} from the hub.")
    with quiet():
        from diffusers import StableDiffusionPipeline

        return Path(StableDiffusionPipeline.download(source))


def check_disk(place: Path, changes: Changes, out: Path, dtype: str) -> None:
    """Raises OSError or ValueError when files are missing, or OUT's disk has no room."""
    for file in changes.files():
        if not file.exists():
            raise ValueError(f"There is nothing at {file}.")
    count = _parameters(place)
    # What is put together first lies beside OUT in fp32 until all is written.
    together = count * BYTES["fp32"] if changes or place.is_file() else 0
    needed = count * BYTES[dtype] + together
    there = next(folder for folder in out.absolute().parents if folder.exists())
    free = shutil.disk_usage(there).free
    if needed > free:
        raise ValueError(
            f"This needs about {_size(needed)} in {there}, where {_size(free)} are free; "
            "make room, or name a place on another disk."
        )


def _size(count: int) -> str:
    return f"{count / 1e9:.1f} GB" if count >= 1e8 else f"{math.ceil(count / 1e6)} MB"


def _parameters(place: Path) -> int:
    files = [place]
    if place.is_dir():
        index = place / "model_index.json"
        parts = read_json(index) if index.is_file() else {}
        found = [f for part in parts for f in sorted(place.joinpath(part).glob("*.safetensors"))]
        # Of several variants of the same weights one is converted.
        files = list({file.parent: file for file in found}.values())
    shapes = [s for f in files if f.suffix == ".safetensors" for s in read_shapes(f).values()]
    pickled = sum(f.stat().st_size for f in files if f.suffix != ".safetensors")
    # A pickle is read only when it is converted; its weights are fp32, or fewer than said here.
    return sum(map(math.prod, shapes)) + pickled // BYTES["fp32"]
