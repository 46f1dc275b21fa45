"""Words compared regardless of endings and of what they stand in."""

from __future__ import annotations


def bare(word: str) -> str:
    """Return a word in lower case, without a possessive ending."""
    return word.lower().replace("’", "'").removesuffix("'s").removesuffix("'")


def holds(text: str, word: str) -> bool:
    """Whether a word is in a text as a whole word, possessive or not."""
    at = text.find(word)
    while at != -1:
        end = at + len(word)
        if not (_joins(text[at - 1 : at]) or _joins(text[end : end + 1])):
            return True
        at = text.find(word, end)
    return False


def _joins(character: str) -> bool:
    return character.isalnum() or character in ("_", "-")
