"""Models as people have them, loaded by diffusers' own code, to compare with."""

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch

from .embeddings import Embedding
from .lora import Lora
from .single_file import write_configuration

if TYPE_CHECKING:
    from .diffusers_reference import Painting

WHOLE = {
    "torch_dtype": torch.float32,
    # It would paint black over what is to be compared.
    "safety_checker": None,
    "requires_safety_checker": False,
}


def load_with_diffusers(place: Path, painting: "Painting") -> Any:
    """The pipeline of a folder or a single file with what is added to it, by diffusers alone.

    LoRA files need peft. Raises OSError or ValueError.
    """
    import diffusers

    with tempfile.TemporaryDirectory() as scratch:
        config = Path(scratch)
        if place.is_file():
            write_configuration(config, painting.config)
            pipe = diffusers.StableDiffusionPipeline.from_single_file(
                str(place), config=scratch, local_files_only=True, **WHOLE
            )
        else:
            pipe = diffusers.StableDiffusionPipeline.from_pretrained(
                place, low_cpu_mem_usage=False, **WHOLE
            )
        if painting.vae:
            pipe.vae = diffusers.AutoencoderKL.from_single_file(
                str(painting.vae), config=str(config / "vae"), torch_dtype=torch.float32
            )
    for number, lora in enumerate(map(Lora.parse, painting.lora)):
        pipe.load_lora_weights(str(lora.file), adapter_name=f"lora{number}")
        pipe.fuse_lora(lora_scale=lora.weight, adapter_names=[f"lora{number}"])
        pipe.unload_lora_weights()
    for embedding in map(Embedding.parse, painting.embedding):
        pipe.load_textual_inversion(str(embedding.file), token=embedding.word)
    if painting.clip_skip > 1:
        # What its own clip_skip means, which looks for a module that transformers 5 does not have.
        encoder = pipe.text_encoder.encoder
        encoder.layers = encoder.layers[: 1 - painting.clip_skip]
    return pipe
