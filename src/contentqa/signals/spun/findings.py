"""Turn suspect words into evidence: which stretch to quote, what to suggest, and how grave it is.

How much it takes to show a finding depends on the article: in one that is spun on the whole a weak finding is probably
right, in one that is not even a strong one is probably a figure of speech. ``spun`` is True, False, or None where the
text is too short to tell.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ...lexicon import load
from ...types import Document, Evidence, Severity, Span
from .encoder import Reading
from .recall import Original
from .restore import Restoration, joined
from .tables import FUNCTION_WORDS, followers, terms

# Log-odds from which a restoration of one word and of two is shown, with its wording and without it.
_SAFE = {True: (-1.0, -2.5), None: (-0.5, -2.5), False: (0.5, 0.5)}
_SHOWN = {True: (-1.0, -4.0), None: (-1.0, -4.0), False: (0.5, 0.5)}
# Log-odds from which a word that the encoder suspects is shown, and from which its original is right 7 times in 10.
_SUSPECT = {True: 0.0, None: 1.5, False: 3.0}
_SAFE_ORIGINAL = 0.85
_WITNESSED = -1.4


def by_tables(document: Document, tried: Sequence[Restoration], spun: bool | None) -> Iterator[Evidence]:
    """Yield the evidence for restorations by the tables alone."""
    for found in tried:
        size = found.last - found.first - 1
        if found.score < _SHOWN[spun][size]:
            continue
        first, last, wording = found.first, found.last, found.wording
        if size == 0:
            first, last, wording = _widened(document, first, wording)
        yield _finding(document, first, last, wording if found.score >= _SAFE[spun][size] else None)


def suspects(readings: Mapping[int, Reading], tried: Sequence[Restoration], spun: bool | None) -> list[int]:
    """Return the words to show: those that the encoder suspects, and those that it doubts and a synonym mends."""
    mended = {i for found in tried if found.score >= _SHOWN[spun][0] for i in range(found.first, found.last)}
    least = _SUSPECT[spun]
    return sorted(
        i
        for i, reading in readings.items()
        if reading.log_odds >= least or (i in mended and reading.log_odds >= least + _WITNESSED)
    )


def by_encoder(document: Document, originals: Sequence[Original]) -> Iterator[Evidence]:
    """Yield the evidence for suspect words, neighbours together, with the originals where all of them are safe."""
    group: list[Original] = []
    for original in originals:
        if group and not (
            original.place == group[-1].place + 1
            and joined(document.text, document.words[group[-1].place].end, document.words[original.place].start)
        ):
            yield _group(document, group)
            group = []
        group.append(original)
    if group:
        yield _group(document, group)


def by_insertion(document: Document) -> Iterator[Evidence]:
    """Yield medical terms with a word pushed between their own: "blood stream pressure".

    The outer words make the commoner pair, and the inner word makes none with what follows. Human writers do this too,
    if rarely, so it counts only in an article that is spun on the whole.
    """
    lower, words, text, known = document.lower, document.words, document.text, terms()
    for sentence in document.sentences:
        for i in range(sentence.first, sentence.last - 2):
            outer, inner, last = lower[i], lower[i + 1], lower[i + 2]
            if f"{outer} {last}" not in known or inner in FUNCTION_WORDS or not inner.isalpha():
                continue
            if last in followers(inner) or followers(outer).get(last, 0) <= followers(outer).get(inner, 0):
                continue
            if joined(text, words[i].end, words[i + 1].start) and joined(text, words[i + 1].end, words[i + 2].start):
                yield _finding(document, i, i + 3, f"{document.quote(words[i])} {document.quote(words[i + 2])}")


def _group(document: Document, group: Sequence[Original]) -> Evidence:
    first, last = group[0].place, group[-1].place + 1
    if any(original.score < _SAFE_ORIGINAL for original in group):
        return _finding(document, first, last, None)
    words = [original.word for original in group]
    # "along with" and its like: both words recall the one word that stood there.
    wording = " ".join(word for k, word in enumerate(words) if k == 0 or word != words[k - 1])
    if last - first == 1:
        first, last, wording = _widened(document, first, wording)
    return _finding(document, first, last, wording)


def _finding(document: Document, first: int, last: int, wording: str | None) -> Evidence:
    span = Span(document.words[first].start, document.words[last - 1].end)
    quote = document.quote(span)
    name = "spun.phrase" if wording is None else "spun.corrupted-term" if wording.lower() in terms() else "spun.swap"
    rule = load("spun").rule(name)
    if wording is not None and quote[0].isupper():
        wording = wording[0].upper() + wording[1:]
    return Evidence(name, span, rule.say(quote), rule.severity, wording)


def _widened(document: Document, index: int, wording: str) -> tuple[int, int, str]:
    """Return the swapped word with the neighbour that makes its commonest phrase, and the wording of both."""
    words, lower, text = document.words, document.lower, document.text
    left = index > 0 and joined(text, words[index - 1].end, words[index].start)
    right = index + 1 < len(words) and joined(text, words[index].end, words[index + 1].start)
    before = followers(lower[index - 1]).get(wording, 0) if left and lower[index - 1] not in FUNCTION_WORDS else 0
    after = followers(wording).get(lower[index + 1], 0) if right and lower[index + 1] not in FUNCTION_WORDS else 0
    if before > after:
        return index - 1, index + 1, f"{document.quote(words[index - 1])} {wording}"
    if after:
        return index, index + 2, f"{wording} {document.quote(words[index + 1])}"
    return index, index + 1, wording


def settled(told: Sequence[Evidence], swapped: Sequence[Evidence]) -> list[Evidence]:
    """Order by position; where findings overlap the gravest stays, and of equally grave ones a tell before a swap."""
    rank = {Severity.HIGH: 0, Severity.MEDIUM: 1, Severity.LOW: 2}
    order = [(rank[e.severity], 0, e) for e in told] + [(rank[e.severity], 1, e) for e in swapped]
    kept: list[Evidence] = []
    for _, _, one in sorted(order, key=lambda item: (item[0], item[1], item[2].span, item[2].rule)):
        if all(one.span.end <= other.span.start or one.span.start >= other.span.end for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda e: (e.span, e.rule))
