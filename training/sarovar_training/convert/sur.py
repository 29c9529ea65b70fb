"""A published SUR-adapter (`.pt`) as an adapter folder.

Its transformer was built without `batch_first`, so that every token attends to the token at the
same place of the batch's other prompts. That is kept: the weights were trained so.
"""

from pathlib import Path

import torch
from torch import Tensor

from ..adapters.export import SurExport, write_adapter_graph
from ..models.sur import SurAdapter
from .checkpoint import Shapes, check_keys, read_pickle, shapes_of
from .output import base_width, check_name, compare, finished, quiet, write_adapter_manifest
from .trained_on import trained_on, warn_of_another

HEADS, FEED_FORWARD, CLIP_LENGTH = 8, 2048, 77
UNUSED = ("encoder_layer.", "attention.value_layer.")
TOLERANCE = 1e-4


def sur_shapes(width: int, feed_forward: int = FEED_FORWARD) -> dict[str, list[int]]:
    """Every key of a published checkpoint with its shape, those that are never used among them."""
    with torch.device("meta"):
        shapes = shapes_of(SurAdapter(width, HEADS, feed_forward, eta=0.0))
    layer = "transformer_encoder.layers.0."
    for name in [name for name in shapes if name.startswith(layer)]:
        shapes[name.replace(layer, UNUSED[0])] = shapes[name]
    shapes[f"{UNUSED[1]}weight"], shapes[f"{UNUSED[1]}bias"] = [width, width], [width]
    return shapes


def check_sur(file: str, held: Shapes, width: int) -> None:
    """Raises ValueError when `held` are not the keys and shapes of a SUR-adapter of that width."""
    first = list(held.get("transformer_encoder.layers.0.linear1.weight", [FEED_FORWARD]))
    why = f" (the base's UNet reads states of width {width})"
    check_keys(file, held, sur_shapes(width, first[0]), why=why)


def load_sur(file: Path, width: int, eta: float) -> SurAdapter:
    """The adapter, ready to run. Raises OSError or ValueError."""
    state: dict[str, Tensor] = {name: value.float() for name, value in read_pickle(file).items()}
    check_sur(file.name, {name: value.shape for name, value in state.items()}, width)
    feed_forward = state["transformer_encoder.layers.0.linear1.weight"].shape[0]
    adapter = SurAdapter(width, HEADS, feed_forward, eta=eta, across_batch=True)
    used = {name: value for name, value in state.items() if not name.startswith(UNUSED)}
    adapter.load_state_dict(used)
    return adapter.eval()


def convert_sur(
    source: Path,
    base: Path,
    out: Path,
    *,
    eta: float,
    trained: str,
    title: str,
    licence: str,
    verify: bool,
) -> None:
    """Write the adapter folder `out`. Raises OSError or ValueError, and then writes nothing."""
    if not 0 <= eta <= 1:
        raise ValueError(f"--eta is {eta}, not a share between 0 and 1.")
    check_name(out)
    width = base_width(base)
    adapter = load_sur(source, width, eta)
    own = trained_on(trained)
    warn_of_another(own, base)
    with finished(out) as part:
        part.mkdir()
        with quiet():
            write_adapter_graph(adapter, part / "adapter.onnx", CLIP_LENGTH, in_half=False)
        if verify:
            verify_sur(adapter, part / "adapter.onnx", width)
        about = {
            "title": title or out.name,
            "model": "sur",
            "method": "SUR",
            "eta": eta,
            "reads": "clip",
            "acrossBatch": True,
            "trainedOn": own,
            "licence": licence,
        }
        write_adapter_manifest(part, out.name, base, source, about)


def verify_sur(adapter: SurAdapter, file: Path, width: int) -> None:
    """Compare the file with PyTorch for batches of 1, 2 and 4. Raises ValueError."""
    generator = torch.Generator().manual_seed(0)
    module, runs = SurExport(adapter), []
    for batch in (1, 2, 4):
        states = torch.randn(batch, CLIP_LENGTH, width, generator=generator)
        with torch.no_grad():
            runs.append(({"encoder_hidden_states": states}, module(states)))
    compare("adapter.onnx", file, runs, TOLERANCE)
