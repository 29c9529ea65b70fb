"""The words that the base has been trained on, so that a page can say which ones are new to it."""

import random
import re

from ..world.captions import complex_caption, simple_caption
from ..world.scene import draw_scene


def known_words(seed: int, captions: int = 10_000) -> list[str]:
    """Every word, lowercased and sorted, of that many captions of the training grammar."""
    rng = random.Random(seed)
    words: set[str] = set()
    for _ in range(captions):
        scene = draw_scene(rng)
        for caption in (simple_caption(rng, scene), complex_caption(rng, scene)):
            words.update(re.findall(r"[a-z]+", caption.lower()))
    return sorted(words)
