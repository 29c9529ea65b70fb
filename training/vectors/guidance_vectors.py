"""Guidance by diffusers' own guiders, for the TypeScript tests.

Run in training/: `python vectors/guidance_vectors.py`
Writes ../tests/fixtures/vectors/guidance.json: predictions of two pictures, guided on three steps.
"""

import json
import math
from pathlib import Path
from typing import Any

import torch
from diffusers.guiders import AdaptiveProjectedGuidance, ClassifierFreeZeroStarGuidance
from torch import Tensor

FILE = Path("../tests/fixtures/vectors/guidance.json")
STEPS = 3
SHAPE = (4, 4, 2, 2)
DEVIATIONS = torch.tensor([1.0, 2.0, 0.5, 3.0])[:, None, None, None]
THRESHOLD = 7.5 / math.sqrt(4 * 64 * 64) * math.sqrt(16)
"""The paper's 7.5 for latents of 4 × 64 × 64, for as few numbers as there are here."""


def predictions(step: int) -> tuple[Tensor, Tensor]:
    """Of two pictures each: the unconditional ones first, as one call of a UNet gives them."""
    drawn = torch.randn(SHAPE, generator=torch.Generator().manual_seed(step)) * DEVIATIONS
    return drawn[:2], drawn[2:]


def guided(mode: str, scale: float, rescale: float) -> list[list[float]]:
    """The guided prediction of each step, flat."""
    if mode == "APG":
        # In the paper's form: the conditional one, and w - 1 times what stands square to it.
        guider: Any = AdaptiveProjectedGuidance(
            guidance_scale=scale - 1,
            adaptive_projected_guidance_momentum=-0.5,
            adaptive_projected_guidance_rescale=THRESHOLD,
            eta=0.0,
            guidance_rescale=rescale,
            use_original_formulation=True,
        )
    else:
        guider = ClassifierFreeZeroStarGuidance(
            guidance_scale=scale, zero_init_steps=0, guidance_rescale=rescale
        )
    outputs = []
    for step in range(STEPS):
        guider.set_state(step=step, num_inference_steps=STEPS, timestep=torch.tensor(0))
        guider.prepare_inputs({"states": (torch.zeros(2), torch.zeros(2))})
        unconditional, conditional = predictions(step)
        outputs.append(guider.forward(conditional, unconditional).pred.flatten().tolist())
    return outputs


rows = [
    {"mode": mode, "scale": scale, "rescale": rescale, "steps": guided(mode, scale, rescale)}
    for mode in ("APG", "CFG_ZERO_STAR")
    for scale, rescale in ((7.5, 0.0), (2.0, 0.7))
]
FILE.write_text(json.dumps(rows) + "\n")
