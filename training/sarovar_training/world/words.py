"""The vocabulary of the world: one literal table per part of speech.

Captions, scenes, the scorer's classes and the evaluation are all derived from these tables.
`heldout` words are paraphrases: the training captions never contain them.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Noun:
    """A thing of the world: its emoji, its words, and whether it can be recoloured."""

    name: str
    icon: str
    plural: str
    recolourable: bool = False
    synonyms: tuple[str, ...] = ()
    heldout: tuple[str, ...] = ()


@dataclass(frozen=True)
class Action:
    """Something a person does: the emoji suffix after `man-` or `woman-`, and its phrasings."""

    name: str
    icon: str
    phrases: tuple[str, ...]
    heldout: tuple[str, ...] = ()


NOUNS: tuple[Noun, ...] = (
    Noun("dog", "dog", "dogs", heldout=("canine", "hound")),
    Noun("butterfly", "butterfly", "butterflies"),
    Noun("turtle", "turtle", "turtles", heldout=("tortoise",)),
    Noun("rabbit", "rabbit", "rabbits", synonyms=("bunny",), heldout=("hare",)),
    Noun("penguin", "penguin", "penguins"),
    Noun("owl", "owl", "owls"),
    Noun("elephant", "elephant", "elephants"),
    Noun("tiger", "tiger-face", "tigers"),
    Noun("princess", "princess", "princesses", heldout=("maiden",)),
    Noun("robot", "robot", "robots", heldout=("android",)),
    Noun("pizza", "pizza", "pizzas"),
    Noun("hamburger", "hamburger", "hamburgers", synonyms=("burger",), heldout=("cheeseburger",)),
    Noun("sun", "sun", "suns"),
    Noun("skateboard", "skateboard", "skateboards"),
    Noun("sailboat", "sailboat", "sailboats", synonyms=("boat",), heldout=("yacht",)),
    Noun("kitten", "cat-face", "kittens", True, synonyms=("cat",), heldout=("feline",)),
    Noun("balloon", "balloon", "balloons", True),
    Noun("fish", "fish", "fish", True),
    Noun("flower", "tulip", "flowers", True, synonyms=("tulip",), heldout=("blossom",)),
    Noun("umbrella", "umbrella", "umbrellas", True, heldout=("parasol",)),
    Noun("car", "automobile", "cars", True, heldout=("automobile",)),
    Noun("star", "star", "stars", True),
    Noun("heart", "red-heart", "hearts", True),
    Noun("ball of yarn", "yarn", "balls of yarn", True, heldout=("ball of wool",)),
    Noun("bottle", "bottle-with-popping-cork", "bottles", True, heldout=("flask",)),
    Noun("dress", "dress", "dresses", True, heldout=("gown",)),
    Noun("boxing glove", "boxing-glove", "boxing gloves", True),
    Noun("bird", "bird", "birds", True),
    Noun("cap", "billed-cap", "caps", True, synonyms=("hat",)),
    Noun("teapot", "teapot", "teapots", True, heldout=("teakettle",)),
)

COLOURS: dict[str, tuple[int, int, int]] = {
    "red": (226, 30, 45),
    "yellow": (252, 213, 30),
    "green": (38, 160, 60),
    "blue": (30, 98, 225),
    "purple": (132, 50, 180),
    "pink": (255, 115, 185),
    "orange": (250, 130, 20),
    "white": (246, 246, 248),
}
COLOUR_HELDOUT: dict[str, str] = {
    "red": "crimson",
    "yellow": "golden",
    "green": "emerald",
    "blue": "azure",
    "purple": "violet",
    "orange": "amber",
    "white": "ivory",
}

ACTIONS: tuple[Action, ...] = (
    Action("running", "running", ("running", "jogging"), ("sprinting",)),
    Action("dancing", "dancing", ("dancing",), ("performing a dance",)),
    Action("swimming", "swimming", ("swimming",)),
    Action("surfing", "surfing", ("surfing", "riding a surfboard"), ("riding a wave",)),
    Action("cycling", "biking", ("cycling", "riding a bicycle", "riding a bike"), ("pedalling",)),
    Action("climbing", "climbing", ("climbing", "climbing a rock"), ("scaling a cliff",)),
    Action("juggling", "juggling", ("juggling", "juggling balls")),
    Action("lifting weights", "lifting-weights", ("lifting weights", "lifting a barbell")),
    Action("meditating", "in-lotus-position", ("meditating", "doing yoga")),
    Action("cooking", "cook", ("cooking", "cooking food")),
    Action("golfing", "golfing", ("golfing", "playing golf"), ("swinging a golf club",)),
    Action("cartwheeling", "cartwheeling", ("cartwheeling", "turning a cartwheel")),
    Action("rowing", "rowing-boat", ("rowing", "rowing a boat"), ("paddling a boat",)),
    Action("singing", "singer", ("singing", "singing a song"), ("performing a song",)),
    Action("playing basketball", "bouncing-ball", ("playing basketball", "dribbling a ball")),
    Action("painting", "artist", ("painting", "painting a picture")),
)
COOKS = ("cook", "chef")
"""Words for somebody who is cooking, whoever it is."""
TONES: tuple[str, ...] = ("", "-medium-light", "-dark")
"""Suffixes of a person's emoji: everybody is one of three drawings, which no caption names."""
PERSONS: dict[str, tuple[str, ...]] = {"man": ("man", "boy"), "woman": ("woman", "girl")}
PERSON_HELDOUT: dict[str, str] = {"man": "gentleman", "woman": "lady"}

