"""The caption grammar: simple captions, complex (enriched) captions, and held-out paraphrases."""

import random
from dataclasses import replace

from .scene import Scene, Thing
from .words import (
    ACTION_BY_NAME,
    COLOUR_HELDOUT,
    COLOURS,
    COOKS,
    NOUN_BY_NAME,
    NUMBER_HELDOUT,
    NUMBERS,
    PERSON_HELDOUT,
    PERSONS,
    PLACES,
    RELATION_HELDOUT,
    RELATIONS,
)

PREFIXES = ("", "", "", "", "a picture of ", "an image of ", "a drawing of ", "there is ")


def article(phrase: str) -> str:
    """`phrase` with the indefinite article that its first letter asks for."""
    return f"an {phrase}" if phrase[0] in "aeiou" else f"a {phrase}"


def plural(word: str) -> str:
    """The plural of a synonym; a noun's own plural is in its table."""
    return word[:-1] + "ies" if word.endswith("y") else f"{word}s"


def _noun(rng: random.Random, thing: Thing, paraphrase: bool) -> str:
    noun = NOUN_BY_NAME[thing.noun]
    word = ""
    if paraphrase and noun.heldout:
        word = rng.choice(noun.heldout)
    elif noun.synonyms and rng.random() < 0.3:
        word = rng.choice(noun.synonyms)
    if not word:
        return noun.name if thing.count == 1 else noun.plural
    return word if thing.count == 1 else plural(word)


def _described(rng: random.Random, thing: Thing, paraphrase: bool) -> str:
    noun = _noun(rng, thing, paraphrase)
    if thing.colour is None:
        return noun
    colour = COLOUR_HELDOUT.get(thing.colour, thing.colour) if paraphrase else thing.colour
    return f"{colour} {noun}"


def thing_phrase(rng: random.Random, thing: Thing, paraphrase: bool = False) -> str:
    """A noun phrase: "three red balloons", "a blue car", "a kitten"."""
    described = _described(rng, thing, paraphrase)
    if paraphrase and thing.count in NUMBER_HELDOUT:
        return f"{NUMBER_HELDOUT[thing.count]} {described}"
    number = rng.choice(NUMBERS[thing.count])
    return article(described) if number == "a" else f"{number} {described}"


def background_phrase(rng: random.Random, background: str) -> str:
    """Where it all happens: "on a blue background" or "in a meadow"."""
    if background in PLACES:
        return PLACES[background]
    return rng.choice(
        (f"on {article(background)} background", f"against {article(background)} background")
    )


def _person(rng: random.Random, scene: Scene, paraphrase: bool) -> str:
    if scene.person is None:
        raise ValueError("The scene has no person.")
    if paraphrase:
        return article(PERSON_HELDOUT[scene.person])
    if scene.action == "cooking" and rng.random() < 0.3:
        return article(rng.choice(COOKS))
    return article(rng.choice(PERSONS[scene.person]))


def _action(rng: random.Random, scene: Scene, paraphrase: bool) -> str:
    if scene.action is None:
        raise ValueError("The scene has no action.")
    action = ACTION_BY_NAME[scene.action]
    return rng.choice(action.heldout if paraphrase and action.heldout else action.phrases)


def _core(rng: random.Random, scene: Scene, paraphrase: bool) -> str:
    if scene.action:
        verb = rng.choice(("", "is ")) + _action(rng, scene, paraphrase)
        return f"{_person(rng, scene, paraphrase)} {verb}"
    phrases = [thing_phrase(rng, t, paraphrase) for t in scene.things]
    if scene.relation is None:
        return " and ".join(phrases)
    wording = rng.choice(RELATIONS[scene.relation])
    if paraphrase:
        wording = RELATION_HELDOUT.get(scene.relation, wording)
    return f"{phrases[0]} {rng.choice(('', 'is '))}{wording} {phrases[1]}"


def simple_caption(
    rng: random.Random, scene: Scene, *, paraphrase: bool = False, background: bool | None = None
) -> str:
    """One short phrase. `background` says whether it is named (None: in seven of ten captions)."""
    core = _core(rng, scene, paraphrase)
    prefix = "" if " is " in core else rng.choice(PREFIXES)
    if prefix == "there is " and any(t.count > 1 for t in scene.things[:1]):
        prefix = "there are "
    named = rng.random() < 0.7 if background is None else background
    return f"{prefix}{core} {background_phrase(rng, scene.background)}" if named else prefix + core


def complex_caption(rng: random.Random, scene: Scene) -> str:
    """The enriched caption: two to four sentences that name every number, colour and place."""
    where = rng.choice(
        (
            f"The background is {scene.background}.",
            f"Everything is {background_phrase(rng, scene.background)}.",
        )
    )
    if scene.action:
        person, action = _person(rng, scene, False), _action(rng, scene, False)
        pronoun = "He" if scene.person == "man" else "She"
        return f"There is {person}. {pronoun} is {action}. {where}"
    sentences: list[str] = []
    for index, thing in enumerate(scene.things):
        verb = "are" if thing.count > 1 else "is"
        also = " also" if index else ""
        sentences.append(f"There {verb}{also} {thing_phrase(rng, thing)}.")
    if scene.relation:
        first, second = (_described(rng, t, False) for t in scene.things)
        wording = rng.choice(RELATIONS[scene.relation])
        sentences.append(f"The {first} is {wording} the {second}.")
    elif scene.things[0].count > 1:
        thing = scene.things[0]
        number = NUMBERS[thing.count][0]
        sentences.append(f"You can count exactly {number} {_described(rng, thing, False)}.")
    return " ".join((*sentences, where))


def mutated_caption(rng: random.Random, scene: Scene) -> str:
    """A caption that is wrong in one fact: the hard negative for contrastive training."""
    return simple_caption(rng, _mutate(rng, scene))


def _mutate(rng: random.Random, scene: Scene) -> Scene:
    if scene.action:
        actions = [a for a in ACTION_BY_NAME if a != scene.action]
        if rng.random() < 0.3:
            return replace(scene, person="woman" if scene.person == "man" else "man")
        return replace(scene, action=rng.choice(actions))
    if scene.relation and rng.random() < 0.6:
        return replace(scene, things=(scene.things[1], scene.things[0]))
    index = rng.randrange(len(scene.things))
    thing = scene.things[index]
    kinds = ["noun", "count", "count"] if scene.category == "COUNTING" else ["noun"]
    if thing.colour:
        kinds.append("colour")
    kind = rng.choice(kinds)
    if kind == "count":
        thing = replace(thing, count=rng.choice([n for n in NUMBERS if n != thing.count]))
    elif kind == "colour":
        thing = replace(thing, colour=rng.choice([c for c in COLOURS if c != thing.colour]))
    else:
        same_kind = NOUN_BY_NAME[thing.noun].recolourable
        names = [n.name for n in NOUN_BY_NAME.values() if n.recolourable == same_kind]
        taken = {t.noun for t in scene.things}
        thing = replace(thing, noun=rng.choice([n for n in names if n not in taken]))
    things = (*scene.things[:index], thing, *scene.things[index + 1 :])
    return replace(scene, things=things)
