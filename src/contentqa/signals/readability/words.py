"""What each word form contributes to the formulas, worked out once per distinct form and then looked up."""

from __future__ import annotations

import functools
import importlib.util
import re
import unicodedata
from pathlib import Path
from typing import NamedTuple

from .syllables import syllables

_CACHED_FORMS = 200_000
_VERB_ENDINGS = ("ed", "es", "ing")
_LETTERS = re.compile(r"[^\W\d_]")
_INFLECTIONS = (
    ("'s", ""),
    ("s'", "s"),
    ("s", ""),
    ("es", ""),
    ("ies", "y"),
    ("ed", ""),
    ("d", ""),
    ("ied", "y"),
    ("ing", ""),
    ("ing", "e"),
    ("er", ""),
    ("r", ""),
    ("ier", "y"),
    ("est", ""),
    ("st", ""),
    ("iest", "y"),
    ("ly", ""),
)


class Facts(NamedTuple):
    """Numbers for one word form; the flags are 0 or 1 so that they can be summed.

    ``polysyllable``: three or more syllables (SMOG). ``monosyllable``: one (FORCAST). ``long``: more than six letters
    (LIX). ``difficult``: not familiar by the Dale–Chall rules. ``complex``: hard by the rules of the fog index.
    """

    syllables: int
    letters: int
    characters: int
    polysyllable: int
    monosyllable: int
    long: int
    difficult: int
    complex: int


class Forms(dict[str, Facts]):
    """Facts by word form as written: capitals mark a name, except where the caller passes the lower-case form.

    The table forgets everything when it is full, so that memory stays bounded over any number of articles.
    """

    def __missing__(self, form: str) -> Facts:
        if len(self) >= _CACHED_FORMS:
            self.clear()
        facts = self[form] = describe(form)
        return facts


def describe(form: str) -> Facts:
    """Return the facts of one word as it is written in the text."""
    lower = plain(form)
    count = syllables(lower)
    letters = len(_LETTERS.findall(lower))
    name = form[:1].isupper()
    return Facts(
        syllables=count,
        letters=letters,
        characters=sum(c.isalnum() for c in lower),
        polysyllable=int(count >= 3),
        monosyllable=int(count == 1),
        long=int(letters > 6),
        difficult=int(not (name or is_familiar(lower))),
        complex=int(count >= 3 and not name and _is_complex(lower, count)),
    )


def plain(form: str) -> str:
    """Return ``form`` in lower case with straight apostrophes and without accents: *Café’s* → *cafe's*."""
    lower = form.lower().replace("’", "'").replace("‑", "-")
    if lower.isascii():
        return lower
    return "".join(c for c in unicodedata.normalize("NFD", lower) if not unicodedata.combining(c))


def _is_complex(word: str, count: int) -> bool:
    """Apply the exceptions of the fog index: compounds of short words, and verbs that an ending makes long."""
    if "-" in word:
        return any(syllables(part) >= 3 for part in word.split("-") if part)
    for ending in _VERB_ENDINGS:
        if count == 3 and word.endswith(ending) and syllables(word.removesuffix(ending)) < 3:
            return False
    return True


def is_familiar(word: str) -> bool:
    """Say whether ``word`` (lower case) is on Dale and Chall's list, or a regular inflection of a word on it.

    Figures are familiar; a hyphenated compound is familiar when all its parts are (Dale & Chall 1948, pp. 42–44).
    """
    if "-" in word:
        return all(is_familiar(part) for part in word.split("-") if part)
    easy = easy_words()
    if word in easy or not any(c.isalpha() for c in word) or word.isdigit():
        return True
    for ending, restored in _INFLECTIONS:
        if len(word) > len(ending) + 1 and word.endswith(ending):
            stem = word[: -len(ending)] + restored
            if stem in easy or (
                stem[-1:] == stem[-2:-1] and ending in ("ed", "ing", "er", "est") and stem[:-1] in easy
            ):
                return True
    return False


@functools.cache
def easy_words() -> frozenset[str]:
    """Return textstat's copy of Dale and Chall's list of familiar words.

    The file is read from textstat's installation without importing the package, which would cost a second.
    """
    spec = importlib.util.find_spec("textstat")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("textstat is not installed: its list of easy words is needed", name="textstat")
    path = Path(spec.submodule_search_locations[0], "resources", "en", "easy_words.txt")
    return frozenset(path.read_text(encoding="utf-8").split())


forms = Forms()
