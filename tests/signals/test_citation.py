"""What a reader may expect of the citation signal."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contentqa.segmentation import segment
from contentqa.signals.citation import FEATURES, SIGNAL
from contentqa.signals.citation.links import LinkKind, classify
from contentqa.types import Article, Evidence, Link, Measurement, Metadata, Span

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


def test_attribution_carries_over_one_sentence_that_refers_back() -> None:
    text = (
        "Researchers at the University of Tartu followed 4,000 adults for ten years. "
        "They found that birch pollen worsens eczema in children. The study also found a higher risk of asthma."
    )
    assert [found for found, _ in claims(text)][-2:] == ["named", "named"]


def test_the_study_found_with_nobody_named_is_vague() -> None:
    assert state("Walking is free and cheap. The study found that walking lowers the risk of diabetes.") == "vague"


def test_an_unrelated_sentence_does_not_inherit() -> None:
    text = (
        "According to the Mayo Clinic, exercise lowers blood pressure. Garlic thins the blood and can cause bleeding."
    )
    assert [found for found, _ in claims(text)] == ["named", "uncited"]


def test_a_quotation_keeps_its_speaker() -> None:
    text = (
        "“The injection lowers the risk of a second stroke,” said Dr. Amara Okafor of the city hospital. "
        "“It also reduces the risk of bleeding in older patients.”"
    )
    assert [found for found, _ in claims(text)] == ["named", "named"]


def test_a_mention_is_no_attribution() -> None:
    assert state("The FDA approved the drug for the treatment of severe asthma in adults.") == "uncited"
    assert state("The FDA says the drug can cause liver damage in adults with severe asthma.") == "named"


def test_a_journal_outside_the_table_is_known_by_its_context() -> None:
    text = "Zinc shortens the common cold by a day, researchers report in Zyzzyva Metallomica Letters."
    assert state(text) == "named"


def test_a_country_is_no_journal() -> None:
    assert state("Zinc shortens the common cold by a day, researchers report in Norway.") == "vague"


@pytest.mark.parametrize(
    "source",
    ["doi:10.1000/abc123", "PMID: 12345678", "NCT01234567", "https://www.cdc.gov/flu/about/index.html"],
)
def test_identifiers_are_cited(source: str) -> None:
    assert state(f"Flu vaccines lower the risk of severe illness in children ({source}).") == "cited"


def test_entries_of_the_reference_list_are_no_claims() -> None:
    text = (
        "Aspirin reduces the risk of colon cancer in adults [1].\n\nReferences\n\n"
        "1. Okafor B. Aspirin reduces the risk of colon cancer. Gut. 2016;65:1-9."
    )
    assert len(claims(text)) == 1
    assert read(text).values["citation.references_listed"] == 1.0


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://pubmed.ncbi.nlm.nih.gov/1/", LinkKind.JOURNAL),
        ("https://www.cdc.gov/flu", LinkKind.GOVERNMENT),
        ("https://www.ox.ac.uk/news", LinkKind.UNIVERSITY),
        ("https://med.stanford.edu/x", LinkKind.UNIVERSITY),
        ("https://www.who.int/news", LinkKind.AUTHORITY),
        ("https://twitter.com/x", LinkKind.SOCIAL),
        ("https://www.amazon.com/dp/1", LinkKind.SHOP),
        ("https://example.org/products/pill", LinkKind.SHOP),
        ("https://blog.mysite.com/about", LinkKind.OWN),
        ("/about", LinkKind.OWN),
        ("https://naturalnews.com/1", LinkKind.MISLEADING),
        ("https://example.org/page", LinkKind.OTHER),
        ("#ref-1", LinkKind.FRAGMENT),
        ("", LinkKind.DEAD),
        ("javascript:void(0)", LinkKind.DEAD),
        ("http://[broken", LinkKind.OWN),
    ],
)
def test_where_links_lead(url: str, kind: LinkKind) -> None:
    assert classify(url, "mysite.com") is kind


def test_slots_of_a_study_are_told() -> None:
    text = (
        "In a randomized trial of 240 women, the diet lowered blood pressure by 12 percent compared with placebo "
        "after six months, researchers found."
    )
    values = read(text).values
    for slot in ("designed", "strong", "sized", "compared", "effect", "followed"):
        assert values[f"citation.share_studies_{slot}"] == 1.0
    assert values["citation.share_studies_preclinical"] == 0.0
    assert read("Garlic thins the blood and can cause bleeding.").values["citation.share_studies_sized"] is None


def test_time_grows_with_the_text_and_not_faster() -> None:
    sentence = "Researchers say that “garlic lowers the risk of stroke,” (see Lee et al., 2014) in The Lancet. "
    times = []
    for copies in (200, 2000):
        document = segment(Article("a", sentence * copies))
        SIGNAL.measure(document)
        start = time.process_time()
        SIGNAL.measure(document)
        times.append(time.process_time() - start)
    assert times[1] < 40 * times[0] + 0.5


SEEDS = Path(__file__).parents[3] / "shared" / "seeds"


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the five reference articles are not in this checkout")
@pytest.mark.parametrize(
    ("article", "words", "expected"),
    [
        ("000", "Journal of Psychopharmacology", "named"),
        ("000", "Research has shown", "vague"),
        ("000", "early studies suggest that it could", "vague"),
        ("000", "it has been shown to", "vague"),
        ("000", "75-125 mg", "uncited"),
        ("000", "Phase 3 clinical trials", "uncited"),
        ("001", "remarkable success", "uncited"),
        ("001", "75 to 125 mg", "uncited"),
        ("002", "Clinical trials have shown", "vague"),
        ("002", "Early studies indicate", "vague"),
        ("003", "According to available data", "vague"),
        ("003", "researchers suggest", "vague"),
        ("003", "Brain imaging shows", "vague"),
        ("003", "Patients describe", "vague"),
        ("004", "75-125mg", "uncited"),
        ("004", "two or three sessions", "vague"),
        ("004", "the FDA has approved", "uncited"),
    ],
)
def test_the_reference_articles(article: str, words: str, expected: str) -> None:
    text = next(SEEDS.glob(f"{article}_*.txt")).read_text(encoding="utf-8")
    at = text.index(words)
    states = [
        e.rule.rpartition("-")[2]
        for e in read(text).evidence
        if e.rule.startswith("citation.claim-") and e.span.start <= at < e.span.end
    ]
    assert states == [expected]


def test_a_sentence_that_opens_like_an_entry_is_still_read() -> None:
    text = "Hepatitis C, which damages the liver, caused 15,000 deaths in the country in 2015 and is spread by blood."
    assert state(text) == "uncited"


def test_we_are_the_authors_where_the_page_names_them() -> None:
    text = "We found that the diet lowered the risk of stroke in older adults."
    named = SIGNAL.measure(segment(Article("a", text, metadata=Metadata(author="Amara Okafor")))).values
    assert named["citation.share_named"] == 1.0
    assert read(text).values["citation.share_vague"] == 1.0


def test_an_anchor_to_jump_to_is_no_dead_link() -> None:
    text = "Author Affiliations: Department of Medicine, University of Tartu, and the city hospital of Tartu."
    assert read(text, Link(Span(0, 20), "")).values["citation.dead_links"] == 0.0
