"""The command `convert sd`. What it needs is imported when it runs."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    # The type that argparse returns, which it does not name in public.
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


def add_sd(kinds: "Commands", about: Callable[[argparse.ArgumentParser], None]) -> None:
    """Add the command; `about` adds what all converters are told."""
    text = "turn Stable Diffusion 1.x into a model folder"
    command = kinds.add_parser("sd", help=text, description=text)
    command.add_argument(
        "source",
        help="a single .safetensors or .ckpt, a folder of diffusers, or a model's id on the hub",
    )
    command.add_argument("out", type=Path, help="the model folder to write")
    command.add_argument(
        "--dtype",
        choices=("fp32", "fp16"),
        default="fp32",
        help="fp16 is half the size and made for a GPU (default: fp32)",
    )
    command.add_argument(
        "--target",
        choices=("any", "cuda", "standard"),
        default="any",
        help="any: for ONNX Runtime wherever it runs; cuda: with operators that run on a GPU "
        "alone, and faster there; standard: in ONNX's own operators, for other runtimes, slower "
        "and with more memory (default: any)",
    )
    command.add_argument(
        "--ftfy",
        action="store_true",
        help="the text encoder was trained on prompts that ftfy had straightened (curly quotes, "
        "ligatures, full-width letters), as OpenAI's own CLIP was; transformers did it where ftfy "
        "was installed, and its newer tokenizers do not (default: read as they do)",
    )
    _add_changes(command)
    about(command)


def _add_changes(command: argparse.ArgumentParser) -> None:
    command.add_argument("--unet", type=Path, help="take the UNet of this file or folder instead")
    command.add_argument(
        "--prediction",
        choices=("epsilon", "v_prediction"),
        help="what the UNet predicts (default: what the model says, or epsilon)",
    )
    add_reference_changes(command)


def add_reference_changes(command: argparse.ArgumentParser) -> None:
    """Add the changes that diffusers can make, too, to compare with."""
    command.add_argument("--vae", type=Path, help="take the VAE of this file or folder instead")
    command.add_argument(
        "--lora",
        action="append",
        default=[],
        metavar="FILE[:WEIGHT]",
        help="fuse a LoRA into the weights, in kohya's names or diffusers'; may be repeated "
        "(default weight: 1)",
    )
    command.add_argument(
        "--embedding",
        action="append",
        default=[],
        metavar="FILE[:WORD]",
        help="add a textual inversion, for this word of prompts; may be repeated "
        "(default word: the file's name)",
    )
    command.add_argument(
        "--clip-skip",
        type=int,
        default=1,
        help="as A1111's web UI counts: 2 leaves out the text encoder's last layer (default: 1)",
    )
    command.add_argument(
        "--config",
        type=Path,
        help="for a single file: a diffusers folder whose configuration and tokenizer are those "
        "of the file (default: Stable Diffusion 1.5's)",
    )


def run_sd(o: argparse.Namespace, about: dict[str, Any]) -> None:
    """Run it. Raises OSError, RuntimeError or ValueError when it cannot be done."""
    from .embeddings import Embedding
    from .lora import Lora
    from .sd import convert_sd
    from .staging import Changes

    changes = Changes(
        vae=o.vae,
        unet=o.unet,
        config=o.config,
        loras=tuple(Lora.parse(text) for text in o.lora),
        embeddings=tuple(Embedding.parse(text) for text in o.embedding),
        clip_skip=o.clip_skip,
        prediction=o.prediction,
    )
    own = {"dtype": o.dtype, "target": o.target, "straightens": o.ftfy}
    convert_sd(o.source, o.out, changes=changes, **own, **about)
