"""The small term models: trained on made-up corpora, they write folders that load and predict the same each time."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from contentqa import model
from contentqa.criteria import QUESTIONS, Weights, features
from contentqa.segmentation import segment
from contentqa.signals import hype, safety
from contentqa.signals.hype import causality, headlines
from contentqa.training import certainty, headline, linear
from contentqa.training.criteria import figures, fit, releases
from contentqa.training.criteria.__main__ import train as train_criteria
from contentqa.types import Article

THINGS = "coffee tea fish bread salt sugar milk garlic rice wine beans oats eggs figs nuts".split()
ENDS = "stroke asthma cough gout fever migraine".split()
PATTERNS = (
    "We spoke about {0} and {1} at the congress",
    "{0} is associated with {1} in adults",
    "{0} may cause {1} in adults",
    "{0} causes {1} in adults",
)


def write(folder: Path, corpus: str, rows: list[dict[str, Any]]) -> None:
    with gzip.open(folder / f"{corpus}.jsonl.gz", "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps(row) + "\n" for row in rows)


@pytest.fixture
def sentences(tmp_path: Path) -> Path:
    rows = [
        {"source": source, "sentence": pattern.format(thing, end), "label": str(label)}
        for n, thing in enumerate(THINGS)
        for label, pattern in enumerate(PATTERNS)
        for source, end in (("pubmed", ENDS[n % 6]), ("eureka", ENDS[(n + 1) % 6]))
    ]
    write(tmp_path, "causal_strength", rows)
    return tmp_path


def test_certainty_learns_patterns_and_repeats_itself(sentences: Path, tmp_path: Path) -> None:
    first = certainty.train(sentences, tmp_path / "certainty-0.1")
    again = certainty.train(sentences, tmp_path / "certainty-0.2")
    assert first["figures"] == again["figures"]
    assert first["figures"]["all"]["macro_f1"] == 1.0
    loaded = [model.load(tmp_path / name) for name in ("certainty-0.1", "certainty-0.2")]
    assert np.array_equal(loaded[0].estimator["weights"], loaded[1].estimator["weights"])
    scorer = model.TermScorer(loaded[0])
    probabilities = scorer.probabilities(causality.terms("plums may cause hiccups in adults".split()))
    assert probabilities.index(max(probabilities)) == causality.CONDITIONAL
    card = (tmp_path / "certainty-0.1" / "card.md").read_text(encoding="utf-8")
    assert "| all | 120 | 1.000 |" in card


def test_headline_learns_words_and_reports_its_ablations(tmp_path: Path) -> None:
    rows = [{"text": f"{n} things you never knew about {thing}", "clickbait": "1"} for n, thing in enumerate(THINGS)]
    rows += [{"text": f"Ministers agree tax on {thing}", "clickbait": "0"} for thing in THINGS]
    write(tmp_path, "clickbait_headlines", rows)
    metrics = headline.train(tmp_path, tmp_path / "headline-0.1")
    assert metrics["figures"]["shipped: words without case, numbers masked"]["accuracy"] == 1.0
    assert "surface tricks alone" in metrics["figures"]
    scorer = model.TermScorer(model.load(tmp_path / "headline-0.1"))
    assert scorer.probabilities(headlines.terms("7 things you never knew about plums".split()))[1] > 0.5


def test_packed_arrays_score_as_the_pipeline_does(sentences: Path) -> None:
    read = certainty.read(sentences)
    words = read.words
    estimator = certainty.fit(words, read.labels)
    packed = model.TermScorer(model.Model("m", sentences, {"features": ["f"]}, linear.packed(estimator)))
    plain = model.TermScorer(model.Model("m", sentences, {"features": ["f"]}, estimator))
    terms = causality.terms(words[3])
    assert packed.probabilities(terms) == pytest.approx(plain.probabilities(terms), abs=1e-5)
    assert plain.probabilities(terms) == pytest.approx(tuple(estimator.predict_proba([dict.fromkeys(terms, 1)])[0]))


def test_judgements_are_answers_from_0_to_3_or_none() -> None:
    judgements = releases.judgements()
    values = np.array(list(judgements.values()))
    assert values.shape[1] == len(QUESTIONS)
    assert set(values[~np.isnan(values)]) == {0.0, 1.0, 2.0, 3.0}
    assert {corpus for corpus, _ in judgements} <= {"healthrelease", *releases.UNRATED_WEIGHT}


def release(n: int) -> dict[str, Any]:
    good = n % 2 == 0
    said = "It costs $30 and has side effects such as nausea." if good else "It is a breakthrough, and everyone agrees."
    return {
        "id": str(n),
        "url": f"https://www.eurekalert.org/pub_releases/2018-12/inst{n // 4}-x.php",
        "title": "Tablets",
        "text": f"The tablets were tested in {n + 20} adults with {ENDS[n % 6]}. {said} They take {THINGS[n % 15]}.",
        "criteria": dict.fromkeys(QUESTIONS, "Satisfactory" if good else "Not Satisfactory"),
    }


def test_criteria_scores_are_those_it_was_fitted_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures, "RESAMPLES", 10)
    monkeypatch.setattr(figures, "REPEATS", 1)
    rows = [release(n) for n in range(60)]
    write(tmp_path, "healthrelease", rows)
    metrics = train_criteria(tmp_path, tmp_path / "criteria-0.1")
    assert all(of["auc"] == 1.0 for of in metrics["figures"].values())
    assert metrics["corpora"]["healthrelease"]["institutions"] == 15
    weights = Weights(model.load(tmp_path / "criteria-0.1").estimator)
    fitted = fit.Fitted(releases.Table(releases.Releases(tmp_path), "harms"), np.arange(60))
    document = segment(Article(id="0", text=f"Tablets\n\n{rows[0]['text']}", title="Tablets"))
    found = features(document, [hype.measure(document), safety.measure(document)])
    assert weights.scores(found)["harms"] == pytest.approx(float(fitted.scores(np.array([0]))[0]), abs=1e-4)
    assert weights.probabilities(found)["harms"] < 0.5


def test_cross_fitted_criteria_learn_nothing_from_the_outlet_they_answer_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stories = [
        {
            "id": str(n),
            "url": f"https://www.{name}.example/{n}",
            "title": "A trial",
            "text": f"{name} {release(n)['text']}",
        }
        for name in ("herald", "courier")
        for n in range(12)
    ]
    written = [release(n) for n in range(60)]
    rated = {
        ("healthrelease", releases.text_name(of["text"])): [0.0 if n % 2 == 0 else 3.0] * len(QUESTIONS)
        for n, of in enumerate(written)
    }
    write(tmp_path, "healthrelease", written)
    write(tmp_path, "healthstory", stories)
    document = segment(Article(id="x", text=str(stories[0]["text"])))
    found = features(document, [hype.measure(document), safety.measure(document)])

    def scores(answers: dict[str, float]) -> dict[str, float]:
        judged = {
            ("healthstory", releases.text_name(str(story["text"]))): [answer] * len(QUESTIONS)
            for story in stories
            for name, answer in answers.items()
            if str(story["text"]).startswith(name)
        }
        monkeypatch.setattr(releases, "judgements", lambda: rated | judged)
        models = fit.cross_fitted(tmp_path, "healthstory")
        assert set(models) == {"herald.example", "courier.example"}
        return {outlet: weights.scores(found)["costs"] for outlet, weights in models.items()}

    good, bad = scores({"herald": 0.0, "courier": 1.0}), scores({"herald": 3.0, "courier": 1.0})
    assert good["herald.example"] == bad["herald.example"]
    assert good["courier.example"] < bad["courier.example"]
    assert fit.cross_fitted(tmp_path, "recovery") == {}
