"""The one training loop: warm-up and decay, EMA, checkpoints that survive `kill -9`, progress."""

import copy
import math
import os
import random
import signal
import time
from collections.abc import Callable
from pathlib import Path

import torch
from torch import Tensor, nn

from ..config import StageConfig

CHECKPOINT_SECONDS = 120.0
PROGRESS_SECONDS = 20.0
PREVIEW_SECONDS = 600.0


def pick_device() -> torch.device:
    """CUDA where there is one, else the CPU."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def say(line: str) -> None:
    """Print one line at once, with the time."""
    print(f"{time.strftime('%H:%M:%S')} {line}", flush=True)


def channels_last(module: nn.Module) -> nn.Module:
    """The same module with its convolution weights channels last, which is faster."""
    for parameter in module.parameters():
        if parameter.dim() == 4:
            parameter.data = parameter.data.contiguous(memory_format=torch.channels_last)
    return module


def save_atomically(state: object, path: Path) -> None:
    """Write beside `path`, then rename, so that a killed process leaves the old file whole."""
    temporary = path.with_suffix(f".{os.getpid()}.tmp")
    torch.save(state, temporary)
    os.replace(temporary, path)


def seed_of(*parts: object) -> int:
    """A seed that is a pure function of `parts`."""
    return random.Random(" ".join(map(str, parts))).getrandbits(62)


def learning_rate_share(fraction: float, step: int, config: StageConfig) -> float:
    """Share of the peak rate: linear warm-up, constant, then cosine to 2 %."""
    warm = min(1.0, (step + 1) / config.warm_up)
    if fraction < config.decay_from:
        return warm
    progress = min(1.0, (fraction - config.decay_from) / (1 - config.decay_from))
    return warm * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * progress)))


class Stopped(SystemExit):
    """SIGTERM came, and the checkpoint has been saved."""


class Stage:
    """One stage's run: its module, optimisers, moving average and checkpoint file.

    What a step draws depends on `seed` and the number of the step alone. So a run whose length is
    given in steps ends with the same weights whether it was killed on its way or not.
    """

    def __init__(
        self,
        name: str,
        folder: Path,
        module: nn.Module,
        config: StageConfig,
        seed: int,
        *,
        muon: bool = False,
    ) -> None:
        self.name, self.folder, self.config, self.seed = name, folder, config, seed
        self.device = pick_device()
        self.module = channels_last(module.to(self.device))
        self.average = copy.deepcopy(self.module).requires_grad_(False) if config.ema else None
        self.optimisers = _optimisers(self.module, config, muon)
        self.step, self.elapsed = 0, 0.0
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / "checkpoint.pt"
        if self.path.exists():
            self._load()

    @property
    def fraction(self) -> float:
        """How much of the stage has been trained, 0..1."""
        if self.config.steps:
            return min(1.0, self.step / self.config.steps)
        return min(1.0, self.elapsed / (self.config.minutes * 60))

    @property
    def best(self) -> nn.Module:
        """The module to use afterwards: the moving average where there is one."""
        module: nn.Module = self.module if self.average is None else self.average
        return module.eval()

    def snapshot(self, step: int) -> Path:
        """Where the best weights at `step` are kept; the config's `snapshots` says which."""
        return self.folder / f"step-{step}.pt"

    def _load(self) -> None:
        state = torch.load(self.path, map_location=self.device, weights_only=True)
        self.module.load_state_dict(state["module"])
        for optimiser, stored in zip(self.optimisers, state["optimisers"], strict=True):
            optimiser.load_state_dict(stored)
        if self.average is not None:
            self.average.load_state_dict(state["average"])
        self.step, self.elapsed = state["step"], state["elapsed"]
        say(f"{self.name}: resumed at step {self.step}, {self.elapsed / 60:.1f} min")

    def _save(self) -> None:
        state = {
            "module": self.module.state_dict(),
            "optimisers": [optimiser.state_dict() for optimiser in self.optimisers],
            "average": self.average.state_dict() if self.average is not None else None,
            "step": self.step,
            "elapsed": self.elapsed,
        }
        save_atomically(state, self.path)

    def _update(self, loss: Tensor) -> None:
        share = learning_rate_share(self.fraction, self.step, self.config)
        for optimiser in self.optimisers:
            for group in optimiser.param_groups:
                group["lr"] = group["peak"] * share
            optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(self.module.parameters(), 1.0)
        for optimiser in self.optimisers:
            optimiser.step()
        self.step += 1
        if self.average is not None:
            decay = min(self.config.ema, (1 + self.step) / (10 + self.step))
            pairs = zip(self.average.parameters(), self.module.parameters(), strict=True)
            with torch.no_grad():
                for average, current in pairs:
                    average.lerp_(current, 1 - decay)

    def train(
        self,
        loss_of: Callable[[random.Random], Tensor],
        preview: Callable[[], None] | None = None,
    ) -> None:
        """Train until the stage's steps or minutes are up. `loss_of` draws a batch, with the given
        generator and PyTorch's own, and gives its loss.

        Raises Stopped, with the checkpoint saved, when SIGTERM comes.
        """
        if self.fraction >= 1:
            return
        stop: list[int] = []
        before_us = signal.signal(signal.SIGTERM, lambda number, _: stop.append(number))
        try:
            self._train(loss_of, preview, stop)
        finally:
            signal.signal(signal.SIGTERM, before_us)

    def _train(
        self,
        loss_of: Callable[[random.Random], Tensor],
        preview: Callable[[], None] | None,
        stop: list[int],
    ) -> None:
        torch.set_flush_denormal(True)
        last_save = last_print = last_preview = time.monotonic()
        clock = time.process_time if self.config.clock == "processor" else time.monotonic
        before, running, seen = clock(), 0.0, 0
        while self.fraction < 1:
            self.module.train()
            seed = seed_of(self.seed, self.name, self.step)
            torch.manual_seed(seed)
            loss = loss_of(random.Random(seed))
            if not torch.isfinite(loss):
                raise RuntimeError(f"{self.name}: the loss became {loss.item()} at {self.step}.")
            self._update(loss)
            now = time.monotonic()
            self.elapsed += clock() - before
            before = clock()
            running, seen = running + float(loss.detach()), seen + 1
            if now - last_print > PROGRESS_SECONDS or self.fraction >= 1:
                rate = seen * self.config.batch / (now - last_print)
                left = self.elapsed / 60 * (1 / max(self.fraction, 1e-6) - 1)
                say(
                    f"{self.name}: step {self.step} loss {running / seen:.4f} "
                    f"{rate:.0f} samples/s, {max(left, 0):.1f} min left"
                )
                last_print, running, seen = now, 0.0, 0
            if self.step in self.config.snapshots:
                save_atomically(self.best.state_dict(), self.snapshot(self.step))
            if stop or now - last_save > CHECKPOINT_SECONDS:
                self._save()
                last_save = now
            if stop:
                say(f"{self.name}: stopped at step {self.step}; it goes on from here")
                raise Stopped(128 + stop[0])
            if preview and now - last_preview > PREVIEW_SECONDS:
                preview()
                last_preview = time.monotonic()
            before = clock()
        self._save()
        if preview:
            preview()


def _optimisers(module: nn.Module, config: StageConfig, muon: bool) -> list[torch.optim.Optimizer]:
    """AdamW for everything; with `muon`, Muon (arXiv 2502.16982) for the matrices instead."""
    parameters = [p for p in module.parameters() if p.requires_grad]
    matrices = [p for p in parameters if muon and p.dim() == 2]
    others = [p for p in parameters if not (muon and p.dim() == 2)]
    optimisers: list[torch.optim.Optimizer] = [
        torch.optim.AdamW(
            others, lr=config.learning_rate, betas=(0.9, 0.99), weight_decay=0.01, fused=True
        )
    ]
    if matrices:
        # Scaled so that its updates are as large as AdamW's and share its learning rate.
        optimisers.append(
            torch.optim.Muon(
                matrices,
                lr=config.learning_rate,
                weight_decay=0.01,
                adjust_lr_fn="match_rms_adamw",
            )
        )
    for optimiser in optimisers:
        for group in optimiser.param_groups:
            group["peak"] = config.learning_rate
    return optimisers
