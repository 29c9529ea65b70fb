"""Prompts as mean hidden states of a LLaMA, which is what SUR is distilled from."""

import json
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from ..text_files import read_text
from .checkpoint import check_keys, read_shapes, shapes_of
from .output import finished, quiet

DTYPES = {"fp32": torch.float32, "fp16": torch.float16, "bf16": torch.bfloat16}
TOLERANCE = 1e-4


def check_llama(folder: Path, layer: int) -> None:
    """Raises OSError or ValueError when the folder's weights do not fit its config, or when it has
    no hidden states of that number.
    """
    from transformers import AutoConfig, LlamaForCausalLM

    if not folder.joinpath("config.json").is_file():
        raise ValueError(f"{folder} has no config.json; it is no folder of transformers.")
    with quiet():
        config = AutoConfig.from_pretrained(folder)
    if config.model_type != "llama":
        raise ValueError(f"{folder} is a {config.model_type}, not a llama.")
    if not 0 <= layer <= config.num_hidden_layers:
        raise ValueError(
            f"{folder} has {config.num_hidden_layers} layers; --layer {layer} is none."
        )
    names = ("model.safetensors", "model.safetensors.index.json")
    file = next((folder / name for name in names if folder.joinpath(name).is_file()), None)
    if file is None:
        raise ValueError(f"{folder} has no model.safetensors, in one piece or with an index.")
    with torch.device("meta"):
        wanted = shapes_of(LlamaForCausalLM(config))
    used = {name: shape for name, shape in wanted.items() if name != "lm_head.weight"}
    check_keys(
        f"{folder.name}/{file.name}",
        read_shapes(file),
        used,
        # The frequencies are constants, which older versions saved.
        ignored=("lm_head.weight", "rotary_emb.inv_freq"),
        why=f" (as {folder.name}/config.json says)",
    )


@torch.no_grad()
def _vector(model: Any, ids: Tensor, layer: int) -> Tensor:
    states = model(input_ids=ids, output_hidden_states=True).hidden_states[layer]
    mean: Tensor = states[0].float().mean(dim=0)
    return mean


@torch.no_grad()
def _vector_by_hook(model: Any, ids: Tensor, layer: int) -> Tensor:
    """The same, read where it passes from one layer to the next."""
    seen: list[Tensor] = []
    place = model.layers[layer] if layer < len(model.layers) else model.norm
    after = layer == len(model.layers)
    if after:
        handle = place.register_forward_hook(lambda _m, _i, out: seen.append(out))
    else:
        handle = place.register_forward_pre_hook(lambda _m, inputs: seen.append(inputs[0]))
    model(input_ids=ids)
    handle.remove()
    return seen[0][0].float().mean(dim=0)


def prompt2vec(
    llama: Path, prompts: Path, out: Path, *, layer: int, dtype: str, verify: bool
) -> None:
    """Write `vectors` fp32 `[n, D]` and, in the file's metadata, the prompts as a JSON list.

    Raises OSError or ValueError, and then writes nothing.
    """
    from safetensors.torch import save_file
    from transformers import AutoTokenizer, LlamaModel

    lines = [line.strip() for line in read_text(prompts).splitlines()]
    texts = [line for line in lines if line]
    if not texts:
        raise ValueError(f"{prompts} holds no prompt; write one on each line.")
    check_llama(llama, layer)
    with quiet():
        tokenizer = AutoTokenizer.from_pretrained(llama)
        model = LlamaModel.from_pretrained(llama, dtype=DTYPES[dtype]).eval()
    rows = [tokenizer(text, return_tensors="pt").input_ids for text in texts]
    # One at a time: a prompt's vector must not depend on what it is padded to.
    vectors = torch.stack([_vector(model, ids, layer) for ids in rows])
    if verify:
        again = torch.stack([_vector_by_hook(model, ids, layer) for ids in rows])
        worst = float((vectors - again).abs().max())
        print(f"vectors: worst absolute difference {worst:.2e}, allowed {TOLERANCE:.2e}")
        if not worst <= TOLERANCE:
            raise ValueError(f"The vectors differ by {worst:.2e}; nothing was written.")
    metadata = {
        "prompts": json.dumps(texts, ensure_ascii=False),
        "model": llama.resolve().name,
        "layer": str(layer),
        "dtype": dtype,
    }
    with finished(out) as file:
        save_file({"vectors": vectors}, file, metadata)
