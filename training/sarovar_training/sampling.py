"""The noise schedule, and DDIM sampling with guidance, for training previews and evaluation."""

import math
from collections.abc import Callable

import torch
from torch import Tensor, nn

from .precision import fast_precision

TRAIN_STEPS = 1000


def alphas_cumprod() -> Tensor:
    """`[1000]` of the squared-cosine schedule (arXiv 2102.09672, betas capped at 0.999)."""

    def signal(t: float) -> float:
        return math.cos((t + 0.008) / 1.008 * math.pi / 2) ** 2

    betas = [
        min(1 - signal((i + 1) / TRAIN_STEPS) / signal(i / TRAIN_STEPS), 0.999)
        for i in range(TRAIN_STEPS)
    ]
    return torch.cumprod(1 - torch.tensor(betas, dtype=torch.float32), dim=0)


SCHEDULER_CONFIG: dict[str, object] = {
    "_class_name": "DDIMScheduler",
    "_diffusers_version": "0.40.0",
    "num_train_timesteps": TRAIN_STEPS,
    "beta_start": 0.0001,
    "beta_end": 0.02,
    "beta_schedule": "squaredcos_cap_v2",
    "prediction_type": "v_prediction",
    "timestep_spacing": "trailing",
    "steps_offset": 0,
    "clip_sample": False,
    "set_alpha_to_one": True,
    "rescale_betas_zero_snr": False,
}


ContextAt = Callable[[Tensor], Tensor]
"""A timestep `[]` → the text states `[2B, L, D]`, those of the empty prompt first."""


def same_at_all(text: Tensor, empty: Tensor) -> ContextAt:
    """States `[B, L, D]` and `[1, L, D]` that do not depend on the timestep."""
    context = torch.cat([empty.expand_as(text), text])
    return lambda _: context


@torch.no_grad()
def ddim(
    unet: nn.Module, noise: Tensor, context_at: ContextAt, steps: int, guidance_scale: float
) -> Tensor:
    """Deterministic DDIM (arXiv 2010.02502), trailing spacing, v-prediction, guided (2207.12598).

    `noise` `[B, C, h, w]` → latents like it.
    """
    table = alphas_cumprod().to(noise.device)
    stride = TRAIN_STEPS / steps
    timesteps = [round(TRAIN_STEPS - i * stride) - 1 for i in range(steps)]
    x = noise
    for t in timesteps:
        at = torch.tensor(float(t), device=noise.device)
        with fast_precision(noise.device):
            both = unet(torch.cat([x, x]), at, context_at(at))
        unconditional, conditional = both.float().chunk(2)
        v = unconditional + guidance_scale * (conditional - unconditional)
        signal, previous = table[t], t - TRAIN_STEPS // steps
        after = table[previous] if previous >= 0 else torch.ones_like(signal)
        x0 = signal.sqrt() * x - (1 - signal).sqrt() * v
        noise_part = signal.sqrt() * v + (1 - signal).sqrt() * x
        x = after.sqrt() * x0 + (1 - after).sqrt() * noise_part
    return x
