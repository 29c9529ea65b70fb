"""Textual inversion: words that were learned as embeddings, added to a text encoder."""

import json
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from ..text_files import read_json
from .checkpoint import State, load_pickle, read_state

TOKENS_FILE = "added_tokens.json"


@dataclass(frozen=True)
class Embedding:
    """A file, and the word of prompts that it stands for."""

    file: Path
    word: str

    @classmethod
    def parse(cls, text: str) -> "Embedding":
        """`FILE`, whose word is its name, or `FILE:WORD`."""
        file, colon, word = text.rpartition(":")
        if not colon or Path(text).is_file() or "/" in word or "\\" in word:
            return cls(Path(text), Path(text).stem)
        return cls(Path(file), word)


def add_embeddings(embeddings: list[Embedding], text: State, tokenizer: Path) -> None:
    """Add rows to the token embeddings of `text`, and the words to the tokenizer's folder.

    A word of several vectors is WORD, WORD_1 and so on, as in diffusers. Raises OSError or
    ValueError.
    """
    key = next(k for k in text if k.endswith("embeddings.token_embedding.weight"))
    table = text[key].float()
    listed = tokenizer / TOKENS_FILE
    added: dict[str, int] = read_json(listed) if listed.is_file() else {}
    vocabulary = tokenizer / "vocab.json"
    words = read_json(vocabulary) if vocabulary.is_file() else {}
    known = {*words, *added}
    for embedding in embeddings:
        vectors = read_embedding(embedding.file)
        if vectors.shape[1] != table.shape[1]:
            raise ValueError(
                f"{embedding.file.name} has vectors of width {vectors.shape[1]}, "
                f"this text encoder takes {table.shape[1]}; it is for another model."
            )
        word = embedding.word
        if word in known or f"{word.lower()}</w>" in known or word.split() != [word]:
            raise ValueError(
                f"{word} cannot stand for {embedding.file.name}, because it is a word of this "
                "tokenizer already or has blanks in it; name another, as in FILE:my-word."
            )
        for number in range(len(vectors)):
            added[word if number == 0 else f"{word}_{number}"] = len(table) + number
        known |= added.keys()
        table = torch.cat([table, vectors])
    text[key] = table
    listed.unlink(missing_ok=True)
    listed.write_text(json.dumps(added, ensure_ascii=False, indent=2) + "\n")


def read_embedding(file: Path) -> Tensor:
    """Vectors `[n, width]` in A1111's or diffusers' format. Raises OSError or ValueError."""
    if file.suffix == ".safetensors":
        held: object = read_state(file)
    else:
        held = load_pickle(file)
        if isinstance(held, dict) and isinstance(held.get("string_to_param"), dict):
            held = held["string_to_param"]
    if isinstance(held, dict) and {"clip_l", "clip_g"} & held.keys():
        raise ValueError(f"{file.name} is an embedding for Stable Diffusion XL.")
    tensors = [v for v in held.values() if isinstance(v, Tensor)] if isinstance(held, dict) else []
    if len(tensors) != 1 or tensors[0].dim() > 2:
        raise ValueError(f"{file.name} is not a textual-inversion embedding.")
    return tensors[0].detach().float().reshape(-1, tensors[0].shape[-1])
