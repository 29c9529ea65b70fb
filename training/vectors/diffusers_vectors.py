"""Golden numbers of diffusers' schedulers, guidance and image-to-image, for the TypeScript ones.

Run in training/: `python vectors/diffusers_vectors.py` (made with diffusers 0.42.1, torch 2.13.0,
scipy 1.17.1, which LMS and Beta levels need)
Writes diffusers.json and timesteps.json into ../tests/fixtures/vectors. Every number is rounded to
nine digits.
"""

import argparse
import hashlib
import inspect
import json
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import torch
from diffusers import (
    DDIMScheduler,
    DDPMScheduler,
    DPMSolverMultistepScheduler,
    EulerAncestralDiscreteScheduler,
    EulerDiscreteScheduler,
    HeunDiscreteScheduler,
    LMSDiscreteScheduler,
    PNDMScheduler,
    StableDiffusionImg2ImgPipeline,
    UniPCMultistepScheduler,
)
from diffusers.pipelines.stable_diffusion.pipeline_stable_diffusion import rescale_noise_cfg
from diffusers.schedulers import AysSchedules
from torch import Tensor

LEVELED = {
    "euler": EulerDiscreteScheduler,
    "heun": HeunDiscreteScheduler,
    "dpm++2m": DPMSolverMultistepScheduler,
}
SPREADS = ("karras", "exponential", "beta")
PLACED = ("sgm-uniform", "ays")
"""The noise levels that these can be on: options of theirs, and timesteps that they are given."""

SCHEDULERS: dict[str, tuple[Any, dict[str, object]]] = {
    "ddim": (DDIMScheduler, {}),
    **{name: (kind, {}) for name, kind in LEVELED.items()},
    **{
        f"{name}-{levels}": (kind, {f"use_{levels}_sigmas": True})
        for name, kind in LEVELED.items()
        for levels in SPREADS
    },
    **{f"{name}-{levels}": (kind, {}) for name, kind in LEVELED.items() for levels in PLACED},
    "unipc": (UniPCMultistepScheduler, {}),
    "euler-ancestral": (EulerAncestralDiscreteScheduler, {}),
    "lms": (LMSDiscreteScheduler, {}),
    "pndm": (PNDMScheduler, {"skip_prk_steps": True}),
    "ddpm": (DDPMScheduler, {}),
}
MULTISTEP = (DPMSolverMultistepScheduler, UniPCMultistepScheduler)
CLIPPING = ("ddim", "ddpm", "heun")
HEUNS = tuple(name for name, (kind, _) in SCHEDULERS.items() if kind is HeunDiscreteScheduler)
WITHOUT = {
    "rescale_betas_zero_snr": ("lms", "pndm", *HEUNS),
    "sample": ("euler-ancestral", "pndm"),
}
"""What diffusers cannot do with which schedulers."""

STABLE_DIFFUSION: dict[str, object] = {
    "beta_start": 0.00085,
    "beta_end": 0.012,
    "beta_schedule": "scaled_linear",
    "prediction_type": "epsilon",
    "timestep_spacing": "leading",
    "steps_offset": 1,
    "set_alpha_to_one": False,
    "clip_sample": False,
    "clip_sample_range": 1.0,
    "rescale_betas_zero_snr": False,
}
EMBEDDED = STABLE_DIFFUSION | {
    "beta_start": 0.0001,
    "beta_end": 0.02,
    "beta_schedule": "squaredcos_cap_v2",
    "prediction_type": "v_prediction",
    "timestep_spacing": "trailing",
    "steps_offset": 0,
    "set_alpha_to_one": True,
}
"""As models/sarovar-64 was trained."""

ZERO_SNR: dict[str, object] = {
    "prediction_type": "v_prediction",
    "timestep_spacing": "trailing",
    "rescale_betas_zero_snr": True,
}
CONFIGS: dict[str, dict[str, object]] = {
    "Stable Diffusion": STABLE_DIFFUSION,
    "linspace": STABLE_DIFFUSION | {"timestep_spacing": "linspace"},
    "v, linspace": STABLE_DIFFUSION
    | {"prediction_type": "v_prediction", "timestep_spacing": "linspace"},
    "v, trailing": STABLE_DIFFUSION
    | {"prediction_type": "v_prediction", "timestep_spacing": "trailing"},
    "sample, trailing": STABLE_DIFFUSION
    | {"prediction_type": "sample", "timestep_spacing": "trailing"},
    "zero SNR": STABLE_DIFFUSION | ZERO_SNR,
    "linear betas": STABLE_DIFFUSION
    | {"beta_start": 0.0001, "beta_end": 0.02, "beta_schedule": "linear"},
    "squared cosine": EMBEDDED,
    "squared cosine, leading": EMBEDDED | {"timestep_spacing": "leading"},
    "squared cosine, linspace": EMBEDDED | {"timestep_spacing": "linspace"},
    "squared cosine, sample": EMBEDDED | {"prediction_type": "sample"},
    "squared cosine, epsilon, leading": EMBEDDED
    | {"prediction_type": "epsilon", "timestep_spacing": "leading"},
    "squared cosine, zero SNR": EMBEDDED | ZERO_SNR,
}
CLIPPED = {
    f"{kind}, clipped to {width}": STABLE_DIFFUSION
    | {"prediction_type": kind, "clip_sample": True, "clip_sample_range": width}
    for kind in ("epsilon", "v_prediction", "sample")
    for width in (1.0, 0.4)
}
ALL_STEPS = {"Stable Diffusion": (25, 10, 30), "squared cosine": (25, 10, 30)}
"""What is not 25 steps alone."""
SHAPE = (1, 4, 8, 8)
STRENGTHS = [share / 100 for share in range(5, 101, 5)] + [0.33, 0.99]


