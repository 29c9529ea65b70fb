"""Every word and phrase by which a prompt can name what the scorer knows."""

from ..world.captions import article, plural
from ..world.words import (
    ACTIONS,
    COLOUR_HELDOUT,
    COLOURS,
    COOKS,
    NOUNS,
    NUMBER_HELDOUT,
    NUMBERS,
    PERSON_HELDOUT,
    PERSONS,
    PLACES,
    PLAIN_BACKGROUNDS,
    RELATION_HELDOUT,
    RELATIONS,
    Noun,
)

Words = dict[str, list[str]]


def _noun(noun: Noun) -> list[str]:
    others = [*noun.synonyms, *noun.heldout]
    return [noun.name, noun.plural, *others, *(plural(word) for word in others)]


def _plain(background: str) -> list[str]:
    named = f"{article(background)} background"
    return [f"on {named}", f"against {named}", f"the background is {background}"]


def spoken_words() -> dict[str, Words]:
    """By kind of fact, then by name: the phrases, paraphrases included, lower case."""
    backgrounds = {name: _plain(name) for name in PLAIN_BACKGROUNDS}
    places = {name: [phrase, f"the background is {name}"] for name, phrase in PLACES.items()}
    return {
        "nouns": {n.name: _noun(n) for n in NOUNS},
        "colours": {c: [c, *([COLOUR_HELDOUT[c]] if c in COLOUR_HELDOUT else [])] for c in COLOURS},
        "numbers": {
            str(n): [
                *(w for w in words if w != "a"),
                *([NUMBER_HELDOUT[n]] if n in NUMBER_HELDOUT else []),
            ]
            for n, words in NUMBERS.items()
        },
        "relations": {
            r: [*words, *([RELATION_HELDOUT[r]] if r in RELATION_HELDOUT else [])]
            for r, words in RELATIONS.items()
        },
        "actions": {a.name: [*a.phrases, *a.heldout] for a in ACTIONS},
        "persons": {p: [*words, PERSON_HELDOUT[p]] for p, words in PERSONS.items()},
        "cooks": {"cooking": list(COOKS)},
        "backgrounds": backgrounds | places,
    }
