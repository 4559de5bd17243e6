"""Load, check and match a lexicon: rules as data, one TOML file per signal in ``lexicons/``.

A file is a list of ``[[rule]]`` tables:

``id``        ``signal.kebab-case``
``message``   what to tell the reader; ``{quote}`` stands for the text found
``severity``  ``low``, ``medium`` or ``high``
``why``       why a reader should care
``source``    where the terms or the idea come from, and ``licence`` of that source
``category``  optional group within the signal
``terms``     optional word patterns (below); a rule without terms is computed by its signal's code
``hit``       example texts with every [[expected quote]] in double brackets
``miss``      example texts in which the rule must stay silent

A term is words separated by spaces, each one of: ``word``; ``one|other|third``; ``word~`` (the word and its regular
inflections); any of these followed by ``?`` (optional); ``*`` (any one word); ``#`` (a number). A term never starts or
ends with ``?``, ``*`` or ``#?``. ``game changer`` also finds ``game-changer``. There are no regular expressions.

Terms are matched over the shared word tokens by looking up the first word in a table, so cost grows with the hits and
not with the size of the lexicon.
"""

from __future__ import annotations

import functools
import itertools
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from typing import Any, NamedTuple

from .errors import LexiconError
from .types import Document, Severity, Span

_ID = re.compile(r"[a-z]+\.[a-z0-9]+(?:-[a-z0-9]+)*")
_BREAKS = re.compile(r"[^\s\-‐-–/\"“”'’‘*_]")
_VOWELS = frozenset("aeiou")
_ANY = "*"
_NUMBER = "#"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as its lexicon states it; the fields are those of the module's docstring."""

    id: str
    message: str
    severity: Severity
    why: str
    source: str
    licence: str
    category: str
    terms: tuple[str, ...]
    hit: tuple[str, ...]
    miss: tuple[str, ...]

    def say(self, quote: str) -> str:
        """Return the message with ``quote`` filled in."""
        return self.message.replace("{quote}", quote)


class Match(NamedTuple):
    """A term found: the rule, the words it covers (``Document.words[first:last]``), and their span."""

    rule: Rule
    first: int
    last: int
    span: Span


class _Pattern(NamedTuple):
    """The rest of a term after its first two words: for each position the accepted words, None for any word."""

    rule: Rule
    rest: tuple[frozenset[str] | None, ...]


