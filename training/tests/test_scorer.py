"""The rules that turn what the scorer sees into right or wrong."""

import math
import random

from sarovar_training.evaluate import proportion, questions, wilson
from sarovar_training.judging import Found, Sight, judge
from sarovar_training.stages.scorer import crowd
from sarovar_training.world.scene import Category, Scene, Thing


def seen(label: str, x: float = 0.5, y: float = 0.5, colour: str = "red") -> Found:
    return Found(label, colour, "man", x, y)


def things(noun: str, count: int, colour: str | None = None) -> Thing:
    return Thing(noun, colour, 2, tuple((2 * i % 8, 2 * i // 8) for i in range(count)))


def test_six_objects_are_not_five() -> None:
    scene = Scene(Category.COUNTING, "white", (things("dog", 5),))
    verdict = judge(scene, Sight((seen("dog"),) * 6, "white"), True)
    assert verdict == {"background": True, "object": True, "count": False}


def test_nothing_found_is_wrong_everywhere_but_the_background() -> None:
    scene = Scene(Category.COUNTING, "white", (things("star", 1, "red"),))
    verdict = judge(scene, Sight((), "white"), True)
    assert verdict == {"background": True, "object": False, "colour": False, "count": False}


def test_a_stranger_beside_the_right_object_is_wrong() -> None:
    scene = Scene(Category.COUNTING, "white", (things("dog", 1),))
    verdict = judge(scene, Sight((seen("dog"), seen("cat")), "white"), False)
    assert verdict["count"] is False


def test_colour_must_hold_for_every_object() -> None:
    scene = Scene(Category.COUNTING, "white", (things("star", 2, "red"),))
    sight = Sight((seen("star"), seen("star", colour="blue")), "white")
    assert judge(scene, sight, False)["colour"] is False


def test_relations_need_the_right_order() -> None:
    scene = Scene(Category.SPATIAL, "white", (things("dog", 1), things("turtle", 1)), "left of")
    right = Sight((seen("dog", 0.2), seen("turtle", 0.8)), "white")
    wrong = Sight((seen("dog", 0.8), seen("turtle", 0.2)), "white")
    assert judge(scene, right, False)["relation"] is True
    assert judge(scene, wrong, False)["relation"] is False


def test_two_people_are_not_one_action() -> None:
    scene = Scene(Category.ACTION, "white", person="man", action="surfing")
    assert judge(scene, Sight((seen("surfing"),), "white"), False)["action"] is True
    assert judge(scene, Sight((seen("surfing"),) * 2, "white"), False)["action"] is False


def test_half_of_the_crowds_are_alike() -> None:
    rng = random.Random(0)
    crowds = [crowd(rng, 128).placed for _ in range(60)]
    alike = [len({(p.label, p.colour) for p in c}) == 1 for c in crowds if len(c) >= 4]
    assert 0.25 < sum(alike) / len(alike) < 0.75


def test_wilson_interval_matches_its_published_form() -> None:
    low, high = wilson(81, 263)
    assert math.isclose(low, 0.2553, abs_tol=5e-4) and math.isclose(high, 0.3662, abs_tol=5e-4)
    assert proportion([])["asked"] == 0


def test_evaluation_captions_are_balanced_and_fixed() -> None:
    asked = questions(1, 200)
    assert asked == questions(1, 200)
    per_category = {c: sum(q.scene.category is c for q in asked) for c in Category}
    assert set(per_category.values()) == {50}
    composed = [q for q in asked if q.scene.category is not Category.ACTION]
    assert 0.4 < sum(q.scene.held_out for q in composed) / len(composed) < 0.6
