"""Train CLIP on (simple caption, latents of the scene), then freeze it."""

import random
from collections import deque
from pathlib import Path

import torch
from torch import Tensor

from ..config import Config
from ..models.clip import Clip, ImageEncoder, TextEncoder
from ..precision import fast_precision
from ..tokenizer import ClipTokenizer, learn_tokenizer, write_tokenizer_config
from ..world.captions import complex_caption, mutated_caption, simple_caption
from ..world.scene import draw_scene
from .data import SceneSet
from .loop import Stage, say


def make_tokenizer(config: Config, folder: Path) -> ClipTokenizer:
    """Learn the tokenizer once; later calls read its files."""
    path = folder / "tokenizer"
    if not path.joinpath("tokenizer_config.json").exists():
        rng = random.Random(config.seed)
        scenes = [draw_scene(rng) for _ in range(20_000)]
        captions = [simple_caption(rng, s, detailed=i % 4 == 0) for i, s in enumerate(scenes)]
        captions += [complex_caption(rng, s) for s in scenes[:5_000]]
        learn_tokenizer(captions, config.clip.vocabulary, path)
        write_tokenizer_config(path, config.clip.context_length)
    return ClipTokenizer(path, config.clip.context_length)


def build_clip(config: Config, vocabulary: int) -> Clip:
    """An untrained CLIP of the preset's size."""
    c = config.clip
    text = TextEncoder(vocabulary, c.context_length, c.width, c.layers, c.heads, c.zero_padding)
    tokens = config.latent_side**2
    image = ImageEncoder(config.vae.latent_channels, tokens, c.image_width, c.image_layers, c.width)
    return Clip(text, image)


def clip_when_trained(config: Config, folder: Path, clip: Clip) -> Clip | None:
    """`clip` with the weights of a training that has ended, frozen; None while there is none."""
    stage = Stage("clip", folder / "clip", clip, config.clip, config.seed)
    return clip.eval().requires_grad_(False) if stage.fraction >= 1 else None


def train_clip(
    config: Config, folder: Path, scenes: SceneSet, latents: Tensor, tokenizer: ClipTokenizer
) -> Clip:
    """Train to the end (or go on) and return CLIP, frozen."""
    torch.manual_seed(config.seed)
    clip = build_clip(config, tokenizer.size)
    stage = Stage("clip", folder / "clip", clip, config.clip, config.seed)
    agreement: deque[Tensor] = deque(maxlen=50)

    def ids(texts: list[str]) -> Tensor:
        table = torch.tensor(tokenizer(texts))
        # Causal attention and pooling at the end token make the padding irrelevant here.
        longest = int((table == tokenizer.end).int().argmax(dim=1).max()) + 1
        return table[:, :longest].to(stage.device)

    def loss(rng: random.Random) -> Tensor:
        chosen = [rng.randrange(scenes.size) for _ in range(config.clip.batch)]
        captions, negatives = [], []
        for index in chosen:
            scene, detailed = scenes.scene(index), rng.random() < config.unet.detailed_share
            captions.append(simple_caption(rng, scene, detailed=detailed))
            negatives.append(mutated_caption(rng, scene, detailed=detailed))
        table = ids(captions + negatives)
        batch = latents[chosen].to(stage.device).float()
        half = len(captions)
        with fast_precision(stage.device):
            value, right = clip.loss(batch, table[:half], table[half:], config.clip.captioning)
        agreement.append(right)
        return value

    def preview() -> None:
        recent = torch.stack(list(agreement)).mean()
        say(f"clip: prefers the true caption to a mutated one in {float(recent):.3f} of pictures")

    stage.train(loss, preview)
    return clip.eval().requires_grad_(False)
