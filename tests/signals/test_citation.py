"""What a reader may expect of the citation signal."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contentqa.segmentation import segment
from contentqa.signals.citation import FEATURES, SIGNAL
from contentqa.types import Article, Evidence, Link, Measurement, Span

STATES = ("cited", "named", "vague", "uncited")


def read(text: str, *links: Link) -> Measurement:
    return SIGNAL.measure(segment(Article("a", text, links=links)))


def claims(text: str, *links: Link) -> list[tuple[str, str]]:
    """The claims of ``text`` in order: (state, first three words)."""
    found = [e for e in read(text, *links).evidence if e.rule.startswith("citation.claim-")]
    return [(e.rule.rpartition("-")[2], " ".join(text[e.span.start : e.span.end].split()[:3])) for e in found]


def state(text: str, *links: Link) -> str:
    found = claims(text, *links)
    assert found, f"no claim found in {text!r}"
    return found[-1][0]


@given(st.text(max_size=400))
@settings(max_examples=60, deadline=None)
def test_every_feature_for_any_text(text: str) -> None:
    measurement = read(text)
    assert set(measurement.values) == {feature.name for feature in FEATURES}
    assert all(text[e.span.start : e.span.end] for e in measurement.evidence)


def test_nothing_is_measured_without_words() -> None:
    assert set(read("").values.values()) == {None}


def test_shares_are_unknown_without_claims_and_add_up_with_them() -> None:
    none = read("My grandmother lived by the sea and loved to sing.").values
    assert none["citation.claims_per_1000_words"] == 0.0
    assert none["citation.share_uncited"] is None
    some = read("Smoking raises the risk of lung cancer. Studies show that exercise lowers the risk of stroke.").values
    assert sum(some[f"citation.share_{s}"] or 0.0 for s in STATES) == pytest.approx(1.0)


def test_a_claim_has_one_state_and_its_span_is_the_sentence() -> None:
    text = "Studies show that exercise lowers the risk of stroke. Do you exercise? Tell your doctor."
    document = segment(Article("a", text))
    found: list[Evidence] = [e for e in SIGNAL.measure(document).evidence if e.rule.startswith("citation.claim-")]
    assert [e.span for e in found] == [document.sentences[0].span]


def test_anonymous_attribution_is_vague() -> None:
    assert state("Studies have shown that green tea lowers the risk of heart disease.") == "vague"
    assert state("According to available data, the drug cuts symptoms by over 50%.") == "vague"


def test_a_body_that_speaks_is_named() -> None:
    assert state("According to the World Health Organization, smoking causes eight million deaths a year.") == "named"


def test_a_journal_alone_is_named_and_dated_it_is_cited() -> None:
    assert state("A study in the Journal of Rheumatology found that fish oil reduces joint pain.") == "named"
    assert (
        state("A study in the May issue of the Journal of Rheumatology found that fish oil reduces joint pain.")
        == "cited"
    )


def test_author_and_year_is_cited() -> None:
    assert state("Regular aspirin use reduced the risk of colon cancer by a fifth (Okafor et al., 2016).") == "cited"


def test_a_mark_counts_only_if_the_list_has_it() -> None:
    claim = "Aspirin reduces the risk of colon cancer [{}]."
    listed = "\n\nReferences\n\n1. Okafor B. Aspirin and the colon. Gut. 2016;65:1-9.\n"
    listed += "2. Lee C. More on aspirin. Gut. 2017;66:3-7."
    assert claims(claim.format(2) + listed)[0][0] == "cited"
    assert claims(claim.format(7) + listed)[0][0] == "uncited"


def test_a_link_to_a_journal_is_cited_and_a_shop_is_not() -> None:
    text = "Aspirin reduces the risk of colon cancer in older adults."
    span = Span(text.index("colon"), text.index(" in older"))
    assert state(text, Link(span, "https://pubmed.ncbi.nlm.nih.gov/12345678/")) == "cited"
    assert state(text, Link(span, "https://www.amazon.com/dp/B000")) == "uncited"


def test_a_link_without_target_is_dead() -> None:
    text = "Exercise lowers the risk of stroke, as the full report explains."
    span = Span(text.index("full"), text.index(" explains"))
    assert read(text, Link(span, "")).values["citation.dead_links"] == 1.0
    assert read(text, Link(span, "https://example.org/report")).values["citation.dead_links"] == 0.0
