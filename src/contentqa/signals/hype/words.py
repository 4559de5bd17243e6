"""The word lists of the hype signal: ``tables/promotion.toml`` and ``tables/certainty.toml``."""

from __future__ import annotations

import functools
import tomllib
from importlib import resources

PROMOTIONAL = ("importance", "novelty", "rigour", "scale", "utility", "quality", "attitude", "problem")
"""Names of Millar's eight groups of promotional adjectives."""


@functools.cache
def lists(table: str = "promotion") -> dict[str, frozenset[str]]:
    """Return every list of the packaged ``table`` by its name."""
    toml = resources.files("contentqa").joinpath("tables", f"{table}.toml").read_text(encoding="utf-8")
    return {entry["name"]: frozenset(entry["words"].split()) for entry in tomllib.loads(toml)["list"]}


@functools.cache
def rated() -> dict[str, tuple[bool, bool, bool]]:
    """Return, for every word that is rated, whether it is a booster, a hedge, and a promotional word."""
    by_name = lists()
    boosters, hedges = by_name["boosters"], by_name["hedges"]
    promotional = frozenset().union(*(by_name[name] for name in PROMOTIONAL))
    return {word: (word in boosters, word in hedges, word in promotional) for word in boosters | hedges | promotional}
