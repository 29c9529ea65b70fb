"""Tokenizers in the published formats, with vocabularies learned from the world's captions."""

import io
import json
import random
from pathlib import Path

from ..tokenizer import END, START, learn_tokenizer, write_tokenizer_config
from ..world.captions import complex_caption, simple_caption
from ..world.scene import draw_scene

CLIP_LENGTH = 77


def captions(count: int = 2000, seed: int = 0) -> list[str]:
    """Captions in both lengths of `count` scenes."""
    rng = random.Random(seed)
    scenes = [draw_scene(rng) for _ in range(count)]
    return [write(rng, s) for s in scenes for write in (simple_caption, complex_caption)]


def write_clip_tokenizer(folder: Path, size: int, published: int | None = None) -> int:
    """Write CLIP's four files with at most `size` tokens. Returns the size of the vocabulary.

    With `published` the vocabulary has so many tokens, start and end as the last two; those that
    no merge makes are never used.
    """
    learn_tokenizer(captions(), size, folder)
    write_tokenizer_config(folder, CLIP_LENGTH)
    if published is None:
        return len(json.loads(folder.joinpath("vocab.json").read_text()))
    vocabulary = folder / "vocab.json"
    tokens = [t for t in json.loads(vocabulary.read_text()) if t not in (START, END)]
    tokens += [f"<|unused{n}|>" for n in range(published - 2 - len(tokens))]
    ids = {token: index for index, token in enumerate([*tokens, START, END])}
    vocabulary.write_text(json.dumps(ids, ensure_ascii=False))
    return published


def write_t5_vocabulary(folder: Path, size: int) -> int:
    """Write `spiece.model` and `tokenizer.json` of T5's kind: Unigram, `<pad>` 0, `</s>` 1.

    Returns the number of ids, the hundred sentinels of T5 among them.
    """
    import sentencepiece
    from transformers import T5TokenizerFast

    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(captions()),
        model_writer=model,
        model_type="unigram",
        vocab_size=size,
        hard_vocab_limit=False,
        pad_id=0,
        eos_id=1,
        unk_id=2,
        bos_id=-1,
        pad_piece="<pad>",
        minloglevel=2,
    )
    folder.joinpath("spiece.model").write_bytes(model.getvalue())
    tokenizer = T5TokenizerFast.from_pretrained(folder, extra_ids=100)
    tokenizer.backend_tokenizer.save(str(folder / "tokenizer.json"))
    return len(tokenizer)


def write_llama_tokenizer(folder: Path, size: int) -> int:
    """Write a byte-level `tokenizer.json` that begins every text with `<s>`; returns its size."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors, trainers

    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=size,
        special_tokens=["<unk>", "<s>", "</s>"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(captions(), trainer)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A", special_tokens=[("<s>", 1)]
    )
    tokenizer.save(str(folder / "tokenizer.json"))
    config = {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "bos_token": "<s>",
        "eos_token": "</s>",
        "unk_token": "<unk>",
        "model_max_length": 512,
    }
    folder.joinpath("tokenizer_config.json").write_text(json.dumps(config, indent=2))
    return int(tokenizer.get_vocab_size())
