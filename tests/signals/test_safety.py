"""What the safety signal finds: dosing advice, dangerous advice, garbled units, and what a balanced text mentions."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contentqa.segmentation import segment
from contentqa.signals import safety
from contentqa.types import Article, Document, Severity

REFERENCE = Path(__file__).parents[3] / "shared" / "seeds"
DOSING = "safety.unsupervised-dosing"


def read(text: str) -> Document:
    return segment(Article(id="t", text=text))


def quotes(text: str, rule: str) -> list[str]:
    document = read(text)
    return [document.quote(e.span) for e in safety.measure(document).evidence if e.rule == rule]


def test_dosing_advice_is_found_with_its_neighbouring_amounts() -> None:
    text = (
        "LSD is taken on paper. A usual amount is 100 micrograms. Put the paper under your tongue and wait; take "
        "50 mcg more after two hours. Music helps."
    )
    assert quotes(text, DOSING) == [
        "A usual amount is 100 micrograms.",
        "Put the paper under your tongue and wait; take 50 mcg more after two hours.",
    ]


def test_dosing_advice_is_of_the_highest_severity() -> None:
    evidence = safety.measure(read("Inject 250 mg of testosterone every week at home.")).evidence
    assert [e.severity for e in evidence if e.rule == DOSING] == [Severity.HIGH]


@pytest.mark.parametrize(
    "text",
    [
        "Doses of psilocybin range from 10 to 25 mg.",
        "Patients are generally given a dose of MDMA between 75 and 125 mg under the guidance of trained specialists.",
        "In the study, volunteers took 25 mg of psilocybin and then a booster of 10 mg.",
        "Your doctor will start you on 5 mg of warfarin. Take 5 mg every evening.",
        "Do not take more than 10 mg of diazepam a day.",
        "I took 100 mg of ketamine in hospital.",
        "Aim for an LDL below 100 mg/dL, and take the stairs.",
    ],
)
def test_mentions_reports_and_warnings_are_no_dosing_advice(text: str) -> None:
    assert quotes(text, DOSING) == []


def test_common_substances_weigh_less_and_a_pharmacist_settles_them() -> None:
    alone = "Take 500 mg of magnesium twice a day for a calm night."
    assert quotes(alone, DOSING) == []
    assert quotes(alone, "safety.dosing-instructions") == [alone]
    assert quotes(alone + "\n\nAsk a pharmacist whether it suits you.", "safety.dosing-instructions") == []


@pytest.mark.parametrize(
    "text",
    ["Quit taking your insulin now.", "You can ditch your antidepressants within a week.", "Flush the pills."],
)
def test_advice_to_drop_a_medicine(text: str) -> None:
    assert len(quotes(text, "safety.stop-medication")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Never stop taking your insulin.",
        "If you stop taking your tablets the pain may return.",
        "Some patients stop taking their tablets.",
        "Ask before you stop taking your medicine.",
    ],
)
def test_warnings_against_dropping_a_medicine_are_silent(text: str) -> None:
    assert quotes(text, "safety.stop-medication") == []


def test_garbled_units_are_found_and_true_ones_are_not() -> None:
    assert quotes("It begins after 20-60 moments and lasts 6 hours.", "safety.corrupted-unit") == ["20-60 moments"]
    assert quotes("It begins after 20-60 minutes. Two moments stood out.", "safety.corrupted-unit") == []


def test_figures_on_an_effect_and_study_sizes_and_prices() -> None:
    text = "Falls dropped by 12% among 240 adults. The course costs $90."
    assert quotes(text, "safety.benefit-quantified") == ["12%"]
    assert quotes(text, "safety.evidence-described") == ["240 adults"]
    assert "$90" in quotes(text, "safety.cost-mentioned")


def test_counts_come_from_the_evidence() -> None:
    document = read("The main side effects were nausea and a rash. Talk to your doctor.")
    measured = safety.measure(document)
    harms = sum(e.rule == "safety.harm-mentioned" for e in measured.evidence)
    assert harms == 3
    assert measured.values["safety.harms_per_1000_words"] == pytest.approx(1000 * harms / len(document.words))
    assert measured.values["safety.harm_share"] == 1.0
    assert safety.measure(read("The bus was late.")).values["safety.harm_share"] is None


def test_nothing_is_measurable_without_words() -> None:
    assert set(safety.measure(read("")).values.values()) == {None}


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["Take", "75-125", "mg", "MDMA", "every", "2", "hours", ".", "doctor", "12%", "$5", "100", "pills\n\n"]
        ),
        max_size=60,
    )
)
def test_any_text_gives_every_feature_and_real_spans(pieces: list[str]) -> None:
    document = read(" ".join(pieces))
    measured = safety.measure(document)
    assert set(measured.values) == {f.name for f in safety.FEATURES}
    assert all(v is None or (math.isfinite(v) and v >= 0) for v in measured.values.values())
    assert all(0 <= e.span.start < e.span.end <= len(document.text) for e in measured.evidence)
    assert measured == safety.measure(document)


@pytest.mark.skipif(not REFERENCE.is_dir(), reason="the reference articles are not on this machine")
def test_reference_articles() -> None:
    found = {}
    for path in sorted(REFERENCE.glob("0*.txt")):
        document = read(path.read_text(encoding="utf-8"))
        measured = safety.measure(document)
        found[path.name[:3]] = [document.quote(e.span) for e in measured.evidence if e.rule == DOSING]
        if path.name.startswith("001"):
            assert measured.values["safety.harms_per_1000_words"]
            assert measured.values["safety.contraindications_per_1000_words"]
    assert any("booster" in quote for quote in found.pop("001"))
    assert not any(found.values())
