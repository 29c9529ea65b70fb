"""Pictures by diffusers itself, on the CPU and in fp32: what the server's are compared with."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from .checkpoint import read_tensors
from .diffusers_loading import load_with_diffusers
from .ella import check_ella
from .output import finished, quiet
from .plain import plain_ella, plain_sur, plain_t5
from .sur import check_sur
from .t5 import check_t5


@dataclass(frozen=True)
class Painting:
    """What to paint. `prompt_embeds` is an .npz that takes the place of both prompts."""

    prompt: str = ""
    negative: str = ""
    scheduler: str = "ddim"
    seed: int = 0
    steps: int = 25
    guidance: float = 7.5
    width: int | None = None
    height: int | None = None
    prompt_embeds: Path | None = None
    sur: Path | None = None
    eta: float = 0.1
    ella: Path | None = None
    t5: Path | None = None
    t5_precision: str = "official"
    tokens: str = "flexible"
    initial: Path | None = None
    strength: float = 0.75
    vae: Path | None = None
    lora: tuple[str, ...] = ()
    embedding: tuple[str, ...] = ()
    clip_skip: int = 1
    config: Path | None = None


def paint_reference(folder: Path, out: Path, painting: Painting) -> None:
    """Write a .png, or an .npz of `image` uint8 `[H, W, 3]`, `latents`, `noise` and `timesteps`.

    Raises OSError or ValueError.
    """
    if out.suffix not in (".png", ".npz"):
        raise ValueError(f"{out} is to be a .png or an .npz.")
    pipe = _pipeline(folder, painting)
    seen: dict[str, Tensor] = {}
    image, latents = _paint(pipe, painting, seen)
    with finished(out) as file:
        if out.suffix == ".png":
            Image.fromarray(image).save(file)
        else:
            np.savez(
                file,
                image=image,
                latents=latents.numpy(),
                noise=seen["noise"].numpy(),
                timesteps=pipe.scheduler.timesteps.numpy(),
            )


def _pipeline(folder: Path, painting: Painting) -> Any:
    import diffusers

    scheduler = painting.scheduler

    kinds = {
        "ddim": diffusers.DDIMScheduler,
        "euler": diffusers.EulerDiscreteScheduler,
        "heun": diffusers.HeunDiscreteScheduler,
        "dpm++2m": diffusers.DPMSolverMultistepScheduler,
        "unipc": diffusers.UniPCMultistepScheduler,
        "euler-ancestral": diffusers.EulerAncestralDiscreteScheduler,
        "lms": diffusers.LMSDiscreteScheduler,
        "pndm": diffusers.PNDMScheduler,
        "ddpm": diffusers.DDPMScheduler,
    }
    plain, _, spread = scheduler.partition("-")
    name, levels = (scheduler, "") if scheduler in kinds else (plain, spread)
    with quiet():
        pipe = load_with_diffusers(folder, painting)
        pipe.set_progress_bar_config(disable=True)
        options = {f"use_{levels}_sigmas": True} if levels else {}
        if name == "pndm":
            options = {"skip_prk_steps": True}
        pipe.scheduler = kinds[name].from_config(pipe.scheduler.config, **options)
    return pipe


class _Conditioning:
    """The states of every step: `(negative, positive)`, each `[1, L, D]`."""

    def __init__(self, pipe: Any, painting: Painting) -> None:
        self.pipe, self.painting = pipe, painting
        self.width = int(pipe.unet.config.cross_attention_dim)
        if painting.ella and not painting.t5:
            raise ValueError("--ella needs --t5, the folder whose states it reads.")
        self.clip = None if painting.ella else self._refined(*self._clip())

    def _clip(self) -> tuple[Tensor, Tensor]:
        p = self.painting
        if p.prompt_embeds:
            with np.load(p.prompt_embeds) as file:
                held = [file["negative_prompt_embeds"], file["prompt_embeds"]]
            negative, positive = (torch.from_numpy(value).float() for value in held)
            return negative, positive
        with torch.no_grad():
            positive, negative = self.pipe.encode_prompt(p.prompt, "cpu", 1, True, p.negative)
        return negative, positive

    def _refined(self, negative: Tensor, positive: Tensor) -> tuple[Tensor, Tensor]:
        p = self.painting
        if not p.sur:
            return negative, positive
        state = read_tensors(p.sur)
        check_sur(p.sur.name, {k: v.shape for k, v in state.items()}, self.width)
        # Without guidance there is no negative half that the prompt could attend to.
        if p.guidance <= 1:
            return negative, plain_sur(state, positive, p.eta)
        negative, positive = plain_sur(state, torch.cat([negative, positive]), p.eta).chunk(2)
        return negative, positive

    @cached_property
    def _ella(self) -> tuple[dict[str, Tensor], Tensor, Tensor]:
        from transformers import T5TokenizerFast

        p = self.painting
        assert p.ella and p.t5
        text_width, state = check_t5(p.t5), read_tensors(p.ella)
        check_ella(p.ella.name, {k: v.shape for k, v in state.items()}, self.width, text_width)
        tokenizer = T5TokenizerFast.from_pretrained(p.t5)
        encoder = plain_t5(p.t5, p.t5_precision)
        options = {} if p.tokens == "flexible" else {"padding": "max_length", "max_length": 128}
        texts: list[Tensor] = []
        for text in (p.negative, p.prompt):
            given = tokenizer(text, return_tensors="pt", truncation=bool(options), **options)
            with torch.no_grad():
                texts.append(encoder(**given).last_hidden_state.float())
        return state, texts[0], texts[1]

    def at(self, timestep: Tensor) -> tuple[Tensor, Tensor]:
        if self.clip:
            return self.clip
        state, negative, positive = self._ella
        time = float(timestep)
        return plain_ella(state, negative, time), plain_ella(state, positive, time)


def _painting_over(pipe: Any) -> Any:
    import diffusers

    with quiet():
        over = diffusers.StableDiffusionImg2ImgPipeline(
            **pipe.components, requires_safety_checker=False
        )
        over.set_progress_bar_config(disable=True)
    return over


def _paint(pipe: Any, p: Painting, seen: dict[str, Tensor]) -> tuple[Any, Tensor]:
    conditioning = _Conditioning(pipe, p)
    # The first states are needed before the pipeline sets its timesteps; it sets the same again.
    pipe.scheduler.set_timesteps(p.steps)
    times = pipe.scheduler.timesteps
    side = pipe.unet.config.sample_size * pipe.vae_scale_factor
    height, width = p.height or side, p.width or side
    place: dict[str, Any] = {"height": height, "width": width}
    if p.initial:
        pipe = _painting_over(pipe)
        times, _ = pipe.get_timesteps(p.steps, p.strength, "cpu")
        place = {"image": Image.open(p.initial).convert("RGB"), "strength": p.strength}

    def next_states(_pipe: Any, step: int, _time: Any, held: dict[str, Tensor]) -> dict[str, Any]:
        if step + 1 < len(times):
            negative, positive = conditioning.at(times[step + 1])
            both = [negative, positive] if p.guidance > 1 else [positive]
            held["prompt_embeds"] = torch.cat(both)
        return held

    negative, positive = conditioning.at(times[0])
    shape = (1, 4, height // pipe.vae_scale_factor, width // pipe.vae_scale_factor)
    seen["noise"] = torch.randn(shape, generator=torch.Generator("cpu").manual_seed(p.seed))
    with quiet():
        latents: Tensor = pipe(
            prompt_embeds=positive,
            negative_prompt_embeds=negative,
            num_inference_steps=p.steps,
            guidance_scale=p.guidance,
            **place,
            generator=torch.Generator("cpu").manual_seed(p.seed),
            output_type="latent",
            callback_on_step_end=next_states,
            callback_on_step_end_tensor_inputs=["prompt_embeds"],
        ).images
        with torch.no_grad():
            decoded = pipe.vae.decode(latents / pipe.vae.config.scaling_factor).sample
        image = pipe.image_processor.postprocess(decoded, output_type="np")[0]
    return (255 * image).round().astype("uint8"), latents
