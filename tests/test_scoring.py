"""The one pipeline, from text to verdict."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

import contentqa
from contentqa import lexicon
from contentqa.errors import ContentQAError, ExtractionError, ModelError
from contentqa.extraction import Source
from contentqa.model import load_triage, logistic
from contentqa.scoring import FEWEST_WORDS, measure, score_source
from contentqa.segmentation import segment
from contentqa.signals import SIGNALS
from contentqa.types import Article, Assessment, Failure, FailureKind, Label

DOSE = lexicon.load("safety").rule("safety.unsupervised-dosing").hit[0]


def test_every_signal_measures_in_its_fixed_order(prose: str) -> None:
    measured = measure(segment(Article("a", prose)))
    assert [m.signal for m in measured] == [signal.name for signal in SIGNALS]
    assert len({signal.name for signal in SIGNALS}) == len(SIGNALS)
    names = [feature.name for signal in SIGNALS for feature in signal.features]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("signal", SIGNALS, ids=lambda signal: signal.name)
def test_features_are_named_after_their_signal_and_explained(signal: contentqa.types.Signal) -> None:
    for feature in signal.features:
        assert feature.name.startswith(f"{signal.name}.")
        assert feature.unit
        assert feature.meaning


def test_an_assessment_holds_together(prose: str, toy_model: Path) -> None:
    result = contentqa.score(prose, id="walk", model=toy_model)
    assert (result.article.id, result.article.title, result.model) == ("walk", "Walking after a meal", "toy-1.0")
    assert result.article.sha256 == hashlib.sha256(prose.encode()).hexdigest()
    head = load_triage(toy_model).heads["credibility"]
    total = head.intercept + sum(part.log_odds for part in result.contributions)
    assert result.probability == pytest.approx(logistic(total))
    assert result.heads == {"credibility": pytest.approx(result.probability)}
    assert [part.value for part in result.contributions] == [
        result.values[part.feature] for part in result.contributions
    ]
    assert result.label is (Label.NEEDS_REVIEW if result.probability >= 0.5 else Label.ACCEPTABLE)
    assert result.evidence


def test_the_same_text_is_judged_alike(prose: str, toy_model: Path) -> None:
    assert contentqa.score(prose, model=toy_model) == contentqa.score(prose, model=toy_model)


def test_a_band_makes_the_label_whatever_the_model_says(prose: str, toy_model: Path) -> None:
    plain, dosing = (
        contentqa.score(text, model=toy_model)
        for text in (prose, f"{prose}\n{DOSE.replace('[[', '').replace(']]', '')}\n")
    )
    assert plain.label is Label.ACCEPTABLE
    assert dosing.probability < load_triage(toy_model).threshold
    assert dosing.label is Label.NEEDS_REVIEW
    assert 0.85 <= dosing.priority <= 0.95
    assert DOSE.partition("[[")[2].partition("]]")[0][:40] in dosing.reasons[0]


WORDS = "It is good to walk, and they do it."


@pytest.mark.parametrize(
    ("text", "kind", "says"),
    [
        ("", FailureKind.NO_TEXT, "no text"),
        (" \n ", FailureKind.NO_TEXT, "no text"),
        ("Too short.", FailureKind.TOO_SHORT, "2 words"),
        ("https://example.org/ " * 100, FailureKind.TOO_SHORT, "0 words"),
        ("Il est bon de marcher après le repas, et beaucoup de gens le font. " * 8, FailureKind.NOT_ENGLISH, "French"),
        ("Es ist gut, nach dem Essen zu gehen, und viele Menschen tun es. " * 8, FailureKind.NOT_ENGLISH, "German"),
        ("Ходить после еды полезно, и многие люди так делают каждый день. " * 8, FailureKind.NOT_ENGLISH, "Russian"),
        ("the tea and the milk of my aunt\n" * 12, FailureKind.NO_SENTENCES, "full stop"),
        ("a" * 1_000_001, FailureKind.TOO_LARGE, "1,000,001"),
    ],
)
def test_what_cannot_be_judged_is_refused_with_the_cause(
    text: str, kind: FailureKind, says: str, toy_model: Path
) -> None:
    with pytest.raises(ExtractionError, match=says) as raised:
        contentqa.score(text, model=toy_model)
    assert raised.value.kind is kind


def test_fifty_words_are_enough_and_forty_nine_are_not(toy_model: Path) -> None:
    words = ["It"] + ["is"] * (FEWEST_WORDS - 1)
    assert contentqa.score(" ".join(words) + ".", model=toy_model).model == "toy-1.0"
    with pytest.raises(ExtractionError, match="49 words"):
        contentqa.score(" ".join(words[1:]) + ".", model=toy_model)


@pytest.mark.parametrize(
    "text",
    [
        "Start sertraline 50 mg daily. Review after two weeks. Increase dose if symptoms persist. " * 6,
        "Hypothalamic corticotropin secretion attenuates maladaptive glucocorticoid hypersecretion in patients. " * 8,
    ],
)
def test_dense_english_is_not_taken_for_a_foreign_language(text: str, toy_model: Path) -> None:
    assert contentqa.score(text, model=toy_model).article.text == text


def test_a_source_that_fails_is_a_failure_and_nothing_is_raised(tmp_path: Path, toy_model: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"")
    assert score_source(Source("a", path), load_triage(toy_model)) == Failure(
        "a", "the file is empty", FailureKind.EMPTY, str(path)
    )


def test_an_error_inside_is_a_failure_that_says_so(
    tmp_path: Path, toy_model: Path, prose: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(document: contentqa.Document) -> None:
        raise ZeroDivisionError("no words")

    monkeypatch.setattr("contentqa.scoring.measure", broken)
    path = tmp_path / "a.txt"
    path.write_text(prose, encoding="utf-8")
    result = score_source(Source("a", path), load_triage(toy_model))
    assert isinstance(result, Failure)
    assert result.kind is FailureKind.INTERNAL
    assert "ZeroDivisionError: no words" in result.reason


def test_a_file_and_its_text_are_judged_alike(tmp_path: Path, toy_model: Path, prose: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(prose, encoding="utf-8")
    from_file = score_source(Source("text", path), load_triage(toy_model))
    from_text = contentqa.score(prose, model=toy_model)
    assert isinstance(from_file, Assessment)
    assert from_file.measurements == from_text.measurements
    assert from_file.article.sha256 == from_text.article.sha256


def test_an_unknown_model_is_an_error_of_its_own(prose: str) -> None:
    with pytest.raises(ModelError, match="no-such"):
        contentqa.score(prose, model="no-such-model")
    assert issubclass(ModelError, ContentQAError)
