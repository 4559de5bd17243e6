"""Model folders: what loads, what is refused, and that look-up equals the estimator."""

from __future__ import annotations

import json
import math
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contentqa import model as models
from contentqa.errors import ModelError
from contentqa.model import Head, Model, TermScorer, load, load_triage, locate, logistic
from contentqa.training import folder


@pytest.fixture
def copy(toy_model: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(toy_model, tmp_path / "copy-1.0"))


def change(target: Path, **fields: Any) -> None:
    path = target / "metrics.json"
    metrics = {**json.loads(path.read_text(encoding="utf-8")), **fields}
    kept = {key: value for key, value in metrics.items() if value is not None}
    path.write_text(json.dumps(kept), encoding="utf-8")


def test_a_folder_loads_by_path(toy_model: Path) -> None:
    loaded = load(toy_model)
    assert loaded.name == "toy-1.0"
    assert loaded.features[0] == "hype.terms_per_1000_words"
    assert loaded.weights == toy_model.resolve() / "model.skops"
    assert set(loaded.metrics["libraries"]) >= {"python", "scikit-learn", "numpy", "skops"}
    assert load_triage(str(toy_model)).heads["credibility"].features == loaded.features


def test_the_card_lies_beside_the_weights(toy_model: Path) -> None:
    assert (toy_model / "card.md").read_text(encoding="utf-8") == "# toy\n"


def corrupt(target: Path) -> None:
    weights = target / "model.skops"
    weights.write_bytes(weights.read_bytes() + b"x")


REFUSALS: dict[str, tuple[Callable[[Path], object], str]] = {
    "altered weights": (corrupt, "SHA-256"),
    "no metrics": (lambda f: (f / "metrics.json").unlink(), "metrics.json"),
    "broken metrics": (lambda f: (f / "metrics.json").write_text("{", encoding="utf-8"), "metrics.json"),
    "no weights": (lambda f: (f / "model.skops").unlink(), "model.skops"),
    "no hash": (lambda f: change(f, sha256=None), "SHA-256"),
    "no features": (lambda f: change(f, features=None), "features"),
    "another kind": (lambda f: change(f, kind="claims"), "claims"),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_an_unfit_folder_is_refused_by_name(copy: Path, name: str) -> None:
    spoil, says = REFUSALS[name]
    spoil(copy)
    with pytest.raises(ModelError) as raised:
        load_triage(copy)
    assert says in str(raised.value)
    assert str(copy) in str(raised.value)


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(ModelError, match="triage-99"):
        locate("triage-99.0")


def test_a_path_that_is_no_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="nowhere"):
        load(tmp_path / "nowhere")


class Dangerous:
    """A type that no model folder may bring along."""

    def __init__(self) -> None:
        self.command = "rm -rf"


def test_types_that_are_not_trusted_are_refused_by_name(tmp_path: Path) -> None:
    target = tmp_path / "bad-1.0"
    folder.save(target, {"head": Dangerous()}, {"kind": "triage", "features": ["a"]}, "# bad")
    with pytest.raises(ModelError, match=r"not trusted: .*Dangerous"):
        load(target)


@pytest.mark.parametrize("data", [b"", b"not a zip", b"\x80\x04\x95."])
def test_weights_that_are_no_weights_are_refused(copy: Path, data: bytes) -> None:
    import hashlib

    (copy / "model.skops").write_bytes(data)
    change(copy, sha256=hashlib.sha256(data).hexdigest())
    with pytest.raises(ModelError, match=r"model\.skops"):
        load(copy)


def test_a_triage_folder_without_a_threshold_is_refused(copy: Path) -> None:
    change(copy, threshold=None)
    with pytest.raises(ModelError, match="copy-1"):
        load_triage(copy)


HEAD = Head(
    name="demo",
    features=("a.x", "a.y"),
    intercept=-1.0,
    weights=(2.0, -0.5),
    centres=(1.0, 10.0),
    low=(0.0, 5.0),
    high=(3.0, 20.0),
)


