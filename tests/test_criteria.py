"""The ten questions: probabilities, evidence, and what counts as present."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from contentqa.criteria import QUESTIONS, Weights, criteria, features
from contentqa.segmentation import segment
from contentqa.signals import hype, safety
from contentqa.types import Article, Criterion, Document, Measurement

TELLING = (
    "Tablets against migraine compared\n\nIn a randomised trial of 400 adults, attacks fell by 20 percent with the new "
    "tablets and by 18 percent with older treatments. Side effects included nausea and dizziness in 12 percent. The "
    "tablets cost about $30 a month and are available by prescription. The work was funded by a charity. Dr Lee, who "
    "was not involved in the study, said that more research is needed."
)
SELLING = (
    "A miracle for migraine\n\nScientists have found a breakthrough that could revolutionise the lives of people with "
    "migraine. The amazing tablets work for everyone, they say, and the discovery is truly remarkable."
)


def read(text: str) -> tuple[Document, list[Measurement]]:
    document = segment(Article(id="t", text=text))
    return document, [hype.measure(document), safety.measure(document)]


def judged(text: str) -> dict[str, Criterion]:
    return dict(criteria(*read(text)))


def test_every_question_is_answered_for_any_text() -> None:
    for text in (TELLING, SELLING, "One.", ""):
        answers = judged(text)
        assert list(answers) == list(QUESTIONS)
        assert all(0.0 < answer.probability < 1.0 for answer in answers.values())


def test_a_text_that_tells_is_more_likely_satisfactory_than_one_that_sells() -> None:
    telling, selling = judged(TELLING), judged(SELLING)
    for name in ("costs", "benefits", "harms", "evidence_quality", "funding_coi", "no_sensational_language"):
        assert telling[name].probability < selling[name].probability


def test_present_follows_the_evidence() -> None:
    telling, selling = judged(TELLING), judged(SELLING)
    for name in ("costs", "benefits", "harms", "evidence_quality", "alternatives", "availability", "funding_coi"):
        assert telling[name].present
        assert telling[name].evidence
    for name in ("costs", "harms", "alternatives", "availability", "funding_coi"):
        assert not selling[name].present
        assert not selling[name].evidence
    assert telling["no_sensational_language"].present
    assert not selling["no_sensational_language"].present
    assert selling["no_sensational_language"].evidence


def test_evidence_is_that_of_the_measurements_word_for_word() -> None:
    document, measurements = read(TELLING)
    known = {e for m in measurements for e in m.evidence}
    answers = criteria(document, measurements)
    assert all(e in known for answer in answers.values() for e in answer.evidence)
    assert [document.quote(e.span) for e in answers["costs"].evidence] == ["cost about", "$30"]


def test_the_title_counts_wherever_it_stands() -> None:
    body = TELLING.split("\n\n", 1)[1]
    inside = segment(Article(id="t", text=TELLING))
    apart = segment(Article(id="t", text=body, title="Tablets against migraine compared"))
    found = [{t for t in features(d, []).terms if t.startswith("title ")} for d in (inside, apart)]
    assert found[0] == found[1] != set()


def test_scores_are_the_sum_that_the_card_describes() -> None:
    def packed(*terms: str) -> np.ndarray:
        return np.frombuffer("\n".join(terms).encode(), dtype=np.uint8)

    arrays = {
        "terms": packed("mild", "cost"),
        "term_weights": np.array([[2.0] * 10, [4.0] * 10], dtype=np.float32),
        "items": packed("words >= 1"),
        "item_weights": np.array([[10.0] * 10], dtype=np.float32),
        "intercept": np.full(10, 0.5),
        "slope": np.full(10, 2.0),
        "offset": np.full(10, -1.0),
    }
    for name in QUESTIONS:
        arrays[f"near_{name}"] = packed("near mild") if name == "harms" else packed()
        arrays[f"near_{name}_weights"] = np.array([3.0] if name == "harms" else [], dtype=np.float32)
    document, measurements = read("The side effects were mild and nothing was said of the cost")
    weights = Weights(arrays)
    scores = weights.scores(features(document, measurements))
    assert scores["costs"] == pytest.approx(0.5 + (2 + 4) / 2**0.5)
    assert scores["harms"] == pytest.approx(0.5 + (2 + 4 + 3) / 3**0.5)
    expected = 1 / (1 + np.exp(-(2 * scores["costs"] - 1)))
    assert weights.probabilities(features(document, measurements))["costs"] == pytest.approx(expected)


RELEASES = Path(__file__).parents[2] / "shared" / "data" / "healthrelease.jsonl.gz"


@pytest.mark.skipif(not RELEASES.is_file(), reason="the press releases are not on this machine")
def test_silence_on_cost_is_told_from_mention_of_cost_in_real_releases() -> None:
    with gzip.open(RELEASES, "rt", encoding="utf-8") as lines:
        releases = [json.loads(line) for line in lines][:120]
    by_label: dict[str, list[float]] = {"Satisfactory": [], "Not Satisfactory": []}
    for release in releases:
        label = release["criteria"]["costs"]
        if label in by_label:
            by_label[label].append(judged(f"{release['title']}\n\n{release['text']}")["costs"].probability)
    assert np.mean(by_label["Satisfactory"]) < np.mean(by_label["Not Satisfactory"])
