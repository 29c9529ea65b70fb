"""The caption grammar: simple, detailed and complex (enriched) captions, and paraphrases."""

import random
import re
from dataclasses import dataclass, replace

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
    SIZES,
)

PREFIXES = ("", "", "", "", "a picture of ", "an image of ", "a drawing of ", "there is ")

_OPEN, _CLOSE = "\ue000", "\ue001"
"""Around the words that name a thing, while a caption is made; after the first stands its index."""
_MARK = re.compile(f"{_OPEN}(.)([^{_CLOSE}]*){_CLOSE}")


@dataclass(frozen=True)
class Caption:
    """A caption and where it names things: (start, end, index of the Thing) in characters."""

    text: str
    spans: tuple[tuple[int, int, int], ...]


def _marked(words: str, index: int) -> str:
    return f"{_OPEN}{index}{words}{_CLOSE}"


def plain(marked: str) -> str:
    """A caption of this module without its marks."""
    return _MARK.sub(r"\2", marked)


def with_spans(marked: str) -> Caption:
    """A caption of this module with the places of its marks."""
    text, spans, last = "", [], 0
    for mark in _MARK.finditer(marked):
        text += marked[last : mark.start()]
        spans.append((len(text), len(text) + len(mark[2]), int(mark[1])))
        text += mark[2]
        last = mark.end()
    return Caption(text + marked[last:], tuple(spans))


def article(phrase: str) -> str:
    """`phrase` with the indefinite article that its first letter asks for."""
    return f"an {phrase}" if plain(phrase)[0] in "aeiou" else f"a {phrase}"


def plural(word: str) -> str:
    """The plural of a synonym; a noun's own plural is in its table."""
    head, of, rest = word.partition(" of ")
    if of:
        return f"{plural(head)}{of}{rest}"
    return word[:-1] + "ies" if word.endswith("y") else f"{word}s"


class _Wording:
    """The phrases of one caption, with its random choices."""

    def __init__(self, rng: random.Random, scene: Scene, paraphrase: bool, detailed: bool) -> None:
        self.rng, self.scene = rng, scene
        self.paraphrase, self.detailed = paraphrase, detailed

    def noun(self, thing: Thing) -> str:
        noun = NOUN_BY_NAME[thing.noun]
        word = ""
        if self.paraphrase and noun.heldout:
            word = self.rng.choice(noun.heldout)
        elif noun.synonyms and self.rng.random() < 0.3:
            word = self.rng.choice(noun.synonyms)
        if not word:
            return noun.name if thing.count == 1 else noun.plural
        return word if thing.count == 1 else plural(word)

    def described(self, index: int) -> str:
        thing = self.scene.things[index]
        words = self.noun(thing)
        if thing.colour:
            renamed = COLOUR_HELDOUT if self.paraphrase else {}
            words = f"{renamed.get(thing.colour, thing.colour)} {words}"
        # Several of a kind are always small, so their size is nothing to be said.
        sized = self.detailed and thing.count == 1
        size = f"{self.rng.choice(SIZES[thing.size])} " if sized else ""
        return size + _marked(words, index)

    def thing(self, index: int) -> str:
        count, described = self.scene.things[index].count, self.described(index)
        if self.paraphrase and count in NUMBER_HELDOUT:
            return f"{NUMBER_HELDOUT[count]} {described}"
        number = self.rng.choice(NUMBERS[count])
        return article(described) if number == "a" else f"{number} {described}"

    def background(self) -> str:
        return background_phrase(self.rng, self.scene.background)

    def person(self) -> str:
        person = self.scene.person
        if person is None:
            raise ValueError("The scene has no person.")
        words = [PERSON_HELDOUT[person]] if self.paraphrase else PERSONS[person]
        if not self.paraphrase and self.scene.action == "cooking" and self.rng.random() < 0.3:
            words = COOKS
        return article(_marked(self.rng.choice(words), 0))

    def action(self) -> str:
        action = ACTION_BY_NAME[self.scene.action or ""]
        phrases = action.heldout if self.paraphrase and action.heldout else action.phrases
        return _marked(self.rng.choice(phrases), 0)

    def relation(self) -> str:
        relation = self.scene.relation or ""
        wording = self.rng.choice(RELATIONS[relation])
        return RELATION_HELDOUT.get(relation, wording) if self.paraphrase else wording

    def spots(self) -> list[str]:
        """Where each thing is, where one says it: of single things in detailed captions."""
        if not self.detailed or self.scene.objects > 2:
            return [""] * len(self.scene.things)
        return [f" {t.spot}" if t.count == 1 else "" for t in self.scene.things]

    def core(self) -> str:
        if self.scene.action:
            verb = self.rng.choice(("", "is ")) + self.action()
            return f"{self.person()} {verb}"
        phrases = [self.thing(i) for i in range(len(self.scene.things))]
        spots = self.spots()
        if self.scene.relation is None or (any(spots) and self.rng.random() < 0.4):
            return " and ".join(p + s for p, s in zip(phrases, spots, strict=True))
        verb = self.rng.choice(("", "is ")) + self.relation()
        sentence = f"{phrases[0]} {verb} {phrases[1]}"
        if not any(spots):
            return sentence
        names = [_marked(self.noun(t), i) for i, t in enumerate(self.scene.things)]
        return f"{sentence}, the {names[0]}{spots[0]} and the {names[1]}{spots[1]},"


