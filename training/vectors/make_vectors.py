"""Golden vectors for the TypeScript tests, made by PyTorch and by Rust's tokenizers.

Run in training/: `python vectors/make_vectors.py`
Writes noise.json, tokens.json, pictures.json and picture-*.png into ../tests/fixtures/vectors.
"""

import argparse
import hashlib
import json
import random
from pathlib import Path

import torch
from PIL import Image

from sarovar_training.export.twin import Twin, load_twin
from sarovar_training.tokenizer import ClipTokenizer
from sarovar_training.world.captions import complex_caption, simple_caption
from sarovar_training.world.scene import draw_scene

FUZZ = "aZé ßΣσİıñ中日本語한글🙂👩‍👩‍👧½²٣'’s\"!?.,;:-_()[]{}<>|\\/@#$%^&*+=~`\t\n  0123456789"
PICTURES = (
    ("three red balloons on a blue background", 0, 8, 4.0),
    ("a woman is surfing on a beach", 1, 8, 4.0),
)


def noise() -> list[dict[str, object]]:
    """Hashes of three successive torch.randn calls: whole blocks, a ragged end, and a short one."""
    vectors: list[dict[str, object]] = []
    for seed in (0, 42, 12345678901):
        generator = torch.Generator().manual_seed(seed)
        calls = []
        for count in (16384, 35, 15):
            drawn = torch.randn(count, generator=generator).numpy().tobytes()
            calls.append({"count": count, "sha256": hashlib.sha256(drawn).hexdigest()})
        vectors.append({"seed": str(seed), "calls": calls})
    return vectors


def tokens(tokenizer: ClipTokenizer) -> list[dict[str, object]]:
    """Prompts of the grammar, and random Unicode, with their ids up to the end token."""
    rng = random.Random(0)
    texts = ["", " ", "A Cat", "it's the dogs' balloon", "Pikachu"]
    for _ in range(500):
        scene = draw_scene(rng)
        texts += [simple_caption(rng, scene), complex_caption(rng, scene)]
    texts += ["".join(rng.choices(FUZZ, k=rng.randint(1, 30))) for _ in range(400)]
    ids = tokenizer(texts)
    cut = [row[: row.index(tokenizer.end) + 1] for row in ids]
    return [{"text": t, "ids": row} for t, row in zip(texts, cut, strict=True)]


def picture(twin: Twin, prompt: str, seed: int, steps: int, scale: float) -> Image.Image:
    """One picture by PyTorch alone, in fp32, with the weights as exported (fp16)."""
    painted = twin.paint(prompt, twin.noise(seed), steps, scale)[0]
    pixels = painted.div(2).add(0.5).clamp(0, 1).mul(255).round().byte()
    return Image.fromarray(pixels.permute(1, 2, 0).contiguous().numpy())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, default=Path("../models/sarovar-64"))
    parser.add_argument("--to", type=Path, default=Path("../tests/fixtures/vectors"))
    options = parser.parse_args()
    twin = load_twin(options.model)
    options.to.mkdir(parents=True, exist_ok=True)
    pictures = []
    for index, (prompt, seed, steps, scale) in enumerate(PICTURES):
        file = f"picture-{index}.png"
        picture(twin, prompt, seed, steps, scale).save(options.to / file)
        pictures.append(
            {
                "file": file,
                "prompt": prompt,
                "seed": seed,
                "steps": steps,
                "guidanceScale": scale,
            }
        )
    for name, content in (
        ("noise", noise()),
        ("tokens", tokens(twin.tokenizer)),
        ("pictures", pictures),
    ):
        text = json.dumps(content, ensure_ascii=True)
        options.to.joinpath(f"{name}.json").write_text(text + "\n")


if __name__ == "__main__":
    main()