class _Entry(NamedTuple):
    """The terms that start with one word: those of that word alone, and the others by their second word."""

    alone: tuple[Rule, ...]
    by_second: dict[str, tuple[_Pattern, ...]]
    any_second: tuple[_Pattern, ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The rules of one file, and the table that finds their terms."""

    name: str
    rules: tuple[Rule, ...]
    _table: dict[str, _Entry]

    def rule(self, rule_id: str) -> Rule:
        """Return the rule called ``rule_id``; raises KeyError when there is none."""
        for rule in self.rules:
            if rule.id == rule_id:
                return rule
        raise KeyError(rule_id)

    def find(self, document: Document) -> Iterator[Match]:
        """Yield the matches of all terms in reading order.

        At each word the longest match of each rule counts; a match never crosses a sentence, nor a comma, bracket or
        other mark that parts words. Matches of one rule do not overlap.
        """
        table, lower, words = self._table, document.lower, document.words
        taken: dict[str, int] = {}
        for sentence in document.sentences:
            for first in range(sentence.first, sentence.last):
                entry = table.get(lower[first])
                if entry is None:
                    continue
                best = {rule.id: (rule, first + 1) for rule in entry.alone}
                for rule, rest in _candidates(entry, lower, first + 1, sentence.last):
                    last = first + 2 + len(rest)
                    if last > sentence.last or (rule.id in best and best[rule.id][1] >= last):
                        continue
                    if all(map(_accepts, rest, lower[first + 2 : last])) and _unbroken(document, first, last):
                        best[rule.id] = (rule, last)
                for rule, last in best.values():
                    if first >= taken.get(rule.id, 0):
                        taken[rule.id] = last
                        yield Match(rule, first, last, Span(words[first].start, words[last - 1].end))


def _candidates(entry: _Entry, lower: tuple[str, ...], second: int, end: int) -> tuple[_Pattern, ...]:
    """Return the terms whose first two words are there."""
    if second >= end:
        return ()
    word = lower[second]
    found = entry.by_second.get(word, ())
    if word[0].isdigit():
        found += entry.by_second.get(_NUMBER, ())
    return found + entry.any_second


def _unbroken(document: Document, first: int, last: int) -> bool:
    """Say whether only spaces, hyphens or quotation marks stand between the words."""
    words, text = document.words, document.text
    return not any(_BREAKS.search(text, words[k].end, words[k + 1].start) for k in range(first, last - 1))


def _accepts(want: frozenset[str] | None, word: str) -> bool:
    if want is None:
        return True
    return word in want or (_NUMBER in want and word[0].isdigit())


@functools.cache
def load(name: str) -> Lexicon:
    """Return the packaged lexicon ``name`` (read once); raises LexiconError naming file, rule and fault."""
    return parse(resources.files("contentqa").joinpath("lexicons", f"{name}.toml").read_text(encoding="utf-8"), name)


def names() -> tuple[str, ...]:
    """Return the names of the packaged lexicons in alphabetical order."""
    files = resources.files("contentqa").joinpath("lexicons").iterdir()
    return tuple(sorted(f.name.removesuffix(".toml") for f in files if f.name.endswith(".toml")))


def parse(toml: str, name: str) -> Lexicon:
    """Return the lexicon that ``toml`` describes; raises LexiconError when it breaks the format."""
    try:
        data = tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"{name}.toml: {error}") from error
    rules = tuple(_rule(entry, name) for entry in data.get("rule", ()))
    ids = [rule.id for rule in rules]
    if not ids or len(set(ids)) != len(ids):
        raise LexiconError(f"{name}.toml: " + ("two rules share an id" if ids else "no [[rule]]"))
    return Lexicon(name, rules, _table(rules, name))


def _table(rules: tuple[Rule, ...], name: str) -> dict[str, _Entry]:
    """Return the look-up table of all terms by their first word, then by their second."""
    alone: dict[str, dict[Rule, None]] = {}
    by_second: dict[str, dict[str, dict[_Pattern, None]]] = {}
    any_second: dict[str, dict[_Pattern, None]] = {}
    for rule in rules:
        for term in rule.terms:
            for firsts, *rest in _expand(term, f"{name}.toml: {rule.id}: term {term!r}"):
                for first in firsts or ():
                    if not rest:
                        alone.setdefault(first, {})[rule] = None
                        continue
                    pattern = _Pattern(rule, tuple(rest[1:]))
                    if rest[0] is None:
                        any_second.setdefault(first, {})[pattern] = None
                    for second in rest[0] or ():
                        by_second.setdefault(first, {}).setdefault(second, {})[pattern] = None
    return {
        first: _Entry(
            tuple(alone.get(first, ())),
            {second: tuple(patterns) for second, patterns in by_second.get(first, {}).items()},
            tuple(any_second.get(first, ())),
        )
        for first in {**alone, **by_second, **any_second}
    }


def _rule(entry: dict[str, Any], name: str) -> Rule:
    where = f"{name}.toml: {entry.get('id', 'a rule without id')}"
    required = ("id", "message", "severity", "why", "source", "licence", "hit", "miss")
    missing = [key for key in required if not entry.get(key)]
    unknown = sorted(set(entry) - {*required, "category", "terms"})
    if missing or unknown:
        raise LexiconError(f"{where}: " + (f"missing {missing}" if missing else f"unknown keys {unknown}"))
    if not _ID.fullmatch(entry["id"]) or entry["id"].split(".")[0] != name:
        raise LexiconError(f"{where}: an id is {name}.words-in-kebab-case")
    if entry["severity"] not in set(Severity):
        raise LexiconError(f"{where}: severity is one of {', '.join(Severity)}")
    if any("[[" not in example for example in entry["hit"]):
        raise LexiconError(f"{where}: every hit marks its quote in [[ ]]")
    return Rule(
        id=entry["id"],
        message=entry["message"],
        severity=Severity(entry["severity"]),
        why=entry["why"],
        source=entry["source"],
        licence=entry["licence"],
        category=entry.get("category", ""),
        terms=tuple(entry.get("terms", ())),
        hit=tuple(entry["hit"]),
        miss=tuple(entry["miss"]),
    )


def _expand(term: str, where: str) -> list[tuple[frozenset[str] | None, ...]]:
    """Return every sequence of accepted words that ``term`` stands for, hyphenated spellings included."""
    slots: list[tuple[frozenset[str] | None, bool]] = []
    for piece in term.split():
        optional = piece.endswith("?")
        body = piece.removesuffix("?")
        slots.append((None if body == _ANY else _choices(body), optional))
    for slot, optional in (slots[0], slots[-1]) if slots else ((None, True),):
        if optional or slot is None or slot == frozenset(_NUMBER):
            raise LexiconError(f"{where}: must start and end with a fixed word")
    sequences = []
    for keep in itertools.product(*((True, False) if optional else (True,) for _, optional in slots)):
        words = tuple(slot for (slot, _), kept in zip(slots, keep, strict=True) if kept)
        sequences.append(words)
        sequences.extend(_hyphenated(words))
    return sequences


def _choices(body: str) -> frozenset[str]:
    chosen: set[str] = set()
    for word in body.lower().split("|"):
        chosen.update(inflections(word[:-1]) if word.endswith("~") else (word,))
    return frozenset(chosen)


def _hyphenated(words: tuple[frozenset[str] | None, ...]) -> Iterator[tuple[frozenset[str] | None, ...]]:
    """Yield the spellings of a short fixed phrase in which two or more neighbouring words are one hyphenated token."""
    if len(words) > 4 or any(w is None or _NUMBER in w or len(w) > 24 for w in words):
        return
    fixed = [w for w in words if w is not None]
    for start in range(len(fixed)):
        for end in range(start + 2, len(fixed) + 1):
            joined = frozenset("-".join(choice) for choice in itertools.product(*fixed[start:end]))
            yield (*words[:start], joined, *words[end:])


def inflections(word: str) -> tuple[str, ...]:
    """Return ``word`` and its regular English inflections: plural or third person, past, -ing.

    Where spelling may double the last consonant (stopped, opened) both spellings are given.

    >>> inflections("cure")
    ('cure', 'cures', 'cured', 'curing')
    """
    if word.endswith("e"):
        return (word, word + "s", word + "d", word[:-1] + "ing")
    if word.endswith("y") and len(word) > 1 and word[-2] not in _VOWELS:
        return (word, word[:-1] + "ies", word[:-1] + "ied", word + "ing")
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return (word, word + "es", word + "ed", word + "ing")
    if len(word) > 2 and word[-1] not in "aeiouwxy" and word[-2] in _VOWELS and word[-3] not in _VOWELS:
        doubled = word + word[-1]
        return (word, word + "s", word + "ed", word + "ing", doubled + "ed", doubled + "ing")
    return (word, word + "s", word + "ed", word + "ing")
