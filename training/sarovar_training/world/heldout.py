"""Which compositions are reserved for evaluation. Fixed by a hash, so every run agrees."""

import hashlib


def _one_in(n: int, *parts: str) -> bool:
    digest = hashlib.sha256("|".join(parts).encode()).digest()
    return int.from_bytes(digest[:4], "big") % n == 0


def count_is_held_out(noun: str, count: int) -> bool:
    """About one (noun, count) pair in ten, never count one, so each noun is seen."""
    return count > 1 and _one_in(10, "count", noun, str(count))


def colour_is_held_out(colour: str | None, noun: str) -> bool:
    """About one (colour, noun) pair in ten."""
    return colour is not None and _one_in(10, "colour", colour, noun)


def pair_is_held_out(first: str, second: str) -> bool:
    """About one ordered pair of nouns in ten; its mirror image may still be trained."""
    return _one_in(10, "pair", first, second)
