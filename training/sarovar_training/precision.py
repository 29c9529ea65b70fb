"""When to compute in bfloat16, and how a card says it."""

from collections.abc import Mapping

import torch


def fast_precision(device: torch.device) -> torch.autocast:
    """Autocast to bfloat16 where the processor has instructions for it, else none: a processor
    without them only imitates it, and a training step of the VAE took 24 s instead of 2 s there.
    """
    return torch.autocast(device.type, torch.bfloat16, enabled=has_bf16(device))


def has_bf16(device: torch.device) -> bool:
    """Whether `fast_precision` computes in bfloat16 there."""
    return bool(device.type != "cpu" or torch.ops.mkldnn._is_mkldnn_bf16_supported())


def precision_name(device: torch.device) -> str:
    """What an evaluation says of its arithmetic on that device."""
    return "bf16" if has_bf16(device) else "fp32"


def precision_line(evaluation: Mapping[str, object]) -> str:
    """A sentence for a card, with a blank before it; nothing of an evaluation that says nothing."""
    said = evaluation.get("precision")
    if said == "bf16":
        return " Painted under bf16; the server paints in fp32 on a CPU, which differs a little."
    return " Painted in fp32, as the server paints on a CPU." if said == "fp32" else ""
