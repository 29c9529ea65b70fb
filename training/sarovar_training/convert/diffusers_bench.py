"""Time diffusers itself, for the comparison with ONNX Runtime: eager, or its UNet compiled."""

import resource
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from .output import quiet

PROMPT = "three red balloons on a blue background"
GUIDANCE = 7.5


@dataclass(frozen=True)
class Timing:
    """What to time: `runs` times `batch` pictures, after one of `warm` steps that is not timed."""

    steps: int = 25
    batch: int = 1
    runs: int = 3
    warm: int = 2
    threads: int = 0
    device: str = "cpu"
    dtype: str = "fp32"
    compiled: bool = False


def bench_diffusers(folder: Path, timing: Timing) -> dict[str, object]:
    """Return seconds of each run and of each step but a run's first, the peak in MiB, and versions.

    The peak is the process's on a CPU and that of PyTorch's allocator on a GPU. Raises OSError or
    RuntimeError.
    """
    import diffusers

    if timing.threads:
        torch.set_num_threads(timing.threads)
    dtype = {"fp32": torch.float32, "fp16": torch.float16}[timing.dtype]
    with quiet():
        pipe = diffusers.StableDiffusionPipeline.from_pretrained(
            folder, torch_dtype=dtype, safety_checker=None, requires_safety_checker=False
        ).to(timing.device)
        pipe.scheduler = diffusers.DDIMScheduler.from_config(pipe.scheduler.config)
        pipe.set_progress_bar_config(disable=True)
    if timing.device != "cpu":
        pipe.unet.to(memory_format=torch.channels_last)
    if timing.compiled:
        pipe.unet = torch.compile(pipe.unet, mode="reduce-overhead", fullgraph=True)
    seconds: list[float] = []
    steps: list[float] = []
    if timing.warm:
        _paint(pipe, timing, timing.warm, [])
    for _ in range(timing.runs):
        begun = time.perf_counter()
        _paint(pipe, timing, timing.steps, steps)
        seconds.append(time.perf_counter() - begun)
    on_gpu = timing.device != "cpu"
    return {
        "seconds": seconds,
        "stepSeconds": steps,
        "peakMiB": torch.cuda.max_memory_reserved() / 2**20
        if on_gpu
        else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "torch": torch.__version__,
        "diffusers": diffusers.__version__,
        "gpu": torch.cuda.get_device_name() if on_gpu else None,
    }


def _paint(pipe: Any, timing: Timing, steps: int, into: list[float]) -> None:
    last: list[float] = []

    def after(_pipe: Any, _step: int, _time: Any, held: dict[str, Any]) -> dict[str, Any]:
        if timing.device != "cpu":
            torch.cuda.synchronize()
        now = time.perf_counter()
        into.extend(now - before for before in last[-1:])
        last.append(now)
        return held

    with quiet():
        pipe(
            [PROMPT] * timing.batch,
            num_inference_steps=steps,
            guidance_scale=GUIDANCE,
            generator=torch.Generator("cpu").manual_seed(0),
            output_type="np",
            callback_on_step_end=after,
        )
