"""An article spinner for training: replaces phrases of clean prose in many manners and remembers what stood there.

Real spinners differ in what they draw on (a dictionary's synonyms by sense or blind, a wide thesaurus, mined phrase
pairs), in how much they replace, in how carefully they inflect, and in what they do to function words. A *manner* is
one such way of working; :class:`Spinner` draws a manner per text, so that a detector never learns one spinner's habits.

The result is the new text and its swaps, in the same form as annotated spun articles: offsets into the spun text and
the wording that was replaced (empty where something was inserted).
"""

from __future__ import annotations

import random
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from .sources import Thesaurus


class Swap(NamedTuple):
    """A replaced stretch: offsets into the spun text, and the wording that stood there."""

    start: int
    end: int
    original: str


@dataclass(frozen=True, slots=True)
class Spun:
    """A spun text and what was done to it, in reading order."""

    text: str
    swaps: tuple[Swap, ...]


@dataclass(frozen=True, slots=True)
class Manner:
    """One way of spinning.

    ``density``: share of content words replaced. ``function``: share of the matching function-word edits applied.
    ``careful``: keep inflection and part of speech. ``senses``: how many dictionary entries of a word are used.
    ``rarity``: how replacements are chosen by frequency: 1 likes common words, 0 ignores frequency, -1 likes rare ones.
    ``articles``: share of broken a/an that are mended. ``phrases``: share of the collocations that one of the sources
    knows replaced as a whole.
    """

    sources: tuple[str, ...]
    density: float
    function: float
    careful: bool
    senses: int | None
    rarity: int
    articles: float
    phrases: float


