"""Find hard terms: medical words, with an everyday wording where one is known, and formal words of any subject.

A medical term is one of the table's, or a rare word built like a medical word (see ``medical``). It is reported once,
at its first use, with the number of its uses, and not at all where the text explains it there: in brackets, after
*called* or *known as*, or by *is a …*, *or …*, *which means …*.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from ...types import Document, Span
from .medical import is_medical_form
from .tables import lines
from .words import depth, plain

if TYPE_CHECKING:
    from .prose import Prose

MEDICAL, FORMAL = "m", "f"
_RARE_DEPTH = 4.4
_CACHED_FORMS = 100_000
_BEFORE = 40
_AFTER = 80
_INTRODUCED = re.compile(r"(?:\b(?:called|known as|termed|named|means|or)\s+(?:an?\s+|the\s+)?[“\"‘']?|[a-z]\s?\()$")
_GLOSSED = re.compile(
    r"[”\"’']?\s?(?:\((?:or |i\.e\.,? |a |an |the |also |that is,? )?[a-z]{3,}[^()]*\)"
    r"|,?\s(?:also|commonly|sometimes|often)\s(?:called|known as|referred to as)\b"
    r"|,\s(?:or|which (?:is|are|means?)|that is|meaning|a|an|the)\s[a-z]"
    r"|\s(?:is|are) (?:a|an|the|when|what|where)\s[a-z]|\s(?:means|refers to)\s)"
)


class Term(NamedTuple):
    """A term of the table: its kind, its words, and the plain wording (empty where none is known)."""

    kind: str
    words: tuple[str, ...]
    plain: str


class Use(NamedTuple):
    """A hard term in a document: its first use, the number of uses, and the term."""

    span: Span
    uses: int
    term: Term


def hard_terms(prose: Prose) -> Iterator[Use]:
    """Yield the hard terms of the prose that the text leaves unexplained, in the order of their first use."""
    document, glossary = prose.document, _glossary()
    lower, spans = document.lower, document.words
    first_use: dict[str, tuple[Span, Term]] = {}
    uses: dict[str, int] = {}
    after = 0
    for word, k in prose.words_with("term"):
        sentence = prose.sentences[k]
        term = glossary.at(lower, word, sentence.last) if word >= after else None
        if term is None:
            continue
        after = word + len(term.words)
        span = Span(spans[word].start, spans[after - 1].end)
        key = " ".join(term.words)
        if key in uses:
            uses[key] += 1
        elif not (word > sentence.first and _is_name(document, span)):
            uses[key] = 1
            first_use[key] = (span, term)
    for key, (span, term) in first_use.items():
        if term.kind == FORMAL or not is_explained(document, span):
            yield Use(span, uses[key], term)


def may_start(form: str) -> bool:
    """Say whether some hard term starts with the lower-case ``form``."""
    return _glossary().may_start(form)


def is_explained(document: Document, span: Span) -> bool:
    """Say whether the text says what the words under ``span`` mean, right before or right after them."""
    text = document.text
    if _GLOSSED.match(text, span.end, min(len(text), span.end + _AFTER)):
        return True
    return _INTRODUCED.search(text, max(0, span.start - _BEFORE), span.start) is not None


def _is_name(document: Document, span: Span) -> bool:
    return document.text[span.start].isupper()


class Glossary:
    """Look-up of terms in a token sequence; plurals and regular verb forms are found under their base."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._single: dict[str, Term] = {}
        self._longer: dict[str, list[Term]] = {}
        for term in terms:
            if len(term.words) == 1:
                self._single[term.words[0]] = term
            else:
                self._longer.setdefault(term.words[0], []).append(term)
        for longer in self._longer.values():
            longer.sort(key=lambda term: -len(term.words))
        self._found: dict[str, Term | None] = {}

    def at(self, lower: tuple[str, ...], word: int, last: int) -> Term | None:
        """Return the longest term that starts at ``word`` and ends before ``last``."""
        for term in self._longer.get(lower[word], ()):
            end = word + len(term.words)
            if end <= last and lower[word + 1 : end - 1] == term.words[1:-1] and _same(lower[end - 1], term.words[-1]):
                return term
        return self._find(lower[word])

    def may_start(self, form: str) -> bool:
        """Say whether some term starts with ``form``."""
        return form in self._longer or self._find(form) is not None

    def _find(self, form: str) -> Term | None:
        if form not in self._found:
            if len(self._found) >= _CACHED_FORMS:
                self._found.clear()
            self._found[form] = self._search(form)
        return self._found[form]

    def _search(self, form: str) -> Term | None:
        base = plain(form).removesuffix("'s")
        candidates = bases(base)
        for candidate in candidates:
            term = self._single.get(candidate)
            if term is not None:
                return term
        if any(map(is_medical_form, candidates)) and depth(base) >= _RARE_DEPTH:
            return Term(MEDICAL, (base,), "")
        return None


def bases(form: str) -> list[str]:
    """Return ``form`` and the words it may be a regular inflection of, the likeliest first."""
    found = [form]
    if not form.endswith(("s", "ed", "ing")):
        return found
    if form.endswith("ies"):
        found.append(form[:-3] + "y")
    if form.endswith("s") and not form.endswith(("ss", "us", "is")):
        found.append(form[:-1])
    if form.endswith("es"):
        found.append(form[:-2])
    for ending in ("ed", "ing"):
        if form.endswith(ending) and len(form) > len(ending) + 3:
            stem = form[: -len(ending)]
            found += [stem + "e", stem]
            if stem[-1] == stem[-2]:
                found.append(stem[:-1])
    return found


def _same(form: str, base: str) -> bool:
    return form == base or base in bases(form)


@functools.cache
def _glossary() -> Glossary:
    terms = []
    for line in lines("plain-terms.txt.gz"):
        kind, term, wording = line.split("\t")
        terms.append(Term(kind, tuple(term.split(" ")), wording))
    return Glossary(terms)
