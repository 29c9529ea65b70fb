"""Twins of the published models: the same architecture and names, seeded random weights."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from .ella import BLOCKS, LATENTS, SINUSOIDS, ella_shapes
from .output import finished, quiet, write_json
from .single_file import VAE, as_one_file
from .sur import FEED_FORWARD, sur_shapes
from .twin_ldm import kohya_lora, ldm_state
from .twin_sd import write_sd_twin
from .twin_tokenizers import write_llama_tokenizer, write_t5_vocabulary

WIDTHS = {"small": 64, "published": 768}
"""Of the states that the UNet reads."""
T5_NUMBERS: dict[str, dict[str, int]] = {
    "small": {"d_model": 48, "d_ff": 96, "num_layers": 2, "num_heads": 4, "d_kv": 16},
    "published": {"d_model": 2048, "d_ff": 5120, "num_layers": 24, "num_heads": 32, "d_kv": 64},
}
T5_VOCABULARY = 32_128
SMALL_ONLY = ("llama", "single")
"""What of the published size is made only when it is asked for."""


def random_state(shapes: dict[str, list[int]]) -> dict[str, Tensor]:
    """A tensor for each shape, of a size at which every part of the network shows."""
    state: dict[str, Tensor] = {}
    for name, shape in shapes.items():
        if "norm" in name and name.endswith("weight"):
            state[name] = 1 + 0.1 * torch.randn(shape)
        elif len(shape) == 1:
            state[name] = 0.1 * torch.randn(shape)
        else:
            state[name] = torch.randn(shape) * shape[-1] ** -0.5
    return state


def _sd(out: Path, size: str) -> None:
    with finished(out / "sd") as folder:
        write_sd_twin(folder, size)


def _single(out: Path, size: str) -> None:
    """As people share them: `sd.safetensors`, and a VAE, a LoRA and an embedding for it."""
    from safetensors.torch import save_file

    with tempfile.TemporaryDirectory(dir=out.parent) as scratch:
        folder = Path(scratch)
        write_sd_twin(folder, size)
        state = ldm_state(folder)
        lora, width = kohya_lora(folder), WIDTHS[size]
    # Another one than the file's own, and alone: without the beginning of its names.
    own = {k.removeprefix(VAE): v for k, v in state.items() if k.startswith(VAE)}
    vae = {k: v + 0.02 * torch.randn(v.shape) for k, v in own.items()}
    with finished(out / "single") as target:
        target.mkdir()
        save_file(as_one_file(state, torch.float16), target / "sd.safetensors")
        save_file(as_one_file(vae), target / "vae.safetensors")
        save_file(lora, target / "lora.safetensors")
        save_file({"emb_params": 0.5 * torch.randn(2, width)}, target / "toy.safetensors")


def _ella(out: Path, size: str) -> None:
    from safetensors.torch import save_file

    numbers = (8, 2, 32) if size == "small" else (LATENTS, BLOCKS, SINUSOIDS)
    shapes = ella_shapes(WIDTHS[size], T5_NUMBERS[size]["d_model"], *numbers)
    with finished(out / "ella.safetensors") as file:
        save_file(random_state(shapes), file)


def _sur(out: Path, size: str) -> None:
    shapes = sur_shapes(WIDTHS[size], 128 if size == "small" else FEED_FORWARD)
    with finished(out / "sur.pt") as file:
        torch.save(random_state(shapes), file)


def _flan_t5(out: Path, size: str) -> None:
    from safetensors.torch import save_file
    from transformers import T5Config, T5EncoderModel

    numbers: dict[str, Any] = {
        **T5_NUMBERS[size],
        "feed_forward_proj": "gated-gelu",
        "tie_word_embeddings": False,
        "pad_token_id": 0,
        "eos_token_id": 1,
        "decoder_start_token_id": 0,
    }
    with finished(out / "flan-t5") as folder, quiet():
        folder.mkdir()
        ids = write_t5_vocabulary(folder, 400)
        numbers["vocab_size"] = ids if size == "small" else T5_VOCABULARY
        model = T5EncoderModel(T5Config(**numbers))
        held = model.state_dict()
        state = {k: v.contiguous() for k, v in held.items() if k != "encoder.embed_tokens.weight"}
        save_file(state, folder / "model.safetensors", {"format": "pt"})
        config = {"architectures": ["T5EncoderModel"], "model_type": "t5", **numbers}
        write_json(folder / "config.json", config)


def _llama(out: Path, size: str) -> None:
    from transformers import LlamaConfig, LlamaForCausalLM

    if size != "small":
        raise ValueError("There is no twin of LLaMA-13B; make the small one (--size small).")
    with finished(out / "llama") as folder, quiet():
        folder.mkdir()
        config = LlamaConfig(
            vocab_size=write_llama_tokenizer(folder, 400),
            hidden_size=32,
            intermediate_size=64,
            num_hidden_layers=4,
            num_attention_heads=4,
            num_key_value_heads=4,
            bos_token_id=1,
            eos_token_id=2,
        )
        LlamaForCausalLM(config).save_pretrained(folder)


TWINS: dict[str, Callable[[Path, str], None]] = {
    "sd": _sd,
    "single": _single,
    "ella": _ella,
    "flan-t5": _flan_t5,
    "sur": _sur,
    "llama": _llama,
}


def make_twins(out: Path, size: str, only: list[str], seed: int) -> None:
    """Write the twins in `only`, or all that there are of that size, into `out`.

    Raises OSError or ValueError when one of them is there already.
    """
    names = only or [name for name in TWINS if size == "small" or name not in SMALL_ONLY]
    for name in names:
        # Each alone is what it is among all.
        torch.manual_seed(seed)
        TWINS[name](out, size)
        print(f"{out / name}: written", flush=True)
