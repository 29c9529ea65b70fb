"""Train the UNet on cached latents and the states of the frozen text encoder."""

import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ..config import Config
from ..models.clip import TextEncoder
from ..models.scorer import Scorer
from ..models.unet import Observed, Unet
from ..models.vae import Decoder
from ..precision import fast_precision
from ..sampling import ddim, same_at_all
from ..tokenizer import ClipTokenizer
from ..world.captions import Caption
from ..world.compose import cell_masks
from .data import SceneSet, cached_rows, picture_tensor, save_grid, training_caption
from .diffusion import SUPERVISED_BELOW, DiffusionLoss, Words, attention_loss
from .loop import Stage, say

SHEET = (
    "three red balloons on a blue background",
    "five dogs",
    "two yellow fish on a white background",
    "four kittens in a meadow",
    "one pizza on a yellow background",
    "a woman is surfing on a pink background",
    "a man is dancing on a white background",
    "a girl is juggling on a yellow background",
    "a boy riding a bicycle on a beach",
    "a chef is cooking on a green background",
    "a dog left of a turtle",
    "a star above a car in the night sky",
    "a purple umbrella and a yellow flower",
    "a pink heart in the snow",
    "three butterflies on a green background",
    "five blue stars on a black background",
    "three white kittens on a green carpet",
    "a ball of yarn",
    "six bottles on a purple background",
    "a princess left of a teapot",
    "a sun above a sailboat at the sea",
    "a gymnast is cartwheeling",
    "a man playing basketball on a blue background",
    "a woman is painting a picture in a meadow",
    "an orange bird and a white dress",
    "a large green heart at the top left on a yellow background",
    "a skateboard below an owl on a beach",
    "two elephants in the snow",
    "six yellow stars in the night sky",
    "a red boxing glove right of a blue cap",
    "a robot on a pink carpet",
    "four orange teapots on a white background",
)


@torch.no_grad()
def text_states(text: TextEncoder, tokenizer: ClipTokenizer, captions: list[str]) -> Tensor:
    """fp16 last hidden states `[N, L, D]`, padding included, as the UNet is given them."""
    device = next(text.parameters()).device
    parts = []
    for start in range(0, len(captions), 256):
        ids = torch.tensor(tokenizer(captions[start : start + 256]), device=device)
        with fast_precision(device):
            parts.append(text(ids)[0].half().cpu())
    return torch.cat(parts)


@torch.no_grad()
def short_text_states(text: TextEncoder, tokenizer: ClipTokenizer, captions: list[str]) -> Tensor:
    """fp32 states `[N, L, D]` on the text encoder's device. What follows a text's end and is zero
    anyway is not computed."""
    device = next(text.parameters()).device
    ids = torch.tensor(tokenizer(captions), device=device)
    length = ids.shape[1]
    if text.zero_padding:
        ids = ids[:, : int((ids == tokenizer.end).int().argmax(dim=1).max()) + 1]
    with fast_precision(device):
        states = text(ids)[0].float()
    return F.pad(states, (0, 0, 0, length - states.shape[1]))


def build_unet(config: Config) -> Unet:
    """An untrained UNet of the preset's size."""
    c = config.unet
    return Unet(config.vae.latent_channels, c.widths, c.head_width, config.clip.width)


def words_of(tokenizer: ClipTokenizer, captions: Sequence[Caption | None], masks: Tensor) -> Words:
    """Where each of `captions` (None: dropped) names the things of `masks` `[B, 2, h, w]`."""
    tokens = torch.zeros(len(captions), 2, tokenizer.context_length)
    for row, caption in enumerate(captions):
        if caption is None:
            continue
        for start, end, thing in caption.spans:
            for position in tokenizer.positions(caption.text, start, end):
                tokens[row, thing, position] = 1
    return Words(tokens, masks.float())


class UnetWithTeacher(nn.Module):
    """The UNet and what only its training needs: the projection of its middle to the teacher."""

    def __init__(self, unet: Unet, teacher_width: int) -> None:
        super().__init__()
        self.unet = unet
        middle = unet.middle.residual.conv2.out_channels
        self.to_teacher: nn.Module | None = None
        if teacher_width:
            self.to_teacher = nn.Sequential(
                nn.Conv2d(middle, 2 * middle, 1), nn.SiLU(), nn.Conv2d(2 * middle, teacher_width, 1)
            )

    def teacher_loss(self, middle: Tensor, wanted: Tensor) -> Tensor:
        """One minus the cosine of the projected middle and the teacher's features, averaged."""
        if self.to_teacher is None:
            raise ValueError("There is no teacher.")
        given = self.to_teacher(middle).float()
        return 1 - F.cosine_similarity(given, wanted, dim=1).mean()


