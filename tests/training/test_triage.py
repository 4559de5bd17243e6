"""Training on a small labelled folder: it works, it repeats, and it refuses what cannot be learned from."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

import contentqa
from contentqa.errors import ContentQAError, TrainingError
from contentqa.model import load, load_triage
from contentqa.training import fit, triage, validation
from contentqa.training.corpora import labelled_folder
from contentqa.training.features import Table, feature_names

HYPE = "This miracle cure is a game-changer, and it melts fat overnight! "


@pytest.fixture(autouse=True, scope="module")
def quickly() -> Iterator[None]:
    """Choosing among one penalty, and drawing twenty resamples, runs the same code as the full number does."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fit, "PENALTIES", (0.1,))
        patch.setattr(validation, "_RESAMPLES", 20)
        yield


def write(folder: Path, prose: str, groups: int = 10) -> Path:
    """Two articles per group: a plain one, and a hyped one that is to be reviewed."""
    folder.mkdir()
    rows = ["file,label,problem,labelled_by,group"]
    for number in range(groups):
        plain = prose.replace("Ines", f"Ines{'abcdefghijkl'[number]}").replace(
            "quarter", "third" if number % 3 else "half"
        )
        (folder / f"plain{number}.txt").write_text(plain + "It is easy. " * number, encoding="utf-8")
        (folder / f"hyped{number}.txt").write_text(plain + HYPE * (2 + number % 3), encoding="utf-8")
        rows += [f"plain{number}.txt,acceptable,,us,g{number}", f"hyped{number}.txt,needs_review,hype,us,g{number}"]
    (folder / "labels.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory, quickly: None, prose: str) -> tuple[Path, Path]:
    base = tmp_path_factory.mktemp("training")
    data, out = write(base / "labelled", prose), base / "triage-0.1"
    triage.train([data], out)
    return data, out


def test_a_complete_folder_is_written(trained: tuple[Path, Path]) -> None:
    _, out = trained
    assert sorted(path.name for path in out.iterdir()) == ["card.md", "metrics.json", "model.skops"]
    metrics = load(out).metrics
    assert tuple(metrics["features"]) == feature_names()
    assert metrics["labels"] == ["acceptable", "needs_review"]
    assert metrics["corpora"]["labelled"]["articles"] == 20
    assert metrics["corpora"]["labelled"]["concerned"] == 10
    figures = metrics["heads"]["credibility"]["corpora"]["labelled"]
    assert set(figures["baselines_auc"]) == {"length alone", "best single feature", "TF-IDF + logistic regression"}
    assert figures["auc"]["value"] == 1.0
    assert figures["auc"]["low"] <= figures["auc"]["value"] <= figures["auc"]["high"]
    assert set(figures["auc_without"]) == {name.split(".")[0] for name in feature_names()}


def test_the_card_says_the_figures_of_the_metrics(trained: tuple[Path, Path]) -> None:
    _, out = trained
    card = (out / "card.md").read_text(encoding="utf-8")
    metrics = json.loads((out / "metrics.json").read_text(encoding="utf-8"))
    assert card.startswith("# triage-0.1\n")
    assert f"{metrics['threshold']:.3f}" in card
    for value in metrics["heads"]["credibility"]["corpora"]["labelled"]["baselines_auc"].values():
        assert f"{value:.3f}" in card
    for name in metrics["features"]:
        assert f"| {name} |" in card


def test_the_model_tells_hyped_from_plain(trained: tuple[Path, Path], prose: str) -> None:
    _, out = trained
    plain, hyped = contentqa.score(prose, model=out), contentqa.score(prose + HYPE * 3, model=out)
    assert plain.label == "acceptable"
    assert hyped.probability > plain.probability + 0.2
    assert hyped.contributions[0].log_odds > 0
    assert {part.feature for part in hyped.contributions} == set(feature_names())


def test_training_again_gives_the_same_coefficients(
    trained: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(triage, "_ablations", lambda features: [])
    data, out = trained
    triage.train([data], tmp_path / "triage-0.1")
    first, second = load_triage(out), load_triage(tmp_path / "triage-0.1")
    assert second.threshold == first.threshold
    assert second.heads == first.heads
    figures = [load(folder).metrics["heads"]["credibility"]["all"] for folder in (out, tmp_path / "triage-0.1")]
    assert figures[0] == figures[1]


def test_the_plain_numbers_predict_what_the_estimator_predicts(trained: tuple[Path, Path]) -> None:
    data, _ = trained
    (source,) = triage.read([data])
    columns = np.arange(len(source.table.features))
    sample_weights = fit.weights(source.table, np.zeros(len(source.table), dtype=int))
    estimator = fit.fitted(source.table, sample_weights, columns)
    arrays = fit.numbers(estimator, slope=0.7, offset=0.2)
    values = source.table.values
    filled = np.where(np.isnan(values), arrays["centres"], np.clip(values, arrays["low"], arrays["high"]))
    log_odds = arrays["intercept"] + (filled - arrays["centres"]) @ arrays["weights"]
    assert np.isnan(values).any()
    np.testing.assert_allclose(log_odds, 0.7 * estimator.decision_function(values) + 0.2, atol=1e-9)


def test_evaluation_measures_on_other_articles(trained: tuple[Path, Path], tmp_path: Path, prose: str) -> None:
    _, out = trained
    other = write(tmp_path / "other", prose, groups=5)
    (other / "hyped0.txt").write_text("Too short.", encoding="utf-8")
    figures = triage.evaluate(out, [other])["corpora"]["other"]
    assert (figures["articles"], figures["left_out"]) == (9, 1)
    assert figures["auc"]["value"] == 1.0
    at = figures["at_threshold"]
    assert at["true_positives"] + at["false_negatives"] == 4
    assert at["true_positives"] + at["false_positives"] + at["false_negatives"] + at["true_negatives"] == 9


def test_no_group_is_split(trained: tuple[Path, Path]) -> None:
    (source,) = triage.read([trained[0]])
    groups = np.array(source.table.groups)
    splits = fit.folds(source.table, seed=0)
    assert len(splits) == fit.FOLDS
    for train, test in splits:
        assert not set(groups[train]) & set(groups[test])
    assert sorted(row for _, test in splits for row in test) == list(range(20))


def spoiled(folder: Path, old: str, new: str, count: int = -1) -> Path:
    path = folder / "labels.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, count), encoding="utf-8")
    return folder


def refusal(folder: Path, tmp_path: Path) -> str:
    with pytest.raises(ContentQAError) as raised:
        triage.train([folder], tmp_path / "out-1.0")
    assert not (tmp_path / "out-1.0").exists()
    return str(raised.value)


def test_one_label_only_is_refused(tmp_path: Path, prose: str) -> None:
    data = spoiled(write(tmp_path / "d", prose), "needs_review", "acceptable")
    assert "one label" in refusal(data, tmp_path)


def test_too_few_groups_are_refused(tmp_path: Path, prose: str) -> None:
    assert "3 groups" in refusal(write(tmp_path / "d", prose, groups=3), tmp_path)


@pytest.mark.parametrize("label", ["", "bad", "Acceptable", "1"])
def test_an_unknown_label_is_refused_with_its_line(tmp_path: Path, prose: str, label: str) -> None:
    data = spoiled(write(tmp_path / "d", prose), "plain1.txt,acceptable", f"plain1.txt,{label}")
    assert "labels.csv, line 4" in refusal(data, tmp_path)


def test_a_listed_file_that_is_missing_is_refused_with_its_line(tmp_path: Path, prose: str) -> None:
    data = write(tmp_path / "d", prose)
    (data / "plain1.txt").unlink()
    said = refusal(data, tmp_path)
    assert "labels.csv, line 4" in said
    assert "plain1.txt" in said


def test_a_table_without_its_columns_is_refused(tmp_path: Path) -> None:
    (tmp_path / "labels.csv").write_text("name;verdict\na;b\n", encoding="utf-8")
    assert "labels.csv, line 2" in refusal(tmp_path, tmp_path)


def test_a_table_without_rows_is_refused(tmp_path: Path) -> None:
    (tmp_path / "labels.csv").write_text("file,label,group\n", encoding="utf-8")
    assert refusal(tmp_path, tmp_path)


def test_a_folder_without_anything_labelled_is_refused(tmp_path: Path) -> None:
    assert "nothing labelled" in refusal(tmp_path, tmp_path)


def test_articles_keep_label_and_group(trained: tuple[Path, Path]) -> None:
    examples = labelled_folder(trained[0])
    assert [(e.article.id, e.concern, e.group) for e in examples[:2]] == [
        ("plain0", False, "g0"),
        ("hyped0", True, "g0"),
    ]


def test_a_row_without_a_group_is_a_group_of_its_own(tmp_path: Path, prose: str) -> None:
    data = spoiled(write(tmp_path / "d", prose), ",us,g0", ",us,")
    assert [e.group for e in labelled_folder(data)[:3]] == ["plain0.txt", "hyped0.txt", "g1"]


def test_errors_of_training_are_contentqa_errors() -> None:
    assert issubclass(TrainingError, ContentQAError)


def noise_or_signal(signal: bool) -> Table:
    """Articles of ten groups and three features, of which the first tells the label, or none does."""
    generator = np.random.default_rng(3)
    values = generator.normal(size=(500, 3))
    concern = values[:, 0] > 0 if signal else generator.random(500) > 0.5
    return Table(("a", "b", "c"), values, concern, tuple(f"g{k % 10}" for k in range(500)), ("",) * 500, 0)


def test_the_strongest_penalty_is_taken_where_the_folds_cannot_be_compared() -> None:
    table = noise_or_signal(signal=True)
    # One group alone holds articles of concern, so no fold that tests them can be fitted.
    concern = np.array([group == "g0" for group in table.groups])
    estimator = fit.fitted(dataclasses.replace(table, concern=concern), np.ones(500), np.arange(3))
    chosen = estimator[-1].C
    assert chosen == min(fit.PENALTIES)


@pytest.mark.parametrize("signal", [True, False])
def test_the_penalty_is_the_strongest_that_the_folds_cannot_tell_from_the_best(
    signal: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fit, "PENALTIES", (0.01, 1.0))
    estimator = fit.fitted(noise_or_signal(signal), np.ones(500), np.arange(3))
    chosen = estimator[-1].C
    assert chosen == (1.0 if signal else 0.01)