def rounded(values: Any) -> list[float]:
    return [float(f"{float(value):.9g}") for value in values]


def model(sample: Tensor, timestep: Tensor) -> Tensor:
    """A network that is none."""
    return 0.5 * sample + 0.1 * timestep / 1000


def placed(name: str, table: Any, steps: int) -> list[float]:
    """The timesteps of SGM Uniform and of Align Your Steps, by a table of log sigma."""
    if name.endswith("sgm-uniform"):
        # As k-diffusion's and A1111's get_sigmas of the same name.
        even = np.linspace(len(table) - 1, 0, steps + 1)[:-1]
        return list(even)
    # loglinear_interp of the authors' quick start, on this table's own levels.
    anchors = table[[*AysSchedules["StableDiffusionTimesteps"], 0]].astype(np.float64)
    logs = np.interp(np.linspace(0, 10, steps + 1), np.arange(11), anchors)[:-1]
    return list(np.interp(logs, table, np.arange(len(table))))


def fresh(name: str, config: dict[str, object], steps: int, first: int = 0) -> Any:
    kind, own = SCHEDULERS[name]
    known = inspect.signature(kind.__init__).parameters
    scheduler = kind(**{k: v for k, v in config.items() if k in known}, **own)
    table = ((1 - scheduler.alphas_cumprod) / scheduler.alphas_cumprod).sqrt().log().numpy()
    if name.endswith(PLACED):
        given = placed(name, table, steps)
        scheduler.set_timesteps(timesteps=given)
        if kind is DPMSolverMultistepScheduler:
            # It cuts fractions off those that it is given, too.
            sigmas = np.interp(given, np.arange(len(table)), np.exp(table))
            scheduler.sigmas = torch.tensor([*sigmas, 0.0], dtype=torch.float32)
            scheduler.timesteps = torch.tensor(given)
    else:
        scheduler.set_timesteps(steps)
    if hasattr(scheduler, "set_begin_index"):
        # Rounded timesteps may repeat, and then the first of them is not found by its value.
        scheduler.set_begin_index(first)
    if name in HEUNS and config["beta_schedule"] == "squaredcos_cap_v2":
        scheduler.sigmas = scheduler.sigmas.double()
    rounded_there = name.endswith("karras") and config["beta_schedule"] != "squaredcos_cap_v2"
    if kind is DPMSolverMultistepScheduler and name.endswith(SPREADS) and not rounded_there:
        # diffusers means to keep the fractions here, and then a cast to integers cuts them off.
        kept = scheduler._sigma_to_t(scheduler.sigmas[:-1].double().numpy(), table)
        scheduler.timesteps = torch.from_numpy(kept)
    return scheduler


def ours(config: dict[str, object]) -> dict[str, object]:
    """The configuration in the words of lib/diffusion/schedulers."""
    zero_snr = {"zeroTerminalSnr": config["rescale_betas_zero_snr"]}
    kept = {name: value for name, value in config.items() if name != "rescale_betas_zero_snr"}
    return {re.sub("_(.)", lambda m: m[1].upper(), name): v for name, v in kept.items()} | zero_snr


def implied_by(scheduler: Any, output: Tensor, timestep: Tensor, sample: Tensor) -> Tensor:
    """The clean sample of schedulers that do not say it, in their first step."""
    alpha = scheduler.alphas_cumprod[timestep]
    if scheduler.config.prediction_type == "epsilon":
        return (sample - (1 - alpha).sqrt() * output) / alpha.sqrt()
    return alpha.sqrt() * sample - (1 - alpha).sqrt() * output


def denoise(
    scheduler: Any, sample: Tensor, first: int, generator: torch.Generator
) -> tuple[Tensor, Tensor]:
    """What is left in the end, and the clean sample that the first of the steps implies."""
    implied = []
    drawing = "generator" in inspect.signature(scheduler.step).parameters
    options: dict[str, object] = {"generator": generator} if drawing else {}
    for timestep in scheduler.timesteps[first:]:
        output = model(scheduler.scale_model_input(sample, timestep), timestep)
        if isinstance(scheduler, LMSDiscreteScheduler):
            # By itself it weighs slopes that it has not where it begins in the middle.
            options = {"order": min(len(scheduler.derivatives) + 1, 4)}
        step = scheduler.step(output, timestep, sample, **options)
        if isinstance(scheduler, MULTISTEP):
            implied.append(scheduler.model_outputs[-1])
        elif isinstance(scheduler, PNDMScheduler):
            implied.append(implied_by(scheduler, output, timestep, sample))
        else:
            implied.append(step.pred_original_sample)
        sample = step.prev_sample
    return sample, implied[0]


