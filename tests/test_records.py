"""Records on disk: one line each, and one row of a table."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

import contentqa
from contentqa import records
from contentqa.errors import RecordError
from contentqa.types import Failure, FailureKind

FIELDS = (
    "schema kind id path title sha256 text format metadata links notes label probability priority uncertainty heads "
    "reasons signals criteria contributions model version"
).split()


@pytest.fixture(scope="module")
def result(prose: str, toy_model: Path) -> contentqa.Assessment:
    return contentqa.score(prose, id="walk", model=toy_model)


@pytest.fixture
def record(result: contentqa.Assessment) -> dict[str, Any]:
    return json.loads(records.to_line(result, "1.0"))


def test_the_fields_of_schema_1(record: dict[str, Any]) -> None:
    assert list(record) == FIELDS
    assert record["schema"] == 1
    assert record["version"] == "1.0"
    found = record["signals"]["citation"]["evidence"][0]
    assert list(found) == ["rule", "start", "end", "quote", "message", "severity", "suggestion"]
    assert record["text"][found["start"] : found["end"]] == found["quote"]


def test_the_fields_of_a_failure() -> None:
    line = records.to_line(Failure("a", "the file is empty", FailureKind.EMPTY, "x/a.txt"), "1.0")
    assert json.loads(line) == {
        "schema": 1,
        "kind": "failure",
        "id": "a",
        "path": "x/a.txt",
        "reason": "the file is empty",
        "failure": "empty",
    }


@pytest.mark.parametrize(
    "change",
    [
        {"schema": 2},
        {"schema": None},
        {"label": "good"},
        {"text": None, "kind": "failure"},
        {"signals": []},
        {"signals": {"hype": {"values": {}}}},
        {"metadata": {"writer": "x"}},
        {"contributions": [{"feature": "a"}]},
    ],
)
def test_what_is_no_record_is_refused(record: dict[str, Any], change: dict[str, Any]) -> None:
    with pytest.raises(RecordError, match="schema"):
        records.from_record({**record, **change})


@pytest.mark.parametrize("field", ["schema", "kind", "id", "text", "label", "probability", "signals", "model"])
def test_a_record_with_a_field_missing_is_refused(record: dict[str, Any], field: str) -> None:
    del record[field]
    with pytest.raises(RecordError):
        records.from_record(record)


@pytest.mark.parametrize("value", ["text", 3, None, []])
def test_other_json_is_no_record(value: Any) -> None:
    with pytest.raises(RecordError):
        records.from_record(value)


def test_lines_are_read_back_and_a_wrong_one_is_named(tmp_path: Path, result: contentqa.Assessment) -> None:
    line = records.to_line(result, "1.0") + "\n"
    path = tmp_path / "run.jsonl"
    path.write_text(line + "\n" + line, encoding="utf-8")
    assert [r.article.id for r in records.read_lines(path) if not isinstance(r, Failure)] == ["walk", "walk"]
    path.write_text(line + "{oops\n", encoding="utf-8")
    with pytest.raises(RecordError, match=r"run\.jsonl, line 2"):
        list(records.read_lines(path))


def test_only_the_last_line_of_an_interrupted_run_may_be_cut(tmp_path: Path, result: contentqa.Assessment) -> None:
    line = records.to_line(result, "1.0") + "\n"
    path = tmp_path / "run.jsonl"
    path.write_text(line + line[:50], encoding="utf-8")
    assert len(list(records.read_lines(path, interrupted=True))) == 1
    with pytest.raises(RecordError, match="line 2"):
        list(records.read_lines(path))
    path.write_text(line[:50] + "\n" + line, encoding="utf-8")
    with pytest.raises(RecordError, match="line 1"):
        list(records.read_lines(path, interrupted=True))


def test_a_run_cut_inside_a_character_is_read(tmp_path: Path, result: contentqa.Assessment) -> None:
    line = (records.to_line(result, "1.0") + "\n").encode()
    path = tmp_path / "run.jsonl"
    path.write_bytes(line + '{"title": "café'.encode()[:-1])
    assert len(list(records.read_lines(path, interrupted=True))) == 1


def test_a_table_holds_verdict_reasons_and_features(result: contentqa.Assessment) -> None:
    file = io.StringIO()
    failure = Failure("-x", "=SUM(A1)", FailureKind.EMPTY, "@path")
    features = ["hype.terms_per_1000_words", "no.such_feature"]
    records.write_csv([result, failure], file, features)
    first, second = csv.DictReader(io.StringIO(file.getvalue()))
    assert first["id"] == "walk"
    assert float(first["probability"]) == pytest.approx(result.probability, abs=1e-6)
    assert first["hype.terms_per_1000_words"] != ""
    assert first["no.such_feature"] == ""
    assert result.reasons[0] in first["reasons"]
    assert (second["id"], second["path"], second["reason"]) == ("'-x", "'@path", "'=SUM(A1)")
    assert second["failure"] == "empty"
    assert second["hype.terms_per_1000_words"] == ""
