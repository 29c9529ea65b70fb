"""tokenizer.json from the vocabulary inside the GGUF."""

from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers

from .weights import Gguf

CONTROL = 3
"""ggml's token type of special tokens."""


def _strings(source: Gguf, name: str) -> list[str]:
    value = source.field(name)
    if not isinstance(value, list):
        raise ValueError(f"The GGUF's {name} is not a list.")
    return [str(item) for item in value]


def build_tokenizer(source: Gguf) -> Tokenizer:
    """Byte-level BPE as SmolLM was trained with: each digit is a word of its own.

    Raises ValueError when the GGUF names another way of splitting.
    """
    kind = (source.field("tokenizer.ggml.model"), source.field("tokenizer.ggml.pre"))
    if kind != ("gpt2", "smollm"):
        raise ValueError(f"The GGUF's tokenizer is {kind}; only gpt2 with smollm is supported.")
    tokens = _strings(source, "tokenizer.ggml.tokens")
    types = source.field("tokenizer.ggml.token_type")
    if not isinstance(types, list):
        raise ValueError("The GGUF's token types are not a list.")
    merges: list[tuple[str, str]] = []
    for line in _strings(source, "tokenizer.ggml.merges"):
        left, right = line.split(" ")
        merges.append((left, right))
    vocabulary = {token: index for index, token in enumerate(tokens)}
    tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=merges))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            # Like Digits(individual_digits=True), which JavaScript's port reads as ASCII only.
            pre_tokenizers.Split(Regex(r"\p{N}"), behavior="isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    special = [t for t, kind_ in zip(tokens, types, strict=True) if kind_ == CONTROL]
    tokenizer.add_special_tokens(special)
    return tokenizer
