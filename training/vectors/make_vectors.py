"""Golden vectors for the TypeScript tests, made by PyTorch and by Rust's tokenizers.

Run in training/: `python vectors/make_vectors.py --runs runs --preset cpu`
Writes noise.json, tokens.json, pictures.json and picture-*.png into ../tests/fixtures/vectors.
"""

import argparse
import hashlib
import json
import random
from pathlib import Path

import torch
from PIL import Image

from sarovar_training.config import load_preset
from sarovar_training.sampling import TRAIN_STEPS, alphas_cumprod
from sarovar_training.stages.pipeline import Base, train_base
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


@torch.no_grad()
def picture(base: Base, prompt: str, seed: int, steps: int, scale: float) -> Image.Image:
    """One picture by PyTorch alone, in fp32, with the weights as exported (fp16)."""
    table, stride = alphas_cumprod(), TRAIN_STEPS / steps
    ids = torch.tensor(base.tokenizer(["", prompt]))
    states = base.clip.text(ids)[0]
    generator = torch.Generator().manual_seed(seed)
    side = base.config.side // 8
    shape = (1, base.config.vae.latent_channels, side, side)
    x = torch.randn(shape, generator=generator)
    for index in range(steps):
        t = round(TRAIN_STEPS - index * stride) - 1
        u, c = base.unet(torch.cat([x, x]), torch.tensor(float(t)), states).chunk(2)
        v = u + scale * (c - u)
        a, before = table[t], t - TRAIN_STEPS // steps
        after = table[before] if before >= 0 else torch.tensor(1.0)
        x0 = a.sqrt() * x - (1 - a).sqrt() * v
        x = after.sqrt() * x0 + (1 - after).sqrt() * (a.sqrt() * v + (1 - a).sqrt() * x)
    painted = base.vae.decoder(x / base.scaling_factor)[0]
    pixels = painted.div(2).add(0.5).clamp(0, 1).mul(255).round().byte()
    return Image.fromarray(pixels.permute(1, 2, 0).contiguous().numpy())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=Path, default=Path("runs"))
    parser.add_argument("--preset", default="cpu")
    parser.add_argument("--to", type=Path, default=Path("../tests/fixtures/vectors"))
    options = parser.parse_args()
    config = load_preset(options.preset)
    base = train_base(config, options.runs / config.name)
    for module in (base.clip.text, base.unet, base.vae.decoder):
        for parameter in module.parameters():
            if parameter.numel() >= 256:
                parameter.data = parameter.data.half().float()
    options.to.mkdir(parents=True, exist_ok=True)
    pictures = []
    for index, (prompt, seed, steps, scale) in enumerate(PICTURES):
        file = f"picture-{index}.png"
        picture(base, prompt, seed, steps, scale).save(options.to / file)
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
        ("tokens", tokens(base.tokenizer)),
        ("pictures", pictures),
    ):
        text = json.dumps(content, ensure_ascii=True)
        options.to.joinpath(f"{name}.json").write_text(text + "\n")


if __name__ == "__main__":
    main()
