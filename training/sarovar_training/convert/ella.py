"""A published ELLA connector and its T5 encoder as one adapter folder."""

import sys
from pathlib import Path

import torch

from ..adapters.export import EllaExport, write_adapter_graph
from ..models.connector import Ella
from ..text_files import read_json
from .checkpoint import Shapes, check_keys, read_shapes, read_tensors, shapes_of
from .output import base_width, check_name, compare, finished, quiet, write_adapter_manifest
from .t5 import FP32_IS_OTHER, check_t5, load_t5, verify_t5, write_t5, write_t5_tokenizer

HEADS = 8
"""No shape of the checkpoint tells it; the published code has 8."""
LATENTS, BLOCKS, SINUSOIDS = 64, 6, 320
PUBLISHED_WIDTHS = (768, 2048)
"""Of the states that the UNet reads, and of the T5's."""
BLOCK = "connector.perceiver_blocks."
TOLERANCE = 1e-4


def ella_shapes(
    width: int,
    text_width: int,
    latents: int = LATENTS,
    blocks: int = BLOCKS,
    sinusoids: int = SINUSOIDS,
) -> dict[str, list[int]]:
    """Every key of a published checkpoint with its shape."""
    with torch.device("meta"):
        return shapes_of(Ella(width, HEADS, blocks, latents, text_width, sinusoids))


def _blocks(held: Shapes) -> set[str]:
    """The numbers of the blocks of which there is any key."""
    return {k.removeprefix(BLOCK).split(".")[0] for k in held if k.startswith(BLOCK)}


def _sizes(held: Shapes, widths: tuple[int, int]) -> tuple[int, int, int]:
    latents = next(iter(held.get("connector.latents", [LATENTS])), LATENTS)
    # Other widths are those of a small twin, and its file alone tells how many blocks it has.
    blocks = BLOCKS if widths == PUBLISHED_WIDTHS else len(_blocks(held)) or BLOCKS
    sinusoids = list(held.get("time_embedding.linear_1.weight", [0, SINUSOIDS]))[-1]
    return latents, blocks, sinusoids


def check_ella(file: str, held: Shapes, width: int, text_width: int) -> None:
    """Raises ValueError when `held` are not the keys and shapes of a connector between a text
    encoder of `text_width` and a UNet that reads `width`; with the published widths, of all blocks.
    """
    widths, there = (width, text_width), _blocks(held)
    absent = [f"{BLOCK}{n}.*" for n in range(BLOCKS) if str(n) not in there]
    if widths == PUBLISHED_WIDTHS and there and absent:
        raise ValueError(
            f"{file} has no {' and no '.join(absent)}; the published connector of these widths, "
            f"{text_width} to {width}, has {BLOCKS} blocks, 0 to {BLOCKS - 1}."
        )
    why = f" (the T5's states have width {text_width}, the base's UNet reads {width})"
    check_keys(file, held, ella_shapes(width, text_width, *_sizes(held, widths)), why=why)


def load_ella(file: Path, width: int, text_width: int) -> Ella:
    """The connector, ready to run. Raises OSError or ValueError."""
    held = read_shapes(file)
    check_ella(file.name, held, width, text_width)
    latents, blocks, sinusoids = _sizes(held, (width, text_width))
    connector = Ella(width, HEADS, blocks, latents, text_width, sinusoids)
    connector.load_state_dict(read_tensors(file))
    return connector.eval()


def convert_ella(
    source: Path,
    t5: Path,
    base: Path,
    out: Path,
    *,
    tokens: str,
    t5_precision: str,
    title: str,
    licence: str,
    verify: bool,
) -> None:
    """Write the adapter folder `out`. Raises OSError or ValueError, and then writes nothing."""
    check_name(out)
    width, text_width = base_width(base), check_t5(t5)
    if t5_precision == "fp32":
        print(FP32_IS_OTHER, file=sys.stderr, flush=True)
    connector = load_ella(source, width, text_width)
    with finished(out) as part:
        part.mkdir()
        write_t5_tokenizer(t5, part / "tokenizer/tokenizer.json")
        with quiet():
            write_adapter_graph(connector, part / "adapter.onnx", 77, in_half=False)
        if verify:
            verify_ella(connector, part / "adapter.onnx", text_width)
        encoder = load_t5(t5, t5_precision)
        write_t5(encoder, part / "text_encoder/model.onnx", t5_precision)
        if verify:
            vocabulary = read_json(t5 / "config.json")["vocab_size"]
            verify_t5(encoder, part / "text_encoder/model.onnx", t5_precision, vocabulary)
        about = {
            "title": title or out.name,
            "model": "ella",
            "method": "ELLA",
            "reads": {
                "encoder": "text_encoder/model.onnx",
                "tokenizer": "tokenizer/tokenizer.json",
                "tokens": int(tokens) if tokens.isdecimal() else tokens,
                "precision": t5_precision,
            },
            "licence": licence,
        }
        write_adapter_manifest(part, out.name, base, source, about)


def verify_ella(connector: Ella, file: Path, text_width: int) -> None:
    """Compare the file with PyTorch over all of the noise, for two lengths. Raises ValueError."""
    generator, module = torch.Generator().manual_seed(0), EllaExport(connector)
    times, runs = torch.linspace(999, 0, 9), []
    for length in (5, 128):
        text = torch.randn(1, length, text_width, generator=generator)
        with torch.no_grad():
            runs.append(({"text": text, "timesteps": times}, module(text, times)))
    compare("adapter.onnx", file, runs, TOLERANCE)
