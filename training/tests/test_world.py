"""The world: exact ground truth, hold-outs that hold, captions that say what is painted."""

import random

import numpy as np
import pytest

from sarovar_training.world.captions import (
    complex_caption,
    marked_caption,
    mutated_caption,
    plain,
    simple_caption,
    with_spans,
)
from sarovar_training.world.compose import cell_masks, compose, paint_background
from sarovar_training.world.heldout import colour_is_held_out, count_is_held_out, pair_is_held_out
from sarovar_training.world.scene import LARGE, SMALL, Category, Scene, Thing, draw_scene, scatter
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


def things(noun: str, count: int, colour: str | None = None) -> Thing:
    """Small ones, somewhere."""
    return Thing(noun, colour, SMALL, tuple(scatter(random.Random(3), [SMALL] * count)))


def test_the_boxes_hold_what_was_painted() -> None:
    scene = Scene(Category.COUNTING, "white", (things("heart", 4, "red"),))
    picture = compose(scene, 128)
    assert len(picture.placed) == 4
    for box in picture.placed:
        assert (box.label, box.colour) == ("heart", "red")
        red, green, blue = picture.pixels[int(box.y * 128), int(box.x * 128)].astype(int)
        assert red > 150 and green < 110 and blue < 110


def test_nothing_overlaps_and_the_cells_of_each_thing_are_known() -> None:
    rng = random.Random(9)
    for _ in range(300):
        scene = draw_scene(rng)
        masks = cell_masks(scene)
        assert masks.sum(axis=0).max() == 1
        plain = paint_background(scene.background, 128)
        changed = (compose(scene, 128).pixels != (plain * 255 + 0.5).astype(np.uint8)).any(axis=2)
        cells = changed.reshape(8, 16, 8, 16).any(axis=(1, 3))
        assert not (cells & (masks.sum(axis=0) == 0)).any()


def test_object_size_does_not_give_the_number_away() -> None:
    rng = random.Random(4)
    drawn = [draw_scene(rng, Category.COUNTING).things[0] for _ in range(500)]
    assert {t.size for t in drawn if t.count > 1} == {SMALL}
    assert {t.count for t in drawn} == set(range(1, 7))


def test_relations_are_true_in_the_picture() -> None:
    rng = random.Random(5)
    for _ in range(200):
        scene = draw_scene(rng, Category.SPATIAL)
        first, second = compose(scene, 128).placed
        dx, dy = second.x - first.x, second.y - first.y
        along = {"left of": dx, "right of": -dx, "above": dy, "below": -dy}
        assert scene.relation is not None
        assert along[scene.relation] > 0.2


def test_half_of_the_training_scenes_have_two_things() -> None:
    rng = random.Random(10)
    two = sum(len(draw_scene(rng).things) == 2 for _ in range(4_000)) / 4_000
    assert 0.46 < two < 0.54


def test_the_marks_of_a_caption_are_the_words_for_its_things() -> None:
    rng = random.Random(11)
    for index in range(500):
        scene = draw_scene(rng)
        caption = with_spans(marked_caption(rng, scene, detailed=index % 2 == 0))
        assert caption.text == plain(caption.text)
        assert {thing for _, _, thing in caption.spans} == set(range(max(1, len(scene.things))))
        for start, end, thing in caption.spans:
            words = caption.text[start:end]
            assert words == words.strip()
            if scene.things and (colour := scene.things[thing].colour) and " " in words:
                assert words.startswith(colour) or scene.things[thing].noun.startswith(words[:4])


def test_a_detailed_caption_says_where_single_things_are() -> None:
    rng = random.Random(12)
    scene = Scene(Category.COLOR, "white", (Thing("car", "red", LARGE, ((5, 0),)),))
    caption = simple_caption(rng, scene, detailed=True)
    assert "at the top right" in caption and ("large" in caption or "big" in caption)
    assert "white" in caption


def test_exchanged_roles_are_never_still_true() -> None:
    rng = random.Random(13)
    first, second = Thing("dog", None, SMALL, ((0, 3),)), Thing("owl", None, SMALL, ((5, 3),))
    scene = Scene(Category.SPATIAL, "white", (first, second), "left of")
    for detailed in (False, True):
        captions = {mutated_caption(rng, scene, detailed=detailed) for _ in range(200)}
        assert any("owl" in c and "dog" in c for c in captions)
        for caption in captions:
            said = caption.replace("a single ", "").replace("one ", "").replace("a ", "")
            assert "dog is left of owl" not in said or "dog on the right" in said
            assert not ("dog on the left" in caption and "owl on the right" in caption)


def test_a_complex_caption_names_every_fact() -> None:
    rng = random.Random(6)
    scene = Scene(Category.COUNTING, "blue", (things("balloon", 3, "red"),))
    caption = complex_caption(rng, scene)
    assert all(word in caption for word in ("three", "red", "balloons", "blue"))
    assert 2 <= caption.count(".") <= 4


def test_a_mutated_caption_is_about_another_scene() -> None:
    rng = random.Random(7)
    scene = Scene(Category.COUNTING, "blue", (things("dog", 3),))
    for _ in range(100):
        caption = mutated_caption(rng, scene)
        assert not ("three" in caption and "dogs" in caption)


def test_the_same_random_stream_paints_the_same_bytes() -> None:
    one, two = (
        compose(draw_scene(rng), 128).pixels for rng in (random.Random(8), random.Random(8))
    )
    assert np.array_equal(one, two)


def test_every_noun_has_its_words() -> None:
    assert set(NOUN_BY_NAME) == {n.name for n in NOUNS}
    assert len({n.plural for n in NOUNS}) == len(NOUNS)
