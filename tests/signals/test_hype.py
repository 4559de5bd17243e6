"""What the hype signal finds, excuses and counts."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contentqa.segmentation import segment
from contentqa.signals import hype
from contentqa.signals.hype.causality import CONDITIONAL, CORRELATIONAL, DIRECT, NONE, strengths
from contentqa.signals.hype.headlines import clickbait
from contentqa.types import Article, Document

REFERENCE = Path(__file__).parents[3] / "shared" / "seeds"


def read(text: str, title: str | None = None) -> Document:
    return segment(Article(id="t", text=text, title=title))


def quotes(text: str) -> list[str]:
    document = read(text)
    return [document.quote(e.span) for e in hype.measure(document).evidence if e.rule != "hype.stated-limits"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The spray is a miracle for hay fever.", ["miracle"]),
        ("It is a true game changer, patients say.", ["game changer"]),
        ("The gel could revolutionise wound care.", ["revolutionise"]),
        ("Trial results were astonishing.", ["astonishing"]),
        ("Doctors hate this trick.", ["Doctors hate"]),
        ("It is 100 per cent natural.", ["100 per cent natural"]),
    ],
)
def test_promotion_is_found_word_for_word(text: str, found: list[str]) -> None:
    assert quotes(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "The drug isn't a magic bullet on its own.",
        "Nobody in the team calls it a breakthrough.",
        "It is far from revolutionary.",
        "The paper offers detail rather than a miracle.",
        "The firm sold the so-called “miracle” for years.",
        "Regulators warned buyers about “amazing” results.",
    ],
)
def test_what_the_text_denies_or_disowns_is_no_hype(text: str) -> None:
    assert quotes(text) == []


@pytest.mark.parametrize("text", ["It is not only a breakthrough for asthma.", "No doubt it is a breakthrough."])
def test_a_negator_that_denies_nothing_does_not_excuse(text: str) -> None:
    assert quotes(text) == ["breakthrough"]


def test_negation_ends_with_its_clause() -> None:
    assert quotes("It does not hurt, and the effect is astonishing.") == ["astonishing"]


@pytest.mark.parametrize(
    "text",
    [
        "The FDA granted breakthrough therapy designation.",
        "Opioids treat breakthrough pain.",
        "A significant difference was seen with the novel coronavirus.",
        "Leucine is an essential amino acid used in critical care.",
        "He teaches dramatic arts.",
    ],
)
def test_technical_uses_are_no_hype(text: str) -> None:
    assert quotes(text) == []


def test_quotation_marks_excuse_only_where_nobody_speaks() -> None:
    assert quotes("The “miracle” drops are sold at fairs.") == []
    assert quotes("Dr Lee called the drops a “miracle” for ears.") == ["miracle"]


def test_names_are_no_hype() -> None:
    assert quotes("She was treated at Miracle Hospital in May, and a breakthrough followed.") == ["breakthrough"]


def test_a_weak_word_is_excused_by_hedge_and_figure_together() -> None:
    assert quotes("The approach looks promising.") == ["promising"]
    assert quotes("The approach may be promising.") == ["promising"]
    assert quotes("The approach looks promising: it may have cut attacks by 12 in this pilot of 40.") == []


def test_each_word_counts_once_however_many_rules_name_it() -> None:
    document = read("It is a unique and powerful breakthrough with remarkable success.")
    measured = hype.measure(document)
    covered = [i for e in measured.evidence for i in range(e.span.start, e.span.end)]
    assert len(covered) == len(set(covered))


def test_rates_are_per_thousand_words_and_agree_with_the_evidence() -> None:
    document = read("Ten plain words come first, and then comes one miracle.")
    values = hype.measure(document).values
    assert len(document.words) == 10
    assert values["hype.terms_per_1000_words"] == pytest.approx(100.0)
    assert values["hype.miracle_terms_per_1000_words"] == pytest.approx(100.0)
    assert values["hype.praise_terms_per_1000_words"] == 0.0


def test_length_does_not_change_the_rate() -> None:
    once, twice = "It is a breakthrough in care.\n\n", "It is a breakthrough in care.\n\n" * 7
    key = "hype.terms_per_1000_words"
    assert hype.measure(read(once)).values[key] == pytest.approx(hype.measure(read(twice)).values[key])


def test_hedging_and_limits_never_add_hype() -> None:
    plain = "The tablets lowered pressure in the trial."
    careful = plain + " This may not last. More research is needed."
    assert hype.measure(read(careful)).values["hype.terms_per_1000_words"] == 0.0
    assert hype.measure(read(careful)).values["hype.stated_limits_per_1000_words"] > 0
    assert hype.measure(read(careful)).values["hype.hedges_per_1000_words"] > 0


def test_title_hype_is_counted_whether_or_not_the_text_holds_the_title() -> None:
    body = "The study had 40 people. It lasted a year."
    assert hype.measure(read(body, "A breakthrough at last")).values["hype.terms_in_title"] == 1.0
    assert hype.measure(read("A breakthrough at last\n\n" + body)).values["hype.terms_in_title"] == 1.0
    assert hype.measure(read(body, "A study of sleep")).values["hype.terms_in_title"] == 0.0
    assert hype.measure(read(body)).values["hype.terms_in_title"] is None


def test_nothing_is_measurable_without_words() -> None:
    assert set(hype.measure(read("")).values.values()) == {None}


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["a", "miracle", "breakthrough!", "not", "“amazing”", "100%", "natural,", "unique\n\n", "may", "."]
        ),
        max_size=60,
    )
)
def test_any_text_gives_every_feature_and_real_spans(pieces: list[str]) -> None:
    document = read(" ".join(pieces))
    measured = hype.measure(document)
    assert set(measured.values) == {f.name for f in hype.FEATURES}
    assert all(v is None or math.isfinite(v) for v in measured.values.values())
    assert all(0 <= e.span.start < e.span.end <= len(document.text) for e in measured.evidence)
    assert measured == hype.measure(document)


@pytest.mark.skipif(not REFERENCE.is_dir(), reason="the reference articles are not on this machine")
def test_reference_articles() -> None:
    rates = {}
    for path in sorted(REFERENCE.glob("0*.txt")):
        document = read(path.read_text(encoding="utf-8"))
        measured = hype.measure(document)
        rates[path.name[:3]] = measured.values["hype.terms_per_1000_words"]
        assert not any("bullet" in document.quote(e.span) for e in measured.evidence)
        if path.name.startswith("000"):
            assert measured.values["hype.stated_limits_per_1000_words"]
    assert max(rates, key=lambda name: rates[name] or 0.0) == "003"


def test_causal_strength_follows_the_wording() -> None:
    def strongest(text: str) -> int:
        probabilities = strengths(read(text).lower)
        assert sum(probabilities) == pytest.approx(1.0)
        return max(range(4), key=probabilities.__getitem__)

    assert strongest("Coffee is associated with a lower risk of stroke.") == CORRELATIONAL
    assert strongest("Coffee may reduce the risk of stroke.") == CONDITIONAL
    assert strongest("Coffee reduces the risk of stroke.") == DIRECT
    assert strongest("The meeting took place in Lisbon.") == NONE


COHORT = "\n\nThe cohort of 40,000 adults filled in a questionnaire every year."
TRIAL = "\n\nIn this randomised trial half of the adults took a placebo."
MICE = "\n\nThe mice drank it for a week. The other mice drank water."


def overclaimed(text: str) -> list[str]:
    document = read(text)
    return [document.quote(e.span) for e in hype.measure(document).evidence if e.rule == "hype.overclaim"]


@pytest.mark.parametrize("study", [COHORT, MICE])
def test_a_cause_told_from_a_study_that_cannot_show_it_is_an_overclaim(study: str) -> None:
    assert overclaimed("Coffee reduces the risk of stroke." + study) == ["Coffee reduces the risk of stroke."]


@pytest.mark.parametrize(
    "text",
    [
        "Coffee reduces the risk of stroke." + TRIAL,
        "Coffee may reduce the risk of stroke." + COHORT,
        "Coffee is linked to a lower risk of stroke." + COHORT,
        "Coffee reduces the risk of stroke in mice." + MICE,
        "Coffee reduces the risk of stroke.",
    ],
)
def test_hedged_or_earned_claims_are_no_overclaim(text: str) -> None:
    assert overclaimed(text) == []


def test_title_strength_is_measured_against_the_body() -> None:
    body = "\n\nCoffee may be linked to fewer strokes, the authors think. It might also lower blood pressure."
    bold = hype.measure(read("Coffee reduces the risk of stroke" + body)).values
    meek = hype.measure(read("Coffee may reduce the risk of stroke" + body)).values
    assert (bold["hype.title_strength"] or 0.0) > (meek["hype.title_strength"] or 0.0)
    assert (bold["hype.title_over_body"] or 0.0) > (meek["hype.title_over_body"] or 0.0)
    assert hype.measure(read(body)).values["hype.title_strength"] is None
    assert hype.measure(read("A calm title\n\nThe bus was late today.")).values["hype.title_over_body"] is None


def test_clickbait_reads_words_and_not_capitals() -> None:
    loud, quiet = "19 Things You Never Knew About Your Nose", "19 things you never knew about your nose"
    plain = "Ministers agree budget for hospitals"
    assert clickbait(read(loud).lower) == clickbait(read(quiet).lower) > 0.9
    assert clickbait(read(plain).lower) < 0.1
