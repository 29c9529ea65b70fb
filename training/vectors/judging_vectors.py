"""Golden vectors for the automatic score: captions, sights and verdicts, and real scenes.

Run in training/: `python vectors/judging_vectors.py`
Writes judging.json, scenes.json and scene-*.png into ../tests/fixtures/vectors.
"""

import argparse
import dataclasses
import json
import random
from pathlib import Path

from PIL import Image

from sarovar_training.judging import Found, Sight, judge
from sarovar_training.models.scorer import COLOUR_NAMES, LABELS, PERSON_NAMES
from sarovar_training.world.captions import complex_caption, mutated_caption, simple_caption
from sarovar_training.world.compose import Picture, compose
from sarovar_training.world.scene import Category, Scene, draw_scene
from sarovar_training.world.words import BACKGROUNDS, COOKS

SIDE = 128


def sight_of(rng: random.Random, scene: Scene, picture: Picture) -> Sight:
    """What a perfect scorer sees in the picture."""
    found = []
    for thing in picture.placed:
        label, person = thing.label, rng.choice(PERSON_NAMES)
        if scene.person and scene.action:
            label, person = scene.action, scene.person
        colour = thing.colour or rng.choice(COLOUR_NAMES)
        found.append(Found(label, colour, person, thing.x, thing.y))
    return Sight(tuple(found), scene.background)


def disturbed(rng: random.Random, sight: Sight) -> Sight:
    """The sight with one mistake in it."""
    found = list(sight.found)
    at = rng.randrange(len(found))
    kind = rng.choice(("lose", "add", "recolour", "rename", "move", "repaint"))
    if kind == "lose":
        found.pop(at)
    elif kind == "add":
        found.append(dataclasses.replace(found[at], label=rng.choice(LABELS)))
    elif kind == "recolour":
        found[at] = dataclasses.replace(found[at], colour=rng.choice(COLOUR_NAMES))
    elif kind == "rename":
        found[at] = dataclasses.replace(found[at], label=rng.choice(LABELS))
    elif kind == "move":
        found[at] = dataclasses.replace(found[at], x=rng.random(), y=rng.random())
    background = rng.choice(BACKGROUNDS) if kind == "repaint" else sight.background
    return Sight(tuple(found), background)


def judging(count: int) -> list[dict[str, object]]:
    """Captions of every category and form, each with a sight and the verdict upon it."""
    rng = random.Random("judging")
    vectors: list[dict[str, object]] = []
    for index in range(count):
        scene = draw_scene(rng, list(Category)[index % 4], held_out=rng.random() < 0.3)
        form = rng.choice(("simple", "complex", "paraphrase"))
        named = form == "complex" or rng.random() < 0.7
        if form == "complex":
            caption = complex_caption(rng, scene)
        else:
            rephrase = form == "paraphrase"
            caption = simple_caption(rng, scene, paraphrase=rephrase, background=named)
        sight = sight_of(rng, scene, compose(scene, SIDE))
        if rng.random() < 0.6:
            sight = disturbed(rng, sight)
        verdict = judge(scene, sight, named)
        if any(cook in caption for cook in COOKS):
            # A cook may be anybody, and the caption does not say who.
            verdict.pop("person", None)
        seen = {"found": [vars(f) for f in sight.found], "background": sight.background}
        vectors.append({"caption": caption, "sight": seen, "verdict": verdict})
    return vectors


def scenes(count: int, to: Path) -> list[dict[str, object]]:
    """Real scenes as PNG files, each with its caption and with one that is wrong in one fact."""
    rng = random.Random("scenes")
    listed: list[dict[str, object]] = []
    for index in range(count):
        scene = draw_scene(rng, list(Category)[index % 4])
        file = f"scene-{index}.png"
        Image.fromarray(compose(scene, SIDE).pixels).save(to / file)
        right, wrong = simple_caption(rng, scene, background=True), mutated_caption(rng, scene)
        listed.append({"file": file, "caption": right, "wrong": wrong})
    return listed


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--to", type=Path, default=Path("../tests/fixtures/vectors"))
    to: Path = parser.parse_args().to
    to.mkdir(parents=True, exist_ok=True)
    for name, content in (("judging", judging(400)), ("scenes", scenes(8, to))):
        to.joinpath(f"{name}.json").write_text(json.dumps(content) + "\n")


if __name__ == "__main__":
    main()