@torch.no_grad()
def cached_features(scenes: SceneSet, scorer: Scorer, side: int, folder: Path) -> Tensor:
    """fp16 features of the scorer `[N, C, side, side]` on the scenes' pictures."""

    def rows(indices: range) -> Tensor:
        parts: list[Tensor] = []
        device = next(scorer.parameters()).device
        for start in range(indices.start, indices.stop, 128):
            batch = [scenes.pixels(i) for i in range(start, min(start + 128, indices.stop))]
            with fast_precision(device):
                features = scorer.features(picture_tensor(batch).to(device))
            parts.append(F.adaptive_avg_pool2d(features.float(), side).cpu())
        return torch.cat(parts)

    return cached_rows(scenes.size, rows, folder, "features")


def train_unet(
    config: Config,
    folder: Path,
    scenes: SceneSet,
    latents: Tensor,
    scaling_factor: float,
    text: TextEncoder,
    tokenizer: ClipTokenizer,
    decoder: Decoder,
    scorer: Scorer | None = None,
    cache: Path | None = None,
) -> Unet:
    """Train to the end (or go on) and return the moving average, frozen.

    `latents` have unit deviation; the UNet sees them times `latent_scale`. `scorer` is the teacher
    where the preset has one, and `cache` the folder in which its features are kept.
    """
    torch.manual_seed(config.seed)
    c = config.unet
    unet = build_unet(config)
    features: Tensor | None = None
    if c.teacher and scorer is not None:
        side = config.latent_side // 2
        features = cached_features(scenes, scorer, side, cache or folder)
    module = UnetWithTeacher(unet, features.shape[1] if features is not None else 0)
    stage = Stage("unet", folder / "unet", module, c, config.seed, muon=c.optimiser == "muon")
    if stage.fraction >= 1:
        return _frozen(stage)
    device = stage.device
    drawn = [scenes.scene(i) for i in range(scenes.size)]
    masks = torch.zeros((scenes.size, 2, config.latent_side, config.latent_side), dtype=torch.uint8)
    for index, scene in enumerate(drawn):
        own = cell_masks(scene)
        masks[index, : len(own)] = torch.from_numpy(own.astype(np.uint8))
    easy = [i for i, scene in enumerate(drawn) if scene.objects <= 2]
    say(f"unet: {scenes.size} scenes, {sum(p.numel() for p in unet.parameters()) / 1e6:.1f}M")
    scale = c.latent_scale
    diffusion = DiffusionLoss(unet, scale, device, c.times)
    sheet_noise = torch.randn(
        (len(SHEET), *latents.shape[1:]), generator=torch.Generator().manual_seed(0)
    ).to(device)
    empty = short_text_states(text, tokenizer, [""])

    def loss(rng: random.Random) -> Tensor:
        pool: Sequence[int] = easy if stage.fraction < c.curriculum else range(scenes.size)
        chosen = [rng.choice(pool) for _ in range(c.batch)]
        captions = [
            None
            if rng.random() < c.caption_dropout
            else training_caption(rng, drawn[i], c.complex_share, c.detailed_share)
            for i in chosen
        ]
        context = short_text_states(text, tokenizer, [k.text if k else "" for k in captions])
        words = words_of(tokenizer, captions, masks[chosen]) if c.attention else None
        taught = features[chosen].float().to(device) if features is not None else None

        def also(observed: Observed, t: Tensor) -> Tensor:
            extra = torch.zeros((), device=device)
            if words is not None:
                moved = Words(words.tokens.to(device), words.cells.to(device))
                weight = (t < SUPERVISED_BELOW).float()
                extra = extra + c.attention * attention_loss(observed, moved, weight)
            if taught is not None and observed.middle is not None:
                extra = extra + c.teacher * module.teacher_loss(observed.middle, taught)
            return extra

        watched = also if words is not None or taught is not None else None
        return diffusion(latents[chosen], lambda _: context, watched)

    @torch.no_grad()
    def preview() -> None:
        sheet_text = short_text_states(text, tokenizer, list(SHEET))
        final = ddim(_unet(stage), sheet_noise, same_at_all(sheet_text, empty), 25, 4.0)
        painted = decoder(final / (scale * scaling_factor))
        save_grid(painted.cpu(), folder / f"unet/grid-{stage.step:06}.png")

    stage.train(loss, preview)
    return _frozen(stage)


def _unet(stage: Stage) -> Unet:
    unet = stage.best.get_submodule("unet")
    if not isinstance(unet, Unet):
        raise TypeError("The stage's module is not the UNet.")
    return unet


def _frozen(stage: Stage) -> Unet:
    return _unet(stage).eval().requires_grad_(False)
