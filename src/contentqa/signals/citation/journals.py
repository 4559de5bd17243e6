"""Names of journals in running text: from a table of titles, and by their make-up where the table has none.

Many titles are everyday words ("Nature", "Pain", "Sleep", "Public Health"), so a title that does not itself say that it
is a journal counts only where the sentence treats it as one ("writes in Pain", "the journal Nature").
"""

from __future__ import annotations

import functools
import gzip
import itertools
from collections.abc import Iterator, Sequence
from importlib import resources
from typing import NamedTuple

from .vocabulary import NOT_NAMES

_TELLING = frozenset(
    "journal journals annals archives lancet proceedings acta reviews transactions bmj jama nejm plos bmc bulletin "
    "quarterly zeitschrift revista revue".split()
)
_FAMOUS = frozenset({"nejm", "jama", "bmj", "plos one", "pnas", "new england journal of medicine", "lancet"})
_FAMILIES = frozenset("jama bmj bmc plos lancet acta".split())
_PUBLISHED = frozenset("published publishes appear appears appeared appearing online released".split())
_PUBLISHING = _PUBLISHED | frozenset(
    "report reports reported reporting write writes wrote note notes noted study studies article paper papers review "
    "findings editorial editorials commentary conclude concludes concluded describe described warn warned "
    "argue observe "
    "advise estimate acknowledge emphasize explain recommend caution say said letter guidelines essay results stress "
    "today monday tuesday wednesday thursday friday week suggest point out issue edition library".split()
)
_PLACES = frozenset(
    "york atlanta boston chicago paris texas ohio afghanistan norwegian august england nigeria kenya russia "
    "switzerland "
    "austria belgium portugal greece turkey iran iraq pakistan bangladesh vietnam thailand singapore taiwan zealand "
    "massachusetts pennsylvania michigan minnesota wisconsin illinois seattle philadelphia houston toronto".split()
)
_AFTER = frozenset("that and found this on found finds suggests says shows".split())
_HINTS = _TELLING | _FAMILIES | _PUBLISHING | frozenset({"nejm", "pnas"})
_SAID_OUTRIGHT = _TELLING | {"pnas"}
_BEFORE = 4
_SMALL = frozenset("of in on for de la der und et".split())
_SKIPPED = frozenset({"the", "and"})
_LEADS = frozenset({"in", "the", "of"})
_LONGEST = 10


class Journal(NamedTuple):
    """A journal named in a sentence: words ``first`` to ``last`` of the sentence (half-open)."""

    first: int
    last: int


def find_journals(
    lower: Sequence[str], cased: Sequence[str], separators: Sequence[str], capital: Sequence[bool]
) -> Iterator[Journal]:
    """Yield the journals named among the words of one sentence.

    ``separators`` holds the text between each word and the next.
    """
    if _HINTS.isdisjoint(lower):
        return
    outright = not _SAID_OUTRIGHT.isdisjoint(lower)
    behind = 0
    for i in itertools.compress(range(len(lower)), capital):
        if i < behind or lower[i] in _SKIPPED or not (outright or _published_in(lower, i)):
            continue
        known, run = _title_end(lower, cased, separators, i)
        end = _journal_end(lower, cased, separators, i, known, run)
        if end:
            yield Journal(i, end)
        behind = end


def _journal_end(
    lower: Sequence[str], cased: Sequence[str], separators: Sequence[str], i: int, known: int, run: int
) -> int:
    """Return where the journal that starts at word ``i`` ends, 0 when none does.

    ``known`` is where the longest title in the table ends (0: none), ``run`` where the capitalised run does.
    """
    longest = max(known, run)
    words = lower[i:longest]
    if " ".join(w for w in words if w not in _SKIPPED) in _FAMOUS or (words[0] in _FAMOUS and len(words) <= 2):
        return longest
    if known and known - i > 1 and not _TELLING.isdisjoint(lower[i:known]):
        return known
    if (
        longest - i > 1
        and (words[0] in _FAMILIES or not _TELLING.isdisjoint(words[1:]) or words[1] in {"of", "for"})
        and (not _TELLING.isdisjoint(words))
    ):
        return longest
    lead = _introduced(lower, i)
    if lead == "journal" and (i == 0 or separators[i - 1].strip() in {"", "“", '"', "‘", ","}):
        return longest
    content = [w for w in words if w not in _SMALL and w not in _SKIPPED]
    if lead != "in" or content[0] in _PLACES or all(w in _PLACES or w in NOT_NAMES for w in content):
        return 0
    if not _PUBLISHED.isdisjoint(lower[max(0, i - _BEFORE) : i]):
        return longest
    ends = longest - 1 >= len(separators) or separators[longest - 1].strip() != "" or lower[longest] in _AFTER
    if not ends or not _published_in(lower, i):
        return 0
    return longest if known or longest - i > 1 or cased[i].isupper() else 0


def _published_in(lower: Sequence[str], i: int) -> bool:
    """Say whether "in" leads up to the word at ``i``, and something that is published or writes up to that."""
    if _introduced(lower, i) != "in":
        return False
    before = lower[max(0, i - _BEFORE) : i]
    if not _PUBLISHED.isdisjoint(before):
        return True
    content = [w for w in before if w not in _LEADS]
    return bool(content) and content[-1] in _PUBLISHING


def _introduced(lower: Sequence[str], i: int) -> str:
    """Say what leads up to the word at ``i``: ``journal``, ``in`` (also ``in the``), or nothing."""
    j = i - 1
    if j >= 0 and lower[j] == "the":
        j -= 1
    if j < 0:
        return ""
    if lower[j] in {"journal", "journals"}:
        return "journal"
    return (
        "in" if lower[j] in {"in", "of"} and (lower[j] == "in" or (j and lower[j - 1] in {"issue", "edition"})) else ""
    )


def _title_end(lower: Sequence[str], cased: Sequence[str], separators: Sequence[str], i: int) -> tuple[int, int]:
    """Return where the longest known title from ``i`` on ends (0: none), and where the capitalised run does."""
    table = _titles()
    heads = _heads()
    last = i + 1
    words = [lower[i]]
    best = i + 1 if lower[i] in table else 0
    allowed = lower[i] in heads
    run_end = i + 1
    while last < len(lower) and last - i < _LONGEST + 4:
        between = separators[last - 1]
        if between != " " and between.strip() not in {"", "&", ":", "-", "–"}:
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
    return best, run_end


@functools.cache
def _titles() -> frozenset[str]:
    packed = resources.files("contentqa").joinpath("tables", "journal_names.txt.gz").read_bytes()
    return frozenset(gzip.decompress(packed).decode("utf-8").split("\n")) | _FAMOUS


@functools.cache
def _heads() -> frozenset[str]:
    return frozenset(title.partition(" ")[0] for title in _titles())
