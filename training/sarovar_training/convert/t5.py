"""The encoder of a (Flan-)T5 folder as ONNX, and its tokenizer as one `tokenizer.json`."""

import shutil
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer as TokenizerFile
from torch import Tensor, nn

from ..text_files import read_json
from .checkpoint import check_keys, read_shapes, shapes_of
from .half import round_as_half
from .output import compare, quiet, write_exact

TOLERANCES = {"official": 2e-2, "fp32": 1e-4}
FP32_IS_OTHER = (
    "Warning: in fp32 this T5 does not overflow as it did for the authors of ELLA, who say that it "
    "must run in fp16 and that pictures become others otherwise; --t5-precision official is theirs."
)
NOT_THE_ENCODER = ("decoder.", "lm_head.")


class T5Export(nn.Module):
    """`input_ids`, `attention_mask` `[1, n]` → `last_hidden_state` `[1, n, D]`, always in fp32."""

    def __init__(self, encoder: nn.Module) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        states = self.encoder(input_ids=input_ids, attention_mask=attention_mask)
        out: Tensor = states.last_hidden_state.float()
        return out


def t5_shapes(config: Any) -> list[dict[str, list[int]]]:
    """The keys of a T5 encoder with their shapes, as they are written with and without the tie."""
    from transformers import T5EncoderModel

    with torch.device("meta"):
        shapes = shapes_of(T5EncoderModel(config))
    tied = {k: v for k, v in shapes.items() if k != "encoder.embed_tokens.weight"}
    return [tied, shapes]


def check_t5(folder: Path) -> int:
    """The width of the states of a T5 folder, whose keys were compared with its config.

    Raises OSError or ValueError.
    """
    from transformers import T5Config

    config_file = folder / "config.json"
    if not config_file.is_file():
        raise ValueError(f"{folder} has no config.json; --t5 wants a folder of transformers.")
    stored = read_json(config_file)
    if stored.get("model_type") != "t5":
        raise ValueError(f"{config_file} is of a {stored.get('model_type')}, not of a t5.")
    files = [folder / "model.safetensors", folder / "model.safetensors.index.json"]
    weights = next((file for file in files if file.is_file()), None)
    if weights is None:
        raise ValueError(f"{folder} has no model.safetensors, in one piece or with an index.")
    config = T5Config.from_dict(stored)
    check_keys(
        f"{folder.name}/{weights.name}",
        read_shapes(weights),
        *t5_shapes(config),
        ignored=(*NOT_THE_ENCODER, "embed_tokens.weight"),
        why=f" (as {folder.name}/config.json says)",
    )
    return int(config.d_model)


def load_t5(folder: Path, precision: str) -> T5Export:
    """The encoder, ready to run. `official` is what the authors of ELLA run: fp32 weights, all of
    them then cast to fp16, `wo` among them. Raises ValueError when they do not fit into it.
    """
    from transformers import T5EncoderModel

    with quiet():
        encoder = T5EncoderModel.from_pretrained(
            folder,
            # Not `dtype=torch.float16`, which would leave `wo` in fp32: nothing would overflow.
            dtype=torch.float32,
            # The exporter cannot trace the fused attention.
            attn_implementation="eager",
        )
    if precision == "official":
        encoder = encoder.to(torch.float16)
        for name, value in encoder.named_parameters():
            if not value.isfinite().all():
                raise ValueError(
                    f"{name} of {folder.name} overflows in fp16, and with it every picture would "
                    "be nothing; convert with --t5-precision fp32."
                )
    return T5Export(encoder).eval()


def write_t5(encoder: T5Export, file: Path, precision: str) -> None:
    """Write the encoder; the length of the text stays free. `official` is fp16 on every device."""
    length = {1: "text_length"}
    ids = torch.arange(3, 12)[None]
    write_exact(
        encoder,
        (ids, torch.ones_like(ids)),
        ["input_ids", "attention_mask"],
        ["last_hidden_state"],
        {"input_ids": length, "attention_mask": length, "last_hidden_state": length},
        file,
    )
    if precision == "official":
        round_as_half(file)


def verify_t5(encoder: T5Export, file: Path, precision: str, vocabulary: int) -> None:
    """Compare the file with PyTorch for two lengths, one of them padded. Raises ValueError."""
    generator, runs = torch.Generator().manual_seed(0), []
    for length, padding in ((7, 0), (40, 12)):
        ids = torch.randint(3, vocabulary, (1, length), generator=generator)
        mask = torch.ones_like(ids)
        mask[0, length - padding :] = 0
        with torch.no_grad():
            runs.append(({"input_ids": ids, "attention_mask": mask}, [encoder(ids, mask)]))
    compare("text_encoder/model.onnx", file, runs, TOLERANCES[precision], scaled=True)


def write_t5_tokenizer(folder: Path, target: Path) -> None:
    """Write `target` from `tokenizer.json`, or else from `spiece.model`.

    Raises ValueError when there is neither, or when the end `</s>` is not put after a text.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    if folder.joinpath("tokenizer.json").is_file():
        shutil.copyfile(folder / "tokenizer.json", target)
    elif folder.joinpath("spiece.model").is_file():
        from transformers import T5TokenizerFast

        with quiet():
            T5TokenizerFast.from_pretrained(folder).backend_tokenizer.save(str(target))
    else:
        raise ValueError(f"{folder} has neither tokenizer.json nor spiece.model.")
    tokens = TokenizerFile.from_file(str(target)).encode("a cat").tokens
    if tokens[-1] != "</s>":
        raise ValueError(f"The tokenizer of {folder} does not put </s> after a text.")