# What commercial spinners are seen to do to small words: wordier, quainter or wrong near-equivalents, context unseen.
FUNCTION_EDITS: Mapping[str, tuple[str, ...]] = {
    "with": ("along with", "together with", "along with"),
    "from": ("coming from", "from"),
    "can": ("can easily", "can easily", "are able to", "may"),
    "may": ("might", "can", "could"),
    "might": ("may", "could possibly"),
    "will": ("will definitely", "is going to", "shall"),
    "by": ("through", "via", "by means of"),
    "through": ("via", "by means of", "with"),
    "for": ("for the purpose of", "meant for", "for"),
    "about": ("regarding", "approximately", "concerning"),
    "because": ("due to the fact that", "given that", "since"),
    "because of": ("as a result of", "because of the fact that of"),
    "so": ("therefore", "thus", "consequently"),
    "so that": ("to ensure that", "in order that"),
    "also": ("likewise", "additionally", "as well", "moreover"),
    "too": ("as well", "also"),
    "but": ("however", "yet", "nonetheless"),
    "however": ("nevertheless", "nonetheless", "having said that"),
    "then": ("at that point", "then after that", "subsequently"),
    "when": ("whenever", "as soon as"),
    "while": ("whilst", "even though"),
    "although": ("even though", "despite the fact that"),
    "if": ("in case", "if perhaps"),
    "more": ("a lot more", "even more", "much more", "additional"),
    "less": ("much less", "a lot less", "fewer"),
    "fewer": ("less", "far fewer"),
    "most": ("the majority of", "many"),
    "many": ("lots of", "numerous", "a lot of"),
    "much": ("a lot", "a great deal"),
    "some": ("a few", "several", "certain"),
    "several": ("a number of", "numerous"),
    "other": ("various other", "additional"),
    "new": ("brand-new", "new", "fresh"),
    "free": ("totally free", "complimentary"),
    "each": ("each and every", "every"),
    "every": ("each", "every single"),
    "only": ("just", "merely", "solely"),
    "just": ("simply", "merely", "only"),
    "very": ("extremely", "really", "quite"),
    "often": ("frequently", "typically", "usually"),
    "usually": ("normally", "typically", "generally"),
    "always": ("constantly", "consistently"),
    "never": ("in no way", "certainly never"),
    "such as": ("like", "including", "for instance"),
    "like": ("such as", "just like"),
    "in fact": ("in truth", "as a matter of fact"),
    "for example": ("for instance", "as an example"),
    "as well as": ("and also", "in addition to"),
    "and": ("and also", "as well as", "and"),
    "in order to": ("so as to", "to be able to"),
    "help": ("assist", "aid", "help to"),
    "helps": ("assists", "aids", "helps to"),
    "helping": ("assisting", "aiding"),
    "use": ("make use of", "utilize", "utilise"),
    "uses": ("makes use of", "utilizes"),
    "used": ("made use of", "utilized"),
    "using": ("making use of", "utilizing"),
    "make": ("create", "produce", "help make"),
    "makes": ("helps make", "creates", "produces"),
    "made": ("created", "produced"),
    "get": ("obtain", "acquire", "receive"),
    "gets": ("obtains", "acquires"),
    "give": ("provide", "offer"),
    "gives": ("provides", "offers"),
    "show": ("reveal", "present", "display"),
    "shows": ("reveals", "displays"),
    "shown": ("revealed", "displayed", "proven"),
    "showed": ("revealed", "displayed"),
    "need": ("require", "need to have"),
    "needs": ("requires", "demands"),
    "want": ("desire", "wish"),
    "known": ("recognized", "understood"),
    "know": ("recognize", "understand"),
    "people": ("individuals", "folks", "persons"),
    "children": ("kids", "youngsters"),
    "family": ("loved ones", "household"),
    "minutes": ("mins", "moments"),
    "hours": ("hrs", "hours"),
    "during": ("throughout", "in the course of", "during the course of"),
    "into": ("right into", "in to"),
    "in": ("within", "in"),
    "to": ("towards", "to"),
    "on": ("upon", "on"),
    "over": ("over the course of", "more than"),
    "under": ("below", "beneath"),
    "between": ("in between", "amongst"),
    "after": ("following", "after"),
    "before": ("prior to", "just before"),
    "until": ("till", "up until"),
    "without": ("without having", "devoid of"),
    "which": ("which", "that"),
    "things": ("points", "factors"),
    "thing": ("point", "factor"),
    "both": ("both equally", "each"),
    "better": ("much better", "far better"),
    "best": ("ideal", "finest"),
    "good": ("great", "excellent"),
    "bad": ("poor", "negative"),
    "big": ("huge", "large"),
    "often the": ("frequently the",),
    "it is": ("it's actually", "it is actually"),
    "is": ("is actually", "is"),
    "are": ("are actually", "are"),
    "a lot of": ("a great deal of", "a large amount of", "plenty of"),
    "lots of": ("a lot of", "great deals of", "tons of"),
    "according to": ("based on", "in line with", "in accordance with"),
    "as a result": ("consequently", "because of this", "as an outcome"),
    "at least": ("a minimum of", "no less than", "at the very least"),
    "at the same time": ("concurrently", "all at once", "simultaneously"),
    "in addition": ("additionally", "furthermore", "on top of that"),
    "on the other hand": ("alternatively", "on the contrary", "conversely"),
    "instead of": ("rather than", "as opposed to", "in place of"),
    "rather than": ("instead of", "as opposed to"),
    "even if": ("even when", "even though"),
    "as long as": ("so long as", "provided that"),
    "at first": ("initially", "in the beginning", "in the first place"),
    "of course": ("naturally", "certainly", "obviously"),
    "in general": ("generally", "as a whole", "by and large"),
    "up to": ("as much as", "approximately", "around"),
    "more than": ("greater than", "over", "much more than"),
    "less than": ("lower than", "under", "much less than"),
    "due to": ("because of", "as a result of", "owing to"),
    "able to": ("capable to", "capable of", "in a position to"),
    "have to": ("need to", "should", "are required to"),
    "should": ("ought to", "need to", "must"),
    "must": ("have to", "need to", "should"),
    "could": ("might", "can", "may"),
    "there are": ("there are actually", "you will find", "there exist"),
    "there is": ("there is actually", "there exists"),
    "one of the": ("among the", "one of one of the"),
    "any": ("any type of", "any kind of", "any sort of"),
    "not only": ("not just", "not merely"),
    "but also": ("yet also", "however also"),
    "together": ("with each other", "all together", "jointly"),
    "again": ("once again", "once more"),
    "already": ("currently", "presently", "previously"),
    "now": ("currently", "nowadays", "at this time"),
    "today": ("these days", "nowadays", "at present"),
    "later": ("afterwards", "eventually", "down the road"),
    "almost": ("nearly", "virtually", "practically"),
    "especially": ("particularly", "specifically", "specially"),
    "around": ("all around", "about", "approximately"),
    "across": ("throughout", "all over", "around"),
    "among": ("amongst", "one of", "between"),
    "against": ("versus", "in opposition to"),
    "since": ("because", "considering that", "given that"),
    "enough": ("adequate", "sufficient", "good enough"),
    "likely": ("most likely", "very likely", "probably"),
    "find out": ("discover", "learn", "figure out"),
    "look for": ("search for", "try to find", "seek"),
    "look at": ("check out", "consider", "take a look at"),
    "try": ("attempt", "make an effort"),
    "said": ("stated", "claimed", "mentioned"),
    "says": ("claims", "states", "points out"),
    "say": ("claim", "state"),
    "this": ("this particular", "this"),
    "these": ("these particular", "these"),
    "someone": ("an individual", "somebody", "a person"),
    "everyone": ("everybody", "every person", "every one"),
    "anyone": ("any person", "anybody"),
    "whether": ("whether or not", "if"),
    "within": ("inside", "in just"),
    "own": ("very own", "personal"),
    "a few": ("a couple of", "several", "a handful of"),
    "the same": ("the very same", "exactly the same"),
    "has been": ("has actually been", "has been"),
    "have been": ("have actually been", "have been"),
}
# Words too small to look up in a thesaurus: a swap there would not be a spinner's.
FUNCTION_WORDS = frozenset(
    """the a an of to in and or for on with as is are was were be been being by at from that this these those it its
    their they them he she his her we our you your i my me us him who which whom whose what when where how why not no
    nor so than then there here can may might must will would should could shall do does did done has have had having if
    but while also into over under more most other some any each much very such only own same too both between during
    through about against all out up down off just until because although though since per via one two three four five
    six seven eight nine ten first second""".split()
)

