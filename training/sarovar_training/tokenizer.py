"""A byte-level BPE tokenizer in CLIP's own file format, learned from the world's captions."""

import functools
import json
from pathlib import Path

from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

START, END = "<|startoftext|>", "<|endoftext|>"
PATTERN = (
    r"<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d"
    r"|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"
)


def _bytes_in_clip_order() -> list[str]:
    """GPT-2's byte alphabet in the order in which CLIP numbers it."""
    printable = [*range(ord("!"), ord("~") + 1), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [b for b in range(256) if b not in printable]
    return [chr(b) for b in printable] + [chr(256 + i) for i in range(len(others))]


def _assemble(vocabulary: dict[str, int], merges: list[tuple[str, str]]) -> Tokenizer:
    tokenizer = Tokenizer(
        models.BPE(
            vocab=vocabulary,
            merges=merges,
            end_of_word_suffix="</w>",
            continuing_subword_prefix="",
            unk_token=END,
        )
    )
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Lowercase()]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(PATTERN), behavior="removed", invert=True),
            pre_tokenizers.ByteLevel(add_prefix_space=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    return tokenizer


def clip_ids(merges: list[tuple[str, str]]) -> dict[str, int]:
    """The vocabulary that belongs to these merges, in CLIP's order of ids."""
    alphabet = _bytes_in_clip_order()
    tokens = alphabet + [f"{b}</w>" for b in alphabet] + ["".join(m) for m in merges]
    return {token: id for id, token in enumerate([*dict.fromkeys(tokens), START, END])}


def learn_tokenizer(captions: list[str], vocabulary: int, folder: Path) -> None:
    """Learn merges from `captions` and write CLIP's four tokenizer files into `folder`.

    The ids are CLIP's order: 256 bytes, 256 bytes with `</w>`, the merges, start, end.
    """
    alphabet = _bytes_in_clip_order()
    learner = _assemble({}, [])
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary - 2,
        initial_alphabet=alphabet,
        end_of_word_suffix="</w>",
        show_progress=False,
    )
    learner.train_from_iterator(captions, trainer)
    merges = [(a, b) for a, b in json.loads(learner.to_str())["model"]["merges"]]
    folder.mkdir(parents=True, exist_ok=True)
    folder.joinpath("vocab.json").write_text(json.dumps(clip_ids(merges), ensure_ascii=False))
    lines = ["#version: 0.2", *(f"{a} {b}" for a, b in merges)]
    folder.joinpath("merges.txt").write_text("\n".join(lines) + "\n")


def write_tokenizer_config(folder: Path, context_length: int) -> None:
    """The two JSON files that transformers' CLIPTokenizer reads beside vocab and merges."""
    special = {"bos_token": START, "eos_token": END, "pad_token": END, "unk_token": END}
    config = {
        **special,
        "tokenizer_class": "CLIPTokenizer",
        "model_max_length": context_length,
        "do_lower_case": True,
        "add_prefix_space": False,
    }
    folder.joinpath("special_tokens_map.json").write_text(json.dumps(special, indent=2))
    folder.joinpath("tokenizer_config.json").write_text(json.dumps(config, indent=2))


class ClipTokenizer:
    """Text → ids of fixed length: start, tokens, end, padded with end."""

    def __init__(self, folder: Path, context_length: int) -> None:
        vocabulary = json.loads(folder.joinpath("vocab.json").read_text())
        lines = folder.joinpath("merges.txt").read_text().splitlines()[1:]
        merges = [(a, b) for a, b in (line.split(" ") for line in lines)]
        self._bpe = _assemble(vocabulary, merges)
        self.context_length, self.folder = context_length, folder
        self.size = len(vocabulary)
        self.start, self.end = vocabulary[START], vocabulary[END]
        self._offsets = functools.lru_cache(maxsize=4096)(self._find_offsets)
        self._ids = functools.lru_cache(maxsize=200_000)(self._encode)

    def _find_offsets(self, text: str) -> list[tuple[int, int]]:
        offsets: list[tuple[int, int]] = self._bpe.encode(text, add_special_tokens=False).offsets
        return offsets

    def _encode(self, text: str) -> tuple[int, ...]:
        ids = self._bpe.encode(text, add_special_tokens=False).ids[: self.context_length - 2]
        padding = [self.end] * (self.context_length - 2 - len(ids))
        return (self.start, *ids, self.end, *padding)

    def positions(self, text: str, start: int, end: int) -> list[int]:
        """Where in its ids the tokens of the characters `start` to `end` are."""
        offsets = self._offsets(text)
        held = [i + 1 for i, (a, b) in enumerate(offsets) if a < end and b > start]
        return [position for position in held if position < self.context_length - 1]

    def __call__(self, texts: list[str]) -> list[list[int]]:
        """`[len(texts)][context_length]` token ids."""
        return [list(self._ids(text)) for text in texts]
