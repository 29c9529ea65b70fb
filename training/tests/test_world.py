"""The world: exact ground truth, hold-outs that hold, captions that say what is painted."""

import random
import statistics

import numpy as np
import pytest

from sarovar_training.world.captions import complex_caption, mutated_caption, simple_caption
from sarovar_training.world.compose import compose
from sarovar_training.world.heldout import colour_is_held_out, count_is_held_out, pair_is_held_out
from sarovar_training.world.scene import Category, Scene, Thing, draw_scene
from sarovar_training.world.words import (
    COLOUR_HELDOUT,
    COLOURS,
    NOUN_BY_NAME,
    NOUNS,
    NUMBERS,
    PERSON_HELDOUT,
)


def test_training_scenes_never_contain_a_held_out_composition() -> None:
    rng = random.Random(0)
    for _ in range(5_000):
        scene = draw_scene(rng)
        for thing in scene.things:
            assert not count_is_held_out(thing.noun, thing.count)
            assert not colour_is_held_out(thing.colour, thing.noun)
        if scene.relation:
            assert not pair_is_held_out(scene.things[0].noun, scene.things[1].noun)


@pytest.mark.parametrize("category", [Category.COUNTING, Category.COLOR, Category.SPATIAL])
def test_held_out_scenes_always_contain_one(category: Category) -> None:
    rng = random.Random(1)
    assert all(draw_scene(rng, category, held_out=True).held_out for _ in range(200))


def test_every_noun_and_colour_is_still_trained() -> None:
    for noun in NOUNS:
        assert not count_is_held_out(noun.name, 1)
        assert any(not count_is_held_out(noun.name, n) for n in NUMBERS if n > 1)
    for colour in COLOURS:
        assert any(not colour_is_held_out(colour, n.name) for n in NOUNS if n.recolourable)


def test_training_captions_never_contain_a_paraphrase_word() -> None:
    words = {w for n in NOUNS for w in n.heldout}
    words |= {*COLOUR_HELDOUT.values(), *PERSON_HELDOUT.values(), "trio", "quartet", "quintet"}
    rng = random.Random(2)
    for _ in range(5_000):
        scene = draw_scene(rng)
        for caption in (simple_caption(rng, scene), complex_caption(rng, scene)):
            assert not words & set(caption.lower().replace(".", "").split())


def test_the_boxes_hold_what_was_painted() -> None:
    rng = random.Random(3)
    scene = Scene(Category.COUNTING, "white", (Thing("heart", "red", 4),))
    picture = compose(rng, scene, 64)
    assert len(picture.placed) == 4
    for box in picture.placed:
        assert (box.label, box.colour) == ("heart", "red")
        red, green, blue = picture.pixels[int(box.y * 64), int(box.x * 64)].astype(int)
        assert red > 150 and green < 110 and blue < 110


def test_object_size_does_not_give_the_count_away() -> None:
    rng = random.Random(4)

    def mean_width(count: int) -> float:
        scene = Scene(Category.COUNTING, "white", (Thing("star", "blue", count),))
        pictures = [compose(rng, scene, 64) for _ in range(300)]
        return statistics.fmean(p.placed[0].width for p in pictures)

    assert abs(mean_width(1) - mean_width(5)) < 0.01


def test_relations_are_true_in_the_picture() -> None:
    rng = random.Random(5)
    for _ in range(200):
        scene = draw_scene(rng, Category.SPATIAL)
        first, second = compose(rng, scene, 64).placed
        dx, dy = second.x - first.x, second.y - first.y
        along = {"left of": dx, "right of": -dx, "above": dy, "below": -dy}
        assert scene.relation is not None
        assert along[scene.relation] > 0.2


def test_a_complex_caption_names_every_fact() -> None:
    rng = random.Random(6)
    thing = Thing("balloon", "red", 3)
    scene = Scene(Category.COUNTING, "blue", (thing,))
    caption = complex_caption(rng, scene)
    assert all(word in caption for word in ("three", "red", "balloons", "blue"))
    assert 2 <= caption.count(".") <= 4


def test_a_mutated_caption_is_about_another_scene() -> None:
    rng = random.Random(7)
    scene = Scene(Category.COUNTING, "blue", (Thing("dog", None, 3),))
    for _ in range(100):
        caption = mutated_caption(rng, scene)
        assert not ("three" in caption and "dogs" in caption)


def test_the_same_random_stream_paints_the_same_bytes() -> None:
    one, two = (
        compose(rng, draw_scene(rng), 64).pixels for rng in (random.Random(8), random.Random(8))
    )
    assert np.array_equal(one, two)


def test_every_noun_has_its_words() -> None:
    assert set(NOUN_BY_NAME) == {n.name for n in NOUNS}
    assert len({n.plural for n in NOUNS}) == len(NOUNS)
