"""Hidden states of the served language model, by caption, computed once and kept in a file."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence

from ..stages.loop import save_atomically, say

TOKEN_STATES = "last_hidden_state"
"""What ELLA reads, one state a token."""
MEAN_STATES = "hidden_states.29"
"""What SUR's first loss reads, as a mean over the tokens: the last layer but for the norm."""


class ServedLanguageModel:
    """The ONNX file that the worker serves. A text gives `[n, width]` states of its tokens."""

    def __init__(self, folder: Path) -> None:
        import onnxruntime

        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.end_token = int(json.loads((folder / "config.json").read_text())["endToken"])
        self.session = onnxruntime.InferenceSession(str(folder / "model.onnx"))
        self.empty = {
            port.name: np.zeros((1, port.shape[1], 0, port.shape[3]), dtype=np.float32)
            for port in self.session.get_inputs()
            if port.name.startswith("past.")
        }

    def __call__(self, text: str) -> tuple[Tensor, Tensor]:
        """`TOKEN_STATES` `[n, width]` and the mean of `MEAN_STATES` `[width]`.

        The empty text is the end token, so that there is something to attend to.
        """
        ids = self.tokenizer.encode(text, add_special_tokens=False).ids
        ids = ids or [self.end_token]
        feeds = {
            "input_ids": np.array([ids], dtype=np.int64),
            "num_logits_to_keep": np.array(1, dtype=np.int64),
            **self.empty,
        }
        tokens, layer = self.session.run([TOKEN_STATES, MEAN_STATES], feeds)
        return torch.from_numpy(tokens[0]), torch.from_numpy(layer[0]).mean(dim=0)


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

    def mean(self, captions: list[str]) -> Tensor:
        """The mean states `[B, width]` in fp32."""
        return self.means[[self.place[caption] for caption in captions]].float()


def cached_states(model: ServedLanguageModel, captions: list[str], path: Path) -> LlmStates:
    """States of every caption, from `path` as far as it holds them."""
    wanted = sorted(set(captions))
    if path.exists():
        stored = torch.load(path, weights_only=True)
        if stored["captions"] == wanted:
            place = {caption: i for i, caption in enumerate(wanted)}
            return LlmStates(stored["rows"], stored["ends"], stored["means"], place)
    rows: list[Tensor] = []
    means: list[Tensor] = []
    for index, caption in enumerate(wanted):
        if index % 2000 == 0:
            say(f"language model: {index} of {len(wanted)} captions read")
        tokens, mean = model(caption)
        rows.append(tokens.half())
        means.append(mean.half())
    ends = torch.tensor([len(r) for r in rows]).cumsum(dim=0)
    states = LlmStates(
        torch.cat(rows), ends, torch.stack(means), {c: i for i, c in enumerate(wanted)}
    )
    save_atomically(
        {"captions": wanted, "rows": states.rows, "ends": ends, "means": states.means}, path
    )
    say(f"language model: {path} takes {path.stat().st_size / 1e6:.0f} MB")
    return states
