"""Hidden states of the served language model, by caption, computed once and kept in a file."""

import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence

from ..stages.loop import save_atomically, say

TOKEN_STATES = "hidden_states.15"
"""What ELLA reads, one state a token.

The middle layer and not the last one, which already thinks of the next word: a linear probe that
was trained on training captions reads the noun of words that are in neither training nor
evaluation ("sedan", "terrapin") at 0.58 there and at 0.52 after the last layer, the number
("a couple of", "5") at 0.83 and 0.68.
"""
MEAN_STATES = "hidden_states.29"
"""What SUR's first loss reads, as a mean over the tokens: the last layer but for the norm."""
OUTPUTS = [TOKEN_STATES, MEAN_STATES]
BATCH = 32
"""Texts of one length in one call, which reads three times as fast as one by one."""


class ServedLanguageModel:
    """The ONNX file that the worker serves. A text gives `[n, width]` states of its tokens."""

    def __init__(self, folder: Path) -> None:
        import onnxruntime

        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.end_token = int(json.loads((folder / "config.json").read_text())["endToken"])
        self.session = onnxruntime.InferenceSession(str(folder / "model.onnx"))
        self.cache = [p for p in self.session.get_inputs() if p.name.startswith("past.")]

    def ids(self, text: str) -> list[int]:
        """Its tokens. The empty text is the end token: there must be something to attend to."""
        return self.tokenizer.encode(text, add_special_tokens=False).ids or [self.end_token]

    def read(self, texts: list[list[int]]) -> tuple[Tensor, Tensor]:
        """Of texts with the same number of tokens: `TOKEN_STATES` `[B, n, width]` and the mean of
        `MEAN_STATES` `[B, width]`."""
        feeds = {
            "input_ids": np.array(texts, dtype=np.int64),
            "num_logits_to_keep": np.array(1, dtype=np.int64),
            **{
                p.name: np.zeros((len(texts), p.shape[1], 0, p.shape[3]), dtype=np.float32)
                for p in self.cache
            },
        }
        tokens, layer = self.session.run(OUTPUTS, feeds)
        return torch.from_numpy(tokens), torch.from_numpy(layer).mean(dim=1)

    def __call__(self, text: str) -> tuple[Tensor, Tensor]:
        """`TOKEN_STATES` `[n, width]` and the mean of `MEAN_STATES` `[width]` of one text."""
        tokens, mean = self.read([self.ids(text)])
        return tokens[0], mean[0]


@dataclass(frozen=True)
class LlmStates:
    """fp16 states of many captions in one tensor; caption `i` has rows `ends[i - 1]:ends[i]`."""

    rows: Tensor
    ends: Tensor
    means: Tensor
    place: dict[str, int]

    def batch(self, captions: list[str]) -> tuple[Tensor, Tensor]:
        """States `[B, longest, width]` in fp32, and `[B, longest]`, true where a text has ended."""
        texts: list[Tensor] = []
        for caption in captions:
            index = self.place[caption]
            start = int(self.ends[index - 1]) if index else 0
            texts.append(self.rows[start : int(self.ends[index])].float())
        states = pad_sequence(texts, batch_first=True)
        lengths = torch.tensor([len(text) for text in texts])
        return states, torch.arange(states.shape[1])[None] >= lengths[:, None]

    def spread(self) -> tuple[Tensor, Tensor]:
        """Mean and deviation `[width]` of the rows, without the first token of every text.

        The first one, to which all others attend when they look for nothing, is tens of times as
        large as the rest.
        """
        kept = torch.ones(len(self.rows), dtype=torch.bool)
        kept[0] = False
        kept[self.ends[:-1]] = False
        rows = self.rows[kept].float()
        return rows.mean(dim=0), rows.std(dim=0)

    def mean(self, captions: list[str]) -> Tensor:
        """The mean states `[B, width]` in fp32."""
        return self.means[[self.place[caption] for caption in captions]].float()


def read_all(model: ServedLanguageModel, captions: list[str]) -> tuple[list[Tensor], list[Tensor]]:
    """fp16 states `[n, width]` and mean states `[width]` of every caption, in their order."""
    tokens = [model.ids(caption) for caption in captions]
    by_length: dict[int, list[int]] = defaultdict(list)
    for index, ids in enumerate(tokens):
        by_length[len(ids)].append(index)
    rows: list[Tensor] = [torch.empty(0)] * len(captions)
    means: list[Tensor] = [torch.empty(0)] * len(captions)
    read = 0
    for alike in by_length.values():
        for start in range(0, len(alike), BATCH):
            part = alike[start : start + BATCH]
            states, its_means = model.read([tokens[i] for i in part])
            for index, row, mean in zip(part, states.half(), its_means.half(), strict=True):
                rows[index], means[index] = row, mean
            if read // 2000 != (read + len(part)) // 2000:
                say(f"language model: {read + len(part)} of {len(captions)} captions read")
            read += len(part)
    return rows, means


def cached_states(model: ServedLanguageModel, captions: list[str], path: Path) -> LlmStates:
    """States of every caption, from `path` if it holds just these."""
    wanted = sorted(set(captions))
    place = {caption: i for i, caption in enumerate(wanted)}
    if path.exists():
        stored = torch.load(path, weights_only=True)
        if stored["captions"] == wanted and stored.get("outputs") == OUTPUTS:
            return LlmStates(stored["rows"], stored["ends"], stored["means"], place)
    rows, means = read_all(model, wanted)
    ends = torch.tensor([len(r) for r in rows]).cumsum(dim=0)
    states = LlmStates(torch.cat(rows), ends, torch.stack(means), place)
    save_atomically(
        {
            "outputs": OUTPUTS,
            "captions": wanted,
            "rows": states.rows,
            "ends": states.ends,
            "means": states.means,
        },
        path,
    )
    say(f"language model: {path} takes {path.stat().st_size / 1e6:.0f} MB")
    return states