NUMBERS: dict[int, tuple[str, ...]] = {
    1: ("one", "a", "a single"),
    2: ("two", "a pair of"),
    3: ("three",),
    4: ("four",),
    5: ("five",),
    6: ("six", "half a dozen"),
}
NUMBER_HELDOUT: dict[int, str] = {
    3: "a trio of",
    4: "a quartet of",
    5: "a quintet of",
    6: "a sextet of",
}

RELATIONS: dict[str, tuple[str, ...]] = {
    "left of": ("left of", "to the left of"),
    "right of": ("right of", "to the right of"),
    "above": ("above", "over"),
    "below": ("below", "under"),
}
RELATION_HELDOUT: dict[str, str] = {"above": "on top of", "below": "beneath"}
SIZES: dict[int, tuple[str, ...]] = {2: ("small", "little"), 3: ("large", "big")}
"""Words for a thing of so many cells a side."""
SPOTS: tuple[tuple[str, str, str], ...] = (
    ("at the top left", "at the top", "at the top right"),
    ("on the left", "in the middle", "on the right"),
    ("at the bottom left", "at the bottom", "at the bottom right"),
)
"""Where a thing's centre is, by thirds of the picture: row by row."""
OPPOSITE: dict[str, str] = {
    "left of": "right of",
    "right of": "left of",
    "above": "below",
    "below": "above",
}

PLAIN_BACKGROUNDS: dict[str, tuple[int, int, int]] = {
    "white": (250, 250, 250),
    "black": (28, 28, 34),
    "blue": (150, 200, 250),
    "green": (176, 228, 168),
    "yellow": (255, 240, 165),
    "pink": (255, 208, 224),
    "purple": (222, 204, 246),
}
PLACES: dict[str, str] = {
    "meadow": "in a meadow",
    "beach": "on a beach",
    "night sky": "in the night sky",
    "snow": "in the snow",
    "sea": "at the sea",
}
WHITE_ON: frozenset[str] = frozenset({"white", "snow"})
"""Backgrounds on which nobody would see a white thing."""
BACKGROUNDS: tuple[str, ...] = (*PLAIN_BACKGROUNDS, *PLACES)

NOUN_BY_NAME: dict[str, Noun] = {noun.name: noun for noun in NOUNS}
ACTION_BY_NAME: dict[str, Action] = {action.name: action for action in ACTIONS}

DISTRACTORS: tuple[str, ...] = (
    "bell",
    "rocket",
    "guitar",
    "mushroom",
    "crown",
    "cactus",
    "red-apple",
    "bear",
    "frog",
    "duck",
    "monkey",
    "key",
    "house",
    "locomotive",
    "basketball",
    "closed-book",
    "feather",
    "unicorn",
    "chair",
    "wrapped-gift",
    "kite",
    "parrot",
    "t-shirt",
    "backpack",
)
DISTRACTING_PEOPLE: tuple[str, ...] = (
    "man-walking",
    "woman-walking",
    "man-playing-handball",
    "woman-playing-handball",
    "man-farmer",
    "woman-farmer",
    "man-astronaut",
    "woman-fairy",
)
"""Emoji that no caption names: the scorer must answer "none of these" to them."""
