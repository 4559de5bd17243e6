"""Names of journals in running text: from a table of titles, and by their make-up where the table has none.

Many titles are everyday words ("Nature", "Pain", "Sleep", "Public Health"), so a title that does not itself say that it
is a journal counts only where the sentence treats it as one ("writes in Pain", "the journal Nature").
"""

from __future__ import annotations

import functools
import gzip
from collections.abc import Iterator, Sequence
from importlib import resources
from typing import NamedTuple

_TELLING = frozenset(
    "journal journals annals archives lancet proceedings acta reviews transactions bmj jama nejm plos bmc bulletin "
    "quarterly zeitschrift revista revue".split()
)
_FAMOUS = frozenset({"nejm", "jama", "bmj", "plos one", "pnas", "new england journal of medicine", "lancet"})
_PUBLISHED = frozenset("published publishes appear appears appeared appearing online released".split())
_PUBLISHING = _PUBLISHED | frozenset(
    "report reports reported reporting write writes wrote note notes noted study studies article paper review issue "
    "findings researchers authors team analysis editorial commentary colleagues conclude concluded describe described "
    "say said research results suggests warn warned argue observe advise estimate acknowledge emphasize explain "
    "recommend caution today monday tuesday wednesday thursday friday".split()
)
_PLACES = frozenset(
    "new york atlanta boston america africa asia europe afghanistan brazil canada california london paris washington chicago "
    "texas ohio florida china india japan australia health medicine medical news the".split()
)
_BEFORE = 4
_SMALL = frozenset("of in on for de la der und et".split())
_SKIPPED = frozenset({"the", "and"})
_LONGEST = 10


class Journal(NamedTuple):
    """A journal named in a sentence: words ``first`` to ``last`` of the sentence (half-open)."""

    first: int
    last: int


def find_journals(lower: Sequence[str], cased: Sequence[str], separators: Sequence[str]) -> Iterator[Journal]:
    """Yield the journals named among the words of one sentence.

    ``separators`` holds the text between each word and the next.
    """
    i = 0
    count = len(lower)
    while i < count:
        if not cased[i][0].isupper() or lower[i] in _SKIPPED:
            i += 1
            continue
        last, known = _title_end(lower, cased, separators, i)
        run = lower[i:last]
        telling = not _TELLING.isdisjoint(run)
        if known or (telling and last - i > 1):
            introduced = _introduced(lower, i)
            famous = " ".join(run) in _FAMOUS
            if not (telling or famous):
                if not (introduced == "journal" or (introduced == "in" and _published(lower, separators, i, last))):
                    i += 1
                    continue
            yield Journal(i, last)
            i = last
            continue
        unseen = _introduced(lower, i) == "in" and not _PUBLISHED.isdisjoint(lower[max(0, i - _BEFORE) : i])
        if unseen and not _PLACES.isdisjoint(run):
            unseen = False
        if (unseen or _introduced(lower, i) == "journal") and (i == 0 or separators[i - 1].strip() in {"", "“", '"', "‘"}):
            yield Journal(i, last)
            i = last
            continue
        i += 1


def _introduced(lower: Sequence[str], i: int) -> str:
    """Say what leads up to the word at ``i``: ``journal``, ``in`` (also ``in the``), or nothing."""
    j = i - 1
    if j >= 0 and lower[j] == "the":
        j -= 1
    if j < 0:
        return ""
    if lower[j] in {"journal", "journals"}:
        return "journal"
    return "in" if lower[j] in {"in", "by", "from"} else ""


def _published(lower: Sequence[str], separators: Sequence[str], i: int, last: int) -> bool:
    """Say whether somebody publishes or reports "in" the title: a word of publishing before, a mark of punctuation behind."""
    if not _PLACES.isdisjoint(lower[i:last]):
        return False
    ends = last - 1 >= len(separators) or separators[last - 1].strip() != ""
    return ends and not _PUBLISHING.isdisjoint(lower[max(0, i - _BEFORE) : i])


def _title_end(lower: Sequence[str], cased: Sequence[str], separators: Sequence[str], i: int) -> tuple[int, bool]:
    """Return where the longest known title from ``i`` on ends, else the capitalised run; and whether it is known."""
    table = _titles()
    heads = _heads()
    last = i + 1
    words = [lower[i]]
    best = i + 1 if lower[i] in table else 0
    allowed = lower[i] in heads
    run_end = i + 1
    while last < len(lower) and last - i < _LONGEST + 4:
        between = separators[last - 1].strip()
        if between not in {"", "&", ":", "-", "–"}:
            break
        word = lower[last]
        capital = cased[last][0].isupper()
        if not capital and word not in _SMALL and word not in _SKIPPED:
            break
        last += 1
        if word not in _SKIPPED:
            words.append(word)
        if capital:
            run_end = last
            if allowed and " ".join(words) in table:
                best = last
    return (best, True) if best else (run_end, False)


@functools.cache
def _titles() -> frozenset[str]:
    packed = resources.files("contentqa").joinpath("tables", "journal_names.txt.gz").read_bytes()
    return frozenset(gzip.decompress(packed).decode("utf-8").split("\n")) | _FAMOUS


@functools.cache
def _heads() -> frozenset[str]:
    return frozenset(title.partition(" ")[0] for title in _titles())
