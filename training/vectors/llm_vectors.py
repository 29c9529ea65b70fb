"""Golden vectors for the language model: tokens by Rust's tokenizers, states by PyTorch.

Run in training/: `python vectors/llm_vectors.py`
Writes llm-tokens.json and llm-states.json into ../tests/fixtures/vectors.
"""

import argparse
import hashlib
import json
import random
from pathlib import Path

from make_vectors import FUZZ
from tokenizers import Tokenizer

from sarovar_training.llm.folder import HIDDEN_LAYERS, find_gguf
from sarovar_training.llm.reference import Reference
from sarovar_training.llm.tokenizer import build_tokenizer
from sarovar_training.llm.weights import Gguf
from sarovar_training.world.captions import complex_caption, simple_caption
from sarovar_training.world.scene import draw_scene

TEXTS = (
    "two yellow fish",
    "A chef tossing a pizza dough in the air in a kitchen",
    "<|im_start|>user\nthree red balloons<|im_end|>\n",
)


def tokens(tokenizer: Tokenizer) -> list[list[str]]:
    """5,000 texts, each with the first eight hex digits of the SHA-256 of its ids."""
    rng = random.Random("llm")
    texts = ["", " ", "\n\n", "  two  spaces ", "1234 5", "it's we're I'll", *TEXTS]
    while len(texts) < 3000:
        scene = draw_scene(rng)
        texts += [simple_caption(rng, scene), complex_caption(rng, scene)]
    texts += ["".join(rng.choices(FUZZ, k=rng.randint(1, 24))) for _ in range(5000 - len(texts))]
    listed = []
    for text in texts:
        ids = ",".join(map(str, tokenizer.encode(text).ids))
        listed.append([text, hashlib.sha256(ids.encode()).hexdigest()[:8]])
    return listed


def states(source: Gguf, tokenizer: Tokenizer) -> list[dict[str, object]]:
    """Per text: its ids, the last token's five likeliest successors, and some of its states."""
    reference = Reference(source)
    vectors: list[dict[str, object]] = []
    for text in TEXTS:
        ids = tokenizer.encode(text).ids
        logits, hidden = reference(ids)
        top = logits[-1].topk(5)
        named = {f"hidden_states.{n}": hidden[n] for n in HIDDEN_LAYERS}
        named["last_hidden_state"] = hidden[-1]
        vectors.append(
            {
                "text": text,
                "ids": ids,
                "top": top.indices.tolist(),
                "logits": top.values.tolist(),
                "states": {name: value[-1, :16].tolist() for name, value in named.items()},
            }
        )
    return vectors


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--to", type=Path, default=Path("../tests/fixtures/vectors"))
    to: Path = parser.parse_args().to
    source = Gguf(find_gguf())
    tokenizer = build_tokenizer(source)
    for name, content in (("tokens", tokens(tokenizer)), ("states", states(source, tokenizer))):
        to.joinpath(f"llm-{name}.json").write_text(json.dumps(content) + "\n")


if __name__ == "__main__":
    main()