_WORD = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*")
_VOWEL = frozenset("aeiou")
_LONGEST_PHRASE = 4


class Spinner:
    """Spins texts with the given sources; deterministic for a given random generator."""

    def __init__(
        self,
        sources: Mapping[str, Thesaurus],
        phrases: Mapping[str, Mapping[str, Sequence[str]]],
        counts: Mapping[str, int],
        favoured: Collection[str] = (),
    ) -> None:
        """``phrases`` holds the collocations of a source; the ``favoured`` sources are drawn twice as often."""
        self._sources = dict(sources)
        self._phrases = {name: phrases.get(name, {}) for name in sources}
        self._counts = counts
        self._draw = [name for name in sources for _ in range(2 if name in favoured else 1)]

    @property
    def sources(self) -> tuple[str, ...]:
        """The names of the sources."""
        return tuple(self._sources)

    def manner(self, rng: random.Random, density: float | None = None) -> Manner:
        """Draw a way of spinning; ``density`` fixes how much is replaced."""
        return Manner(
            sources=tuple(dict.fromkeys(rng.choice(self._draw) for _ in range(rng.choice((1, 1, 2, 3))))),
            density=rng.choice((0.03, 0.08, 0.15, 0.25, 0.35)) if density is None else density,
            function=rng.choice((0.0, 0.0, 0.05, 0.2, 0.4)),
            careful=rng.random() < 0.75,
            senses=rng.choice((1, 2, None, None)),
            rarity=rng.choice((1, 1, 0, -1)),
            articles=rng.choice((0.0, 0.5, 1.0)),
            phrases=rng.choice((0.0, 0.3, 0.8)),
        )

    def spin(self, text: str, manner: Manner, rng: random.Random) -> Spun:
        """Return ``text`` spun in ``manner``."""
        words = list(_WORD.finditer(text))
        edits: list[tuple[int, int, str]] = []
        i = 0
        while i < len(words):
            edit = self._edit(text, words, i, manner, rng)
            if edit is None:
                i += 1
                continue
            taken, new = edit
            first, last = words[i], words[i + taken - 1]
            if text[first.start()].isupper():
                new = new[0].upper() + new[1:]
            if new != text[first.start() : last.end()]:
                edits.append((first.start(), last.end(), new))
            i += taken
        return _apply(text, _with_articles(text, edits, manner, rng))

    def _edit(
        self, text: str, words: list[re.Match[str]], i: int, manner: Manner, rng: random.Random
    ) -> tuple[int, str] | None:
        """Return how many words to replace at ``i`` and by what, or None."""
        word = words[i].group()
        if word[0].isupper() and not _opens(text, words[i].start()):
            return None
        for size in range(min(_LONGEST_PHRASE, len(words) - i), 0, -1):
            if size > 1 and not _running(text, words, i, size):
                continue
            phrase = text[words[i].start() : words[i + size - 1].end()].lower()
            garbled = [form for name in manner.sources for form in self._phrases[name].get(phrase, ())]
            if garbled and rng.random() < manner.phrases:
                return size, rng.choice(garbled)
            if phrase in FUNCTION_EDITS and rng.random() < manner.function:
                return size, rng.choice(FUNCTION_EDITS[phrase])
        lower = word.lower()
        if lower in FUNCTION_WORDS or len(lower) < 4 or rng.random() >= manner.density:
            return None
        found: list[str] = []
        for name in manner.sources:
            found.extend(self._sources[name].replacements(lower, manner.careful, manner.senses))
        chosen = self._choose(found, manner, rng)
        return None if chosen is None else (1, chosen)

    def _choose(self, candidates: list[str], manner: Manner, rng: random.Random) -> str | None:
        """Pick one: among three drawn at random, the commonest or the rarest where the manner cares."""
        if not candidates:
            return None
        drawn = [rng.choice(candidates) for _ in range(3 if manner.rarity else 1)]
        return max(drawn, key=lambda word: manner.rarity * self._frequency(word))

    def _frequency(self, phrase: str) -> int:
        return min(self._counts.get(word, 0) for word in phrase.replace("-", " ").split(" "))