def test_a_head_by_hand() -> None:
    parts = HEAD.contributions({"a.x": 2.0, "a.y": 30.0, "other": 1.0})
    assert [(p.feature, p.value, p.log_odds) for p in parts] == [("a.y", 30.0, -5.0), ("a.x", 2.0, 2.0)]
    assert HEAD.log_odds({"a.x": 2.0, "a.y": 30.0}) == pytest.approx(-4.0)
    assert HEAD.probability({"a.x": 2.0, "a.y": 30.0}) == pytest.approx(1 / (1 + math.exp(4)))


def test_what_is_not_measurable_moves_nothing() -> None:
    parts = HEAD.contributions({"a.x": None, "a.y": None})
    assert [(part.value, part.log_odds) for part in parts] == [(None, 0.0), (None, 0.0)]
    assert HEAD.log_odds({"a.x": None, "a.y": None}) == -1.0


def test_a_feature_that_was_not_measured_at_all_is_an_error_that_names_it() -> None:
    with pytest.raises(ModelError, match=r"a\.y"):
        HEAD.contributions({"a.x": 1.0})


values = st.none() | st.floats(-1e9, 1e9)


@given(values, values)
def test_contributions_add_up_to_the_log_odds(x: float | None, y: float | None) -> None:
    measured = {"a.x": x, "a.y": y}
    parts = HEAD.contributions(measured)
    assert HEAD.intercept + sum(part.log_odds for part in parts) == pytest.approx(HEAD.log_odds(measured))
    assert abs(parts[0].log_odds) >= abs(parts[1].log_odds)
    assert -1 - 2 - 5 <= HEAD.log_odds(measured) <= -1 + 4 + 2.5


@given(st.floats(-1e6, 1e6))
def test_the_logistic_function_is_bounded_and_symmetric(log_odds: float) -> None:
    assert 0.0 <= logistic(log_odds) <= 1.0
    assert logistic(log_odds) + logistic(-log_odds) == pytest.approx(1.0)


TERMS = ("soul", "cost", "heart", "rate", "blood", "pressure")


@pytest.fixture(scope="module", params=[2, 3])
def terms(request: pytest.FixtureRequest) -> Model:
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import Pipeline

    generator = np.random.default_rng(0)
    rows = [{term: 1 for term in TERMS if generator.random() < 0.5} for _ in range(90)]
    labels = [(len(row) + ("soul" in row)) % request.param for row in rows]
    estimator = Pipeline([("vectorizer", DictVectorizer()), ("classifier", LogisticRegression(max_iter=500))])
    estimator.fit(rows, labels)
    return Model("terms-1.0", Path("terms-1.0"), {"features": list(TERMS)}, estimator)


@given(bag=st.sets(st.sampled_from((*TERMS, "unknown"))))
@settings(deadline=None, max_examples=40)
def test_looking_terms_up_equals_the_pipeline(terms: Model, bag: set[str]) -> None:
    scorer = TermScorer(terms)
    expected = terms.estimator.predict_proba([dict.fromkeys(bag, 1)])[0]
    assert scorer.probabilities([*bag, *bag]) == pytest.approx(tuple(expected))
    assert scorer.classes == tuple(terms.estimator.classes_.tolist())


def test_a_term_has_its_weight(terms: Model) -> None:
    scorer = TermScorer(terms)
    known = scorer.weight("soul")
    assert known is not None
    assert scorer.scores(["soul"]) == pytest.approx([a + b for a, b in zip(scorer.scores([]), known, strict=True)])
    assert scorer.weight("unknown") is None


def test_the_default_model_is_packaged_and_complete() -> None:
    triage = load_triage(models.DEFAULT)
    metrics = load(models.DEFAULT).metrics
    assert triage.main in triage.heads
    assert 0.0 < triage.threshold < 1.0
    for figures in metrics["heads"].values():
        for corpus in figures["corpora"].values():
            assert len(corpus["baselines_auc"]) == 3
    for name in metrics["corpora"]:
        assert name in (load(models.DEFAULT).folder / "card.md").read_text(encoding="utf-8")
