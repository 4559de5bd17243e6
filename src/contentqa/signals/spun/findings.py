"""Turn suspect words into evidence: which stretch to quote, what to suggest, and how grave it is.

How much it takes to show a finding depends on the article: in one that is spun on the whole a weak finding is probably
right, in one that is not even a strong one is probably a figure of speech. ``spun`` is True, False, or None where that
is in doubt or the text is too short to tell.
"""

from __future__ import annotations

import itertools
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
# Log-odds from which a word that the encoder suspects is shown: three such findings in four are swaps in passages
# spun by hand. And log-odds from which an original is suggested: seven suggestions in ten are then right on
# held-out spins. A word whose original is that safe is shown even where the encoder alone would only doubt it.
_SUSPECT = {True: -2.5, None: 0.0, False: 4.0}
_SAFE_ORIGINAL = -1.1
_DOUBTFUL = -3.0


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


def suspects(document: Document, readings: Mapping[int, Reading], spun: bool | None) -> list[int]:
    """Return the words whose originals are worth asking for: where the article may be spun, those in mild doubt too."""
    least = _SUSPECT[spun] if spun is False else _DOUBTFUL
    return sorted(
        i
        for i, reading in readings.items()
        if reading.log_odds >= least and (reading.log_odds >= _SUSPECT[spun] or document.lower[i] not in FUNCTION_WORDS)
    )


def by_encoder(
    document: Document,
    readings: Mapping[int, Reading],
    originals: Sequence[Original],
    tried: Sequence[Restoration],
    spun: bool | None,
) -> Iterator[Evidence]:
    """Yield the evidence for suspect words, neighbours together, with the originals where they are safe.

    What the tables restore with safety at a doubtful place counts too, and a phrase of two words before single words.
    """
    known = {original.place: original for original in originals}
    mended: set[int] = set()
    for found in tried:
        places = set(range(found.first, found.last))
        if found.score < _SAFE[spun][len(places) - 1] or not places & known.keys():
            continue
        if len(places) == 1 and known[found.first].score >= _SAFE_ORIGINAL:
            continue
        mended |= places
        first, last, wording = found.first, found.last, found.wording
        if len(places) == 1:
            first, last, wording = _widened(document, first, wording)
        yield _finding(document, first, last, wording)
    group: list[Original] = []
    for original in originals:
        shown = original.score >= _SAFE_ORIGINAL or readings[original.place].log_odds >= _SUSPECT[spun]
        if original.place in mended or not shown:
            continue
        if group and not _continues(document, group[-1], original):
            yield from _group(document, group)
            group = []
        group.append(original)
    yield from _group(document, group)


def _continues(document: Document, one: Original, other: Original) -> bool:
    """Say whether two words stand side by side and may be quoted together."""
    words = document.words
    return other.place == one.place + 1 and joined(document.text, words[one.place].end, words[other.place].start)


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


def _group(document: Document, group: Sequence[Original]) -> Iterator[Evidence]:
    """Yield a run of suspect words as one finding where all originals are safe or none is, else piece by piece."""
    if not group:
        return
    lower = document.lower
    pieces = [list(piece) for _, piece in itertools.groupby(_merged(document, group), key=lambda o: o.word)]
    safe = [_wording(document, piece) is not None for piece in pieces]
    if all(safe) or not any(safe):
        pieces = [list(itertools.chain(*pieces))]
    for piece in pieces:
        first, last = piece[0].place, piece[-1].place + 1
        wording = _wording(document, piece)
        if wording is None and all(lower[original.place] in FUNCTION_WORDS for original in piece):
            continue
        if wording is not None and last - first == 1:
            first, last, wording = _widened(document, first, wording)
        yield _finding(document, first, last, wording)


def _merged(document: Document, group: Sequence[Original]) -> Iterator[Original]:
    """Yield the originals; a word that its neighbour stands for goes with it: the "into" of "right into"."""
    previous: Original | None = None
    for original in group:
        unsafe = previous is not None and original.score < _SAFE_ORIGINAL <= previous.score
        if unsafe and previous is not None and document.lower[original.place] == previous.word:
            previous = original._replace(word=previous.word)
        else:
            previous = original
        yield previous


def _wording(document: Document, group: Sequence[Original]) -> str | None:
    """Return what stood where a run of words stands, None where it is not safe to say.

    Neighbours that recall the same word stand for it together: of "a lot more" every word recalls "more".
    """
    words: list[str] = []
    for word, piece in itertools.groupby(group, key=lambda original: original.word):
        if max(original.score for original in piece) < _SAFE_ORIGINAL:
            return None
        words.append(word)
    wording = " ".join(words)
    return None if wording == " ".join(document.lower[group[0].place : group[-1].place + 1]) else wording


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
    """Order by position; where findings overlap a grave one stays, then a tell (it names the habit), then a swap."""
    ranked = [(e.severity is not Severity.HIGH, 0, e) for e in told]
    ranked += [(e.severity is not Severity.HIGH, 1 + (e.severity is Severity.LOW), e) for e in swapped]
    kept: list[Evidence] = []
    for _, _, one in sorted(ranked, key=lambda item: (item[0], item[1], item[2].span, item[2].rule)):
        if all(one.span.end <= other.span.start or one.span.start >= other.span.end for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda e: (e.span, e.rule))
