"""What each word form contributes to the formulas and the index, worked out once per distinct form."""

from __future__ import annotations

import functools
import importlib.util
import re
import unicodedata
from pathlib import Path
from typing import NamedTuple

from .syllables import syllables
from .tables import lines

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
_LAST_LETTERS = ("s", "d", "g", "r", "t", "y", "'")
FIGURE_DEPTH = 2.0
UNRANKED_DEPTH = 5.4
_ABSTRACT_ENDINGS = ("tion", "tions", "sion", "sions", "ment", "ments", "ity", "ities", "ness", "ance", "ence", "ism")
_LEARNED_ENDINGS = ("ic", "al", "ous", "ive", "ical", "itis", "osis", "emia", "aemia", "ase", "ology", "pathy", "oma")
_RELATIVES = frozenset("which that who whose whom where whereby".split())
_SUBORDINATORS = frozenset(
    "because although though while whereas if when unless since until whether after before".split()
)
_PREPOSITIONS = frozenset("of in for with by on at from to into between among through during within across via".split())
_PERSONAL = frozenset("we you i our your my us me they he she his her their".split())
_BE = frozenset("is are was were be been being am".split())
_FUNCTION = (
    _RELATIVES
    | _SUBORDINATORS
    | _PREPOSITIONS
    | _PERSONAL
    | _BE
    | frozenset(
        "a an the this these those and or nor but yet so as than then it its itself mine yours hers ours theirs him "
        "them myself yourself himself herself ourselves yourselves themselves what how why there here not no none "
        "neither either both each every any some all many much few more most less least several other another such own "
        "same have has had having do does did doing done can could may might must shall should will would ought about "
        "above against along around behind below beneath beside besides between beyond despite down except inside like "
        "near off onto out outside over past per through throughout toward towards under underneath up upon versus "
        "within without also just only very too quite rather even still again ever never always often however "
        "therefore thus hence moreover furthermore isn't aren't wasn't weren't don't doesn't didn't can't couldn't "
        "won't wouldn't shouldn't haven't hasn't hadn't it's that's there's i'm you're we're they're i've you've we've "
        "they've i'll you'll we'll they'll he's she's let's cannot".split()
    )
)


class Facts(NamedTuple):
    """Numbers for one word form; the flags are 0 or 1 so that they can be summed.

    ``polysyllable``: three or more syllables (SMOG). ``monosyllable``: one (FORCAST). ``long``: more than six letters
    (LIX). ``difficult``: not familiar by the Dale–Chall rules. ``complex``: hard by the rules of the fog index.
    ``depth``: log10 of the rank among English words (1 for the commonest, 5.4 for words outside the table); of a
    compound that of its rarest part.
    """

    word: int
    syllables: int
    letters: int
    characters: int
    polysyllable: int
    monosyllable: int
    long: int
    difficult: int
    complex: int
    depth: float
    deeper_than_3_2: int
    deeper_than_3_6: int
    deeper_than_4_0: int
    deeper_than_4_3: int
    deeper_than_4_6: int
    deeper_than_5_0: int
    very_polysyllabic: int
    acronym: int
    figure: int
    mixed: int
    compound: int
    capital: int
    function: int
    abstract: int
    learned: int
    relative: int
    subordinator: int
    preposition: int
    personal: int
    be: int


def describe(form: str) -> Facts:
    """Return the facts of one word as it is written in the text."""
    lower = plain(form)
    count = syllables(lower)
    if lower.isalpha():
        letters = characters = len(lower)
    else:
        letters, characters = len(_LETTERS.findall(lower)), sum(map(str.isalnum, lower))
    figures = characters > letters
    name = form[:1].isupper()
    acronym = sum(map(str.isupper, form)) > 1
    deep = depth(lower)
    return Facts(
        word=1,
        syllables=count,
        letters=letters,
        characters=characters,
        polysyllable=int(count >= 3),
        monosyllable=int(count == 1),
        long=int(letters > 6),
        difficult=int(not (name or is_familiar(lower))),
        complex=int(count >= 3 and not name and _is_complex(lower, count)),
        depth=deep,
        deeper_than_3_2=int(deep > 3.2),
        deeper_than_3_6=int(deep > 3.6),
        deeper_than_4_0=int(deep > 4.0),
        deeper_than_4_3=int(deep > 4.3),
        deeper_than_4_6=int(deep > 4.6),
        deeper_than_5_0=int(deep > 5.0),
        very_polysyllabic=int(count >= 4),
        acronym=int(acronym),
        figure=int(figures),
        mixed=int(figures and letters > 0),
        compound=int("-" in lower),
        capital=int(name and not acronym),
        function=int(lower in _FUNCTION),
        abstract=int(lower.endswith(_ABSTRACT_ENDINGS) and letters > 5),
        learned=int(lower.endswith(_LEARNED_ENDINGS) and letters > 5),
        relative=int(lower in _RELATIVES),
        subordinator=int(lower in _SUBORDINATORS),
        preposition=int(lower in _PREPOSITIONS),
        personal=int(lower in _PERSONAL),
        be=int(lower in _BE),
    )


def plain(form: str) -> str:
    """Return ``form`` in lower case with straight apostrophes and without accents: *Café’s* → *cafe's*."""
    lower = form.lower().replace("’", "'").replace("‑", "-")
    if lower.isascii():
        return lower
    return "".join(c for c in unicodedata.normalize("NFD", lower) if not unicodedata.combining(c))


def depth(word: str) -> float:
    """Return log10 of (the rank of ``word`` among English words + 10): 1 for *the*, 5.4 for words out of the table.

    A possessive counts as its base, a compound that is not in the table as its rarest part, a figure as 2.
    """
    ranks = _ranks()
    base = word.removesuffix("'s")
    step = ranks.get(base)
    if step is not None:
        return step
    parts = [part for part in re.split(r"['-]", base) if part]
    return max((_part_depth(part, ranks) for part in parts), default=FIGURE_DEPTH)


def _part_depth(part: str, ranks: dict[str, float]) -> float:
    step = ranks.get(part)
    if step is not None:
        return step
    return FIGURE_DEPTH if part.isdigit() else UNRANKED_DEPTH


@functools.cache
def _ranks() -> dict[str, float]:
    ranks: dict[str, float] = {}
    for line in lines("word-ranks.txt.gz"):
        step, *words = line.split(" ")
        ranks.update(dict.fromkeys(words, int(step) / 10))
    return ranks


def _is_complex(word: str, count: int) -> bool:
    """Apply the exceptions of the fog index: compounds of short words, and verbs that an ending makes long."""
    if "-" in word:
        return any(syllables(part) >= 3 for part in word.split("-") if part)
    return not any(
        count == 3 and word.endswith(ending) and syllables(word.removesuffix(ending)) < 3 for ending in _VERB_ENDINGS
    )


def is_familiar(word: str) -> bool:
    """Say whether ``word`` (lower case) is on Dale and Chall's list, or a regular inflection of a word on it.

    Figures are familiar; a hyphenated compound is familiar when all its parts are (Dale & Chall 1948, pp. 42–44).
    """
    if "-" in word:
        return all(is_familiar(part) for part in word.split("-") if part)
    easy = easy_words()
    if word in easy or not any(c.isalpha() for c in word):
        return True
    if not word.endswith(_LAST_LETTERS):
        return False
    for ending, restored in _INFLECTIONS:
        if len(word) > len(ending) + 1 and word.endswith(ending):
            stem = word[: -len(ending)] + restored
            doubled = stem[-1:] == stem[-2:-1] and ending in ("ed", "ing", "er", "est")
            if stem in easy or (doubled and stem[:-1] in easy):
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
