"""Time PyTorch eager on an exported model, for the comparison with ONNX Runtime."""

import resource
import statistics
import time
from pathlib import Path

import torch

from .export.twin import load_twin
from .stages.loop import channels_last

PROMPT = "three red balloons on a blue background"
GUIDANCE_SCALE = 4.0


def bench(folder: Path, steps: int, batch: int, threads: int, runs: int) -> dict[str, object]:
    """Seconds for a batch of pictures, after a warm-up, in both memory formats; peak MiB."""
    torch.set_num_threads(threads)
    twin = load_twin(folder)
    noise = twin.noise(0, batch)
    seconds: dict[str, float] = {}
    for name in ("contiguous", "channelsLast"):
        start = noise
        if name == "channelsLast":
            channels_last(twin.unet)
            channels_last(twin.decoder)
            start = noise.contiguous(memory_format=torch.channels_last)
        twin.paint(PROMPT, start, 2, GUIDANCE_SCALE)
        times = []
        for _ in range(runs):
            begun = time.perf_counter()
            twin.paint(PROMPT, start, steps, GUIDANCE_SCALE)
            times.append(time.perf_counter() - begun)
        seconds[name] = statistics.median(times)
    return {
        "seconds": seconds,
        "peakMiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "torch": torch.__version__,
    }
