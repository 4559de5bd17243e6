"""The word lists behind the document-level rates of the hype signal (``tables/promotion.toml``)."""

from __future__ import annotations

import functools
import tomllib
from importlib import resources

PROMOTIONAL = ("importance", "novelty", "rigour", "scale", "utility", "quality", "attitude", "problem")
"""Names of Millar's eight groups of promotional adjectives."""


@functools.cache
def lists() -> dict[str, frozenset[str]]:
    """Return every list of the table by its name."""
    toml = resources.files("contentqa").joinpath("tables", "promotion.toml").read_text(encoding="utf-8")
    return {entry["name"]: frozenset(entry["words"].split()) for entry in tomllib.loads(toml)["list"]}


@functools.cache
def groups_by_word() -> dict[str, tuple[str, ...]]:
    """Return, for every listed word, the names of the lists that hold it."""
    table: dict[str, list[str]] = {}
    for name, words in lists().items():
        for word in sorted(words):
            table.setdefault(word, []).append(name)
    return {word: tuple(names) for word, names in table.items()}