def run(name: str, title: str, config: dict[str, object], steps: int) -> dict[str, object]:
    """From noise to the end, and from the middle on as image-to-image has it."""
    generator = torch.Generator().manual_seed(0)
    noise = torch.randn(SHAPE, generator=generator)
    clean = torch.randn(SHAPE, generator=generator)
    if name in HEUNS and config["beta_schedule"] == "squaredcos_cap_v2":
        # Its slopes times the first of these levels, 20,000, keep too few digits in single ones.
        noise, clean = noise.double(), clean.double()
    scheduler = fresh(name, config, steps)
    alone = torch.Generator().manual_seed(0)
    torch.randn(SHAPE, generator=alone)
    final, _ = denoise(scheduler, noise * scheduler.init_noise_sigma, 0, alone)
    middle = steps // 2 * scheduler.order
    over = fresh(name, config, steps, middle)
    noised = over.add_noise(clean, noise, over.timesteps[middle : middle + 1])
    final_over, denoised = denoise(over, noised, middle, generator)
    return {
        "title": f"{name}, {title}, {steps} steps",
        "name": name,
        "config": ours(config),
        "steps": steps,
        "timesteps": rounded(scheduler.timesteps),
        "initNoiseSigma": rounded([scheduler.init_noise_sigma])[0],
        "final": rounded(final.flatten()[:4]),
        "mean": rounded([final.mean()])[0],
        "deviation": rounded([final.std()])[0],
        "noised": rounded(noised.flatten()[:4]),
        "denoised": rounded(denoised.flatten()[:4]),
        "finalOver": rounded(final_over.flatten()[:4]),
    }


def guidance() -> list[dict[str, object]]:
    """Two pictures whose predictions differ in deviation, guided and partly rescaled."""
    generator = torch.Generator().manual_seed(0)
    both = torch.randn((4, 4, 2, 2), generator=generator)
    both *= torch.tensor([1.0, 2.0, 0.5, 3.0]).reshape(4, 1, 1, 1)
    free, conditional = both.chunk(2)
    cases = []
    for scale in (1.5, 7.5):
        for rescale in (0.0, 0.3, 0.7, 1.0):
            guided = free + scale * (conditional - free)
            rescaled = rescale_noise_cfg(guided, conditional, guidance_rescale=rescale)
            cases.append({"scale": scale, "rescale": rescale, "out": rounded(rescaled.flatten())})
    return cases


def steps_taken() -> list[tuple[int, float, int]]:
    """How many steps image-to-image takes, by the steps and the strength that are asked for."""
    taken = []
    for steps in (1, 8, 20, 25, 30, 50):
        pipeline = SimpleNamespace(scheduler=fresh("ddim", STABLE_DIFFUSION, steps))
        for strength in STRENGTHS:
            left, _ = StableDiffusionImg2ImgPipeline.get_timesteps(
                pipeline, steps, strength, device=None
            )
            taken.append((steps, strength, len(left)))
    return taken


WHOLE = ("ddim", "dpm++2m", "dpm++2m-karras", "unipc", "pndm", "ddpm")
"""Those whose timesteps are whole numbers."""


def timesteps(name: str, spacing: str) -> list[str]:
    """Of 1 to 150 steps the timesteps, each list by the beginning of its SHA-256.

    At 61, 103, 121 and 122 with trailing spacing diffusers takes a step more than it is asked for,
    to -1; that one is left out.
    """
    config = STABLE_DIFFUSION | {"timestep_spacing": spacing}
    calls = [(steps, steps + (name == "pndm" and steps > 1)) for steps in range(1, 151)]
    lists = [fresh(name, config, steps).timesteps.tolist()[:n] for steps, n in calls]
    texts = [",".join(str(timestep) for timestep in one) for one in lists]
    return [hashlib.sha256(text.encode()).hexdigest()[:8] for text in texts]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--to", type=Path, default=Path("../tests/fixtures/vectors"))
    options = parser.parse_args()
    runs = [
        run(name, title, config, steps)
        for name in SCHEDULERS
        for title, config in CONFIGS.items()
        if not (config["rescale_betas_zero_snr"] and name in WITHOUT["rescale_betas_zero_snr"])
        if not (config["prediction_type"] == "sample" and name in WITHOUT["sample"])
        for steps in ALL_STEPS.get(title, (25,))
    ]
    runs += [run(name, title, config, 25) for name in CLIPPING for title, config in CLIPPED.items()]
    content = {"runs": runs, "guidance": guidance(), "stepsTaken": steps_taken()}
    options.to.joinpath("diffusers.json").write_text(json.dumps(content) + "\n")
    spaced = {
        f"{name}, {spacing}": timesteps(name, spacing)
        for name in WHOLE
        for spacing in ("leading", "linspace", "trailing")
    }
    options.to.joinpath("timesteps.json").write_text(json.dumps(spaced) + "\n")


if __name__ == "__main__":
    main()