def background_phrase(rng: random.Random, background: str) -> str:
    """Where it all happens: "on a blue background", "on a blue carpet" or "in a meadow"."""
    if background in PLACES:
        return PLACES[background]
    ground = rng.choice(("background", "background", "background", "background", "carpet"))
    return f"{rng.choice(('on', 'against')) if ground != 'carpet' else 'on'} " + article(
        f"{background} {ground}"
    )


def marked_caption(
    rng: random.Random,
    scene: Scene,
    *,
    paraphrase: bool = False,
    background: bool | None = None,
    detailed: bool = False,
) -> str:
    """One short phrase, with the marks that `with_spans` reads and `plain` takes away.

    `background` says whether it is named (None: in seven of ten captions, always where `detailed`,
    which also names the size and the spot of single things, so that nothing is left open).
    """
    wording = _Wording(rng, scene, paraphrase, detailed)
    core = wording.core()
    prefix = "" if " is " in core else rng.choice(PREFIXES)
    if prefix == "there is " and any(t.count > 1 for t in scene.things[:1]):
        prefix = "there are "
    drawn = rng.random() < 0.7
    named = (drawn or detailed) if background is None else background
    return f"{prefix}{core} {wording.background()}" if named else prefix + core.rstrip(",")


def simple_caption(
    rng: random.Random,
    scene: Scene,
    *,
    paraphrase: bool = False,
    background: bool | None = None,
    detailed: bool = False,
) -> str:
    """`marked_caption` as people see it."""
    return plain(
        marked_caption(rng, scene, paraphrase=paraphrase, background=background, detailed=detailed)
    )


def marked_complex_caption(rng: random.Random, scene: Scene) -> str:
    """The enriched caption, with marks: two to four sentences that name every number, colour and
    place."""
    wording = _Wording(rng, scene, paraphrase=False, detailed=rng.random() < 0.5)
    where = rng.choice(
        (f"The background is {scene.background}.", f"Everything is {wording.background()}.")
    )
    if scene.action:
        person, action = wording.person(), wording.action()
        pronoun = _marked("He" if scene.person == "man" else "She", 0)
        return f"There is {person}. {pronoun} is {action}. {where}"
    sentences: list[str] = []
    for index, (thing, spot) in enumerate(zip(scene.things, wording.spots(), strict=True)):
        verb = "are" if thing.count > 1 else "is"
        also = " also" if index else ""
        sentences.append(f"There {verb}{also} {wording.thing(index)}{spot}.")
    wording.detailed = False
    if scene.relation:
        first, second = (wording.described(i) for i in range(2))
        sentences.append(f"The {first} is {wording.relation()} the {second}.")
    elif scene.things[0].count > 1:
        number = NUMBERS[scene.things[0].count][0]
        sentences.append(f"You can count exactly {number} {wording.described(0)}.")
    return " ".join((*sentences, where))


def complex_caption(rng: random.Random, scene: Scene) -> str:
    """`marked_complex_caption` as people see it."""
    return plain(marked_complex_caption(rng, scene))


def mutated_caption(rng: random.Random, scene: Scene, *, detailed: bool = False) -> str:
    """A caption that is wrong in one fact: the hard negative for contrastive training.

    With `detailed` the wrong fact may be a size or a spot, too.
    """
    return simple_caption(rng, _mutate(rng, scene, detailed), detailed=detailed)


def _mutate(rng: random.Random, scene: Scene, detailed: bool) -> Scene:
    if scene.action:
        actions = [a for a in ACTION_BY_NAME if a != scene.action]
        if rng.random() < 0.3:
            return replace(scene, person="woman" if scene.person == "man" else "man")
        return replace(scene, action=rng.choice(actions))
    exchanges = _exchanges(scene, detailed)
    if exchanges and rng.random() < 0.6:
        return replace(scene, things=rng.choice(exchanges))
    index = rng.randrange(len(scene.things))
    thing = scene.things[index]
    kinds = ["noun", "count", "count"] if scene.category == "COUNTING" else ["noun"]
    if thing.colour:
        kinds.append("colour")
    kind = rng.choice(kinds)
    if kind == "count":
        count = rng.choice([n for n in NUMBERS if n != thing.count])
        thing = replace(thing, cells=(thing.cells * count)[:count])
    elif kind == "colour":
        thing = replace(thing, colour=rng.choice([c for c in COLOURS if c != thing.colour]))
    else:
        same_kind = NOUN_BY_NAME[thing.noun].recolourable
        names = [n.name for n in NOUN_BY_NAME.values() if n.recolourable == same_kind]
        taken = {t.noun for t in scene.things}
        thing = replace(thing, noun=rng.choice([n for n in names if n not in taken]))
    things = (*scene.things[:index], thing, *scene.things[index + 1 :])
    return replace(scene, things=things)


def _exchanges(scene: Scene, detailed: bool) -> list[tuple[Thing, ...]]:
    """Two things that have exchanged their roles or their colours: the same words, another picture.

    Only what the caption says can be exchanged; none where that changes nothing.
    """
    if len(scene.things) != 2:
        return []
    first, second = scene.things
    exchanges: list[tuple[Thing, ...]] = []
    if scene.relation or (detailed and first.spot != second.spot):
        one = replace(first, noun=second.noun, colour=second.colour)
        exchanges.append((one, replace(second, noun=first.noun, colour=first.colour)))
    if first.colour and second.colour and first.colour != second.colour:
        one = replace(first, colour=second.colour)
        exchanges.append((one, replace(second, colour=first.colour)))
    return exchanges