def learner(text: str, rng: random.Random) -> str:
    """Return ``text`` with errors that learners of English make: wrong or missing articles, lost endings.

    Such texts are human and must not count as spun, and the corpora hold few of them.
    """
    share = rng.choice((0.05, 0.15, 0.3))

    def slip(match: re.Match[str]) -> str:
        word = match.group()
        if rng.random() >= share:
            return word
        if word.lower() in ("a", "an"):
            return {"a": "an", "an": "a", "A": "An", "An": "A"}.get(word, word)
        return "" if word.lower() == "the" else word[:-1]

    return re.sub(r"\b(?:an?|An?|[Tt]he|[a-z]{3,}[^s\W]s)\b", slip, text)


def _opens(text: str, start: int) -> bool:
    """Say whether a word at ``start`` begins a sentence, so that its capital says nothing."""
    before = text[:start].rstrip(" \t\"'“‘(")
    return not before or before[-1] in ".!?:\n"


def _running(text: str, words: list[re.Match[str]], i: int, size: int) -> bool:
    return all(text[words[k].end() : words[k + 1].start()] == " " for k in range(i, i + size - 1))


def _with_articles(
    text: str, edits: list[tuple[int, int, str]], manner: Manner, rng: random.Random
) -> list[tuple[int, int, str]]:
    """Mend "a" and "an" before replaced words, as far as this manner does."""
    taken = {start for start, _, _ in edits}
    extra = []
    for start, _, new in edits:
        before = re.search(r"\b(an?) $", text[max(0, start - 4) : start], re.IGNORECASE)
        if before is None:
            continue
        at = max(0, start - 4) + before.start(1)
        wanted = ("an" if new[0].lower() in _VOWEL else "a") if before.group(1).islower() else before.group(1)
        if wanted != before.group(1) and at not in taken and rng.random() < manner.articles:
            extra.append((at, at + len(before.group(1)), wanted))
    return sorted(edits + extra)


def _apply(text: str, edits: list[tuple[int, int, str]]) -> Spun:
    pieces, swaps, position, length = [], [], 0, 0
    for start, end, new in edits:
        pieces += [text[position:start], new]
        length += start - position
        if text[start:end].lower() not in ("a", "an"):
            swaps.append(_trimmed(length, new, text[start:end]))
        length += len(new)
        position = end
    pieces.append(text[position:])
    return Spun("".join(pieces), tuple(swaps))


def _trimmed(start: int, new: str, original: str) -> Swap:
    """Return the swap without the words at either end that it left as they were: of a phrase often one stays."""
    left, right = new.split(" "), original.split(" ")
    lead = tail = 0
    most = min(len(left), len(right)) - 1
    while lead < most and left[lead].lower() == right[lead].lower():
        lead += 1
    while tail < most - lead and left[-1 - tail].lower() == right[-1 - tail].lower():
        tail += 1
    begin = start + sum(len(word) + 1 for word in left[:lead])
    kept = " ".join(left[lead : len(left) - tail])
    return Swap(begin, begin + len(kept), " ".join(right[lead : len(right) - tail]))
