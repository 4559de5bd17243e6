"""Hype is measured behind the spin: on the text with swapped phrases restored."""

from __future__ import annotations

from contentqa.restoration import hype_behind_the_spin
from contentqa.segmentation import segment
from contentqa.signals import hype
from contentqa.types import Article, Evidence, Measurement, Severity, Span

TEXT = "The trial gave an innovation for hay fever, and an appealing outcome."
RATE = "hype.terms_per_1000_words"


def swap(quote: str, meant: str | None) -> Evidence:
    start = TEXT.index(quote)
    return Evidence("spun.swap", Span(start, start + len(quote)), "swapped", Severity.HIGH, meant)


def test_laundered_hype_shows_behind_the_spin() -> None:
    document = segment(Article(id="a", text=TEXT))
    swaps = (swap("innovation", "breakthrough"), swap("appealing outcome", "promising result"))
    assert hype.measure(document).values[RATE] == 0.0
    behind = hype_behind_the_spin(document, [Measurement("spun", {}, swaps)])
    assert [e.rule for e in behind.evidence] == ["hype.breakthrough", "hype.promise"]
    assert (behind.values[RATE] or 0.0) > 0.0


def test_without_swaps_nothing_changes() -> None:
    document = segment(Article(id="a", text=TEXT))
    plain = hype.measure(document)
    assert hype_behind_the_spin(document, []) == plain
    assert hype_behind_the_spin(document, [Measurement("spun", {}, (swap("trial", None),))]) == plain
