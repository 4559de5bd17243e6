"""What a reader may expect of the transparency signal."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contentqa.segmentation import segment
from contentqa.signals.transparency import FEATURES, SIGNAL
from contentqa.types import Article, Measurement, Metadata, Severity

NOTHING = Metadata()
BODY = "Garlic has been eaten for centuries, and many cooks would not do without it. It grows almost everywhere."


def read(text: str, metadata: Metadata = NOTHING) -> Measurement:
    return SIGNAL.measure(segment(Article("a", text, metadata=metadata)))


def value(text: str, name: str, metadata: Metadata = NOTHING) -> float | None:
    return read(text, metadata).values[f"transparency.{name}"]


@given(st.text(max_size=400))
@settings(max_examples=60, deadline=None)
def test_every_feature_for_any_text(text: str) -> None:
    measurement = read(text)
    assert set(measurement.values) == {feature.name for feature in FEATURES}
    assert all(text[e.span.start : e.span.end] for e in measurement.evidence)


def test_nothing_is_measured_without_words() -> None:
    assert set(read("").values.values()) == {None}


def test_a_bare_text_meets_no_benchmark() -> None:
    assert value(BODY, "jama_benchmarks") == 0.0


def test_the_four_jama_benchmarks() -> None:
    full = (
        f"By Amara Okafor, MD\n\nUpdated 3 March 2021\n\n{BODY}\n\nThe authors declare no conflicts of interest.\n\n"
        "References\n\n1. Lee C. Garlic. Gut. 2017;66:3-7."
    )
    assert value(full, "jama_benchmarks") == 4.0
    assert value(full, "author_credentials") == 1.0


@pytest.mark.parametrize("line", ["By Amara Okafor", "Written by Jonas Lindqvist, PhD", "Author: Chen Wei Lin"])
def test_bylines(line: str) -> None:
    assert value(f"{line}\n\n{BODY}", "author_named") == 1.0


def test_a_sentence_that_opens_with_by_is_no_byline() -> None:
    assert value(f"By chewing slowly you eat less.\n\n{BODY}", "author_named") == 0.0


def test_metadata_counts_as_much_as_the_text() -> None:
    metadata = Metadata(author="Amara Okafor, MD", date="2021-03-03")
    assert value(BODY, "author_named", metadata) == 1.0
    assert value(BODY, "author_credentials", metadata) == 1.0
    assert value(BODY, "dated", metadata) == 1.0


@pytest.mark.parametrize("date", ["March 3, 2021", "3 March 2021", "2021-03-03", "Mar. 3, 2021", "03/03/2021"])
def test_dates_at_the_head(date: str) -> None:
    assert value(f"{date}\n\n{BODY}", "dated") == 1.0


def test_a_date_in_the_story_is_not_the_date_of_the_article() -> None:
    assert value(f"{BODY} " * 6 + "The law changed on March 3, 2021.", "dated") == 0.0


def test_stale_statements_are_told_with_the_date_or_its_lack() -> None:
    text = f"{BODY} Phase 3 trials are underway."
    undated = [e for e in read(text).evidence if e.rule == "transparency.time-sensitive"]
    dated = [e for e in read(text, Metadata(date="2021-03-03")).evidence if e.rule == "transparency.time-sensitive"]
    assert [e.severity for e in undated] == [Severity.MEDIUM]
    assert "no date" in undated[0].message
    assert [e.severity for e in dated] == [Severity.LOW]
    assert "2021-03-03" in dated[0].message


def test_phrase_rates_count_the_evidence() -> None:
    text = f"{BODY} This page contains affiliate links. Order now and use code SAVE."
    measurement = read(text)
    words = len(segment(Article("a", text)).words)
    for rule, feature in (("sponsored", "sponsored_phrases"), ("selling", "selling_phrases")):
        found = [e for e in measurement.evidence if e.rule == f"transparency.{rule}"]
        assert found
        assert measurement.values[f"transparency.{feature}_per_1000_words"] == pytest.approx(1000 * len(found) / words)
