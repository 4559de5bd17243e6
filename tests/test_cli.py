"""The commands as a person runs them: what they print, write and return."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from contentqa import lexicon

Command = Callable[..., Result]


@pytest.fixture
def articles(tmp_path: Path, prose: str) -> Path:
    """Six articles that can be judged, of rising hype."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for number in range(6):
        hype = " This miracle cure is a game-changer that melts fat overnight." * number
        (folder / f"{number:03}.txt").write_text(prose.replace("Talk to", f"{hype.strip()} Talk to"), encoding="utf-8")
    return folder


@pytest.fixture
def mixed(articles: Path) -> Path:
    """The same folder with everything that goes wrong in practice."""
    (articles / "empty.txt").write_bytes(b"")
    (articles / "spaces.md").write_bytes(b" \n \n")
    (articles / "binary.txt").write_bytes(bytes(range(256)) * 8)
    (articles / "oneline.txt").write_bytes(b"word " * 2_000_000)
    (articles / "latin.txt").write_bytes(
        (articles / "000.txt").read_text(encoding="utf-8").replace("dinner", "dîner").encode("latin-1")
    )
    (articles / "broken.html").write_text(
        "<html><body><h1>Walk<p>" + (articles / "000.txt").read_text(encoding="utf-8") + "<div><b></i>",
        encoding="utf-8",
    )
    (articles / "german.txt").write_text(
        "Ein kurzer Spaziergang nach dem Essen ist eine gute Gewohnheit, und vielen Menschen fällt sie leicht. " * 8,
        encoding="utf-8",
    )
    (articles / "short.txt").write_text("Too short to say anything.", encoding="utf-8")
    (articles / "list.txt").write_text("milk and bread and the tea of my aunt\n" * 30, encoding="utf-8")
    (articles / "scan.pdf").write_bytes(b"%PDF-1.7\n%\xe2\xe3")
    (articles / "x.txt").mkdir()
    (articles / "gone.txt").symlink_to(articles / "nowhere.txt")
    return articles


FAILURES = {
    "binary": "binary",
    "empty": "empty",
    "german": "not_english",
    "gone": "unreadable",
    "list": "no_sentences",
    "oneline": "too_large",
    "scan": "unsupported_format",
    "short": "too_short",
    "spaces": "empty",
    "x": "unreadable",
}
JUDGED = ["000", "001", "002", "003", "004", "005", "broken", "latin"]


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_score_prints_one_record_per_line_in_order(command: Command, articles: Path) -> None:
    result = command("score", articles, "--format", "json")
    assert result.exit_code == 0
    records = lines(result.stdout)
    assert [record["id"] for record in records] == JUDGED[:6]
    for record in records:
        assert record["kind"] == "assessment"
        assert record["text"] == Path(record["path"]).read_text(encoding="utf-8")
        for signal in record["signals"].values():
            for found in signal["evidence"]:
                assert record["text"][found["start"] : found["end"]] == found["quote"] != ""


def test_score_for_people_is_a_table(command: Command, articles: Path) -> None:
    result = command("score", articles)
    assert result.exit_code == 0
    assert "probability" in result.stdout.splitlines()[0]
    assert len(result.stdout.splitlines()) == 7
    assert "Walking after a meal" in result.stdout


def test_whatever_is_wrong_each_file_has_one_record(command: Command, mixed: Path) -> None:
    result = command("score", mixed, "--format", "json")
    assert result.exit_code == 1
    records = {record["id"]: record for record in lines(result.stdout)}
    assert len(lines(result.stdout)) == len(records)
    assert sorted(records) == sorted([*JUDGED, *FAILURES])
    assert {id: r["failure"] for id, r in records.items() if r["kind"] == "failure"} == FAILURES
    for record in records.values():
        assert record["kind"] == "assessment" or len(record["reason"]) > 8
    assert "dîner" in records["latin"]["text"]


def test_failures_are_told_to_people_too(command: Command, mixed: Path) -> None:
    for name in ("score", "triage"):
        result = command(name, mixed)
        assert result.exit_code == 1
        assert "binary, not text" in " ".join(result.stdout.split())
    assert "8 scored" in result.stdout
    assert "10 failed" in result.stdout


def test_no_file_ends_in_a_traceback(process: Callable[..., Any], mixed: Path, toy_model: Path) -> None:
    ran = process("-m", "contentqa", "score", mixed, "-o", mixed.parent / "out.jsonl", "--model", toy_model)
    assert (ran.status, ran.stdout) == (1, "")
    assert "Traceback" not in ran.stderr
    assert "10 failed" in ran.stderr
    records = lines((mixed.parent / "out.jsonl").read_text(encoding="utf-8"))
    assert sorted(record["id"] for record in records) == sorted([*JUDGED, *FAILURES])


def test_a_file_whose_name_is_not_unicode_is_scored_and_written(
    process: Callable[..., Any], tmp_path: Path, prose: str, toy_model: Path
) -> None:
    folder = tmp_path / "names"
    folder.mkdir()
    Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.txt")).write_text(prose, encoding="utf-8")
    for arguments in (["-o", tmp_path / "o.csv"], ["--format", "json"]):
        ran = process("-m", "contentqa", "score", folder, "--model", toy_model, *arguments, PYTHONIOENCODING="utf-8")
        assert "Traceback" not in ran.stderr
        assert ran.status == 0
    assert lines(ran.stdout)[0]["path"].endswith("caf\udce9.txt")
    assert "caf\\udce9" in (tmp_path / "o.csv").read_text(encoding="utf-8")


def test_a_terminal_without_unicode_gets_its_answer(
    process: Callable[..., Any], articles: Path, toy_model: Path
) -> None:
    ran = process("-m", "contentqa", "triage", articles, "--model", toy_model, PYTHONIOENCODING="ascii")
    assert "Traceback" not in ran.stderr
    assert ran.status == 0
    assert "game-changer" in ran.stdout


def test_the_jsonl_file_holds_what_is_printed(command: Command, mixed: Path, tmp_path: Path) -> None:
    out = tmp_path / "run.jsonl"
    written = command("score", mixed, "-o", out)
    assert written.exit_code == 1
    assert written.stdout == ""
    assert "10 failed" in written.stderr
    assert out.read_text(encoding="utf-8") == command("score", mixed, "--format", "json").stdout


def test_the_csv_file_has_one_row_per_file(command: Command, mixed: Path, tmp_path: Path) -> None:
    (mixed / "=cmd.txt").write_text((mixed / "000.txt").read_text(encoding="utf-8"), encoding="utf-8")
    out = tmp_path / "run.csv"
    assert command("score", mixed, "-o", out).exit_code == 1
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert sorted(row["id"] for row in rows) == sorted([*JUDGED, *FAILURES, "'=cmd"])
    by_id = {row["id"]: row for row in rows}
    assert by_id["german"]["failure"] == "not_english"
    assert "German" in by_id["german"]["reason"]
    assert by_id["german"]["probability"] == ""
    assert 0 < float(by_id["000"]["probability"]) < 1
    assert float(by_id["005"]["hype.terms_per_1000_words"]) > float(by_id["001"]["hype.terms_per_1000_words"])


def test_workers_change_nothing_but_time(command: Command, mixed: Path) -> None:
    alone = command("score", mixed, "--format", "json")
    shared = command("score", mixed, "--format", "json", "--workers", "2")
    assert len(lines(alone.stdout)) > 8
    assert shared.stdout == alone.stdout
    assert shared.exit_code == alone.exit_code


def test_resume_finishes_an_interrupted_run(
    command: Command, articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "run.jsonl"
    assert command("score", articles, "-o", out).exit_code == 0
    whole = out.read_text(encoding="utf-8")
    first, second, *_ = whole.splitlines(keepends=True)
    marked = first.replace('"Walking after a meal"', '"from the earlier run"')
    out.write_text(marked + second[: len(second) // 2], encoding="utf-8")
    assert command("score", articles, "-o", out, "--resume").exit_code == 0
    assert out.read_text(encoding="utf-8") == marked + whole[len(first) :]


def test_resume_tries_failures_again(command: Command, articles: Path, prose: str, tmp_path: Path) -> None:
    out = tmp_path / "run.jsonl"
    (articles / "002.txt").write_text("", encoding="utf-8")
    assert command("score", articles, "-o", out).exit_code == 1
    (articles / "002.txt").write_text(prose, encoding="utf-8")
    assert command("score", articles, "-o", out, "--resume").exit_code == 0
    records = lines(out.read_text(encoding="utf-8"))
    assert sorted(record["id"] for record in records) == JUDGED[:6]
    assert {record["kind"] for record in records} == {"assessment"}


def test_resume_without_an_earlier_file_is_a_plain_run(command: Command, articles: Path, tmp_path: Path) -> None:
    assert command("score", articles, "-o", tmp_path / "new.jsonl", "--resume").exit_code == 0
    assert len(lines((tmp_path / "new.jsonl").read_text(encoding="utf-8"))) == 6


@pytest.mark.parametrize("wrong", ["model", "path", "record"])
def test_a_run_that_cannot_start_leaves_the_earlier_file_alone(
    command: Command, articles: Path, tmp_path: Path, wrong: str
) -> None:
    out = tmp_path / "run.jsonl"
    assert command("score", articles, "-o", out).exit_code == 0
    if wrong == "record":
        out.write_text("not a record\n" + out.read_text(encoding="utf-8"), encoding="utf-8")
    else:
        out.write_text("".join(out.read_text(encoding="utf-8").splitlines(keepends=True)[:4]), encoding="utf-8")
    before = out.read_text(encoding="utf-8")
    model = {"model": "no-such-model"} if wrong == "model" else {}
    where = tmp_path / "nowhere" if wrong == "path" else articles
    assert command("score", where, "-o", out, "--resume", **model).exit_code == 2
    assert out.read_text(encoding="utf-8") == before


def test_triage_puts_the_worst_first(command: Command, articles: Path) -> None:
    ranked = lines(command("triage", articles, "--format", "json").stdout)
    assert [record["id"] for record in ranked] == ["005", "004", "003", "002", "001", "000"]
    priorities = [record["priority"] for record in ranked]
    assert priorities == sorted(priorities, reverse=True)


def test_triage_top_shows_the_first_only(command: Command, articles: Path) -> None:
    ranked = lines(command("triage", articles, "--format", "json", "--top", "2").stdout)
    assert [record["id"] for record in ranked] == ["005", "004"]
    human = command("triage", articles, "--top", "2").stdout
    assert "005" in human
    assert "003" not in human
    assert "6 scored" in human


def test_triage_by_uncertainty_orders_by_it(command: Command, articles: Path) -> None:
    ranked = lines(command("triage", articles, "--format", "json", "--by", "uncertainty").stdout)
    values = [record["uncertainty"] for record in ranked]
    assert values == sorted(values, reverse=True)
    assert len(set(values)) > 1


def test_triage_reads_a_run_as_well_as_the_articles(command: Command, articles: Path, tmp_path: Path) -> None:
    run = tmp_path / "run.jsonl"
    command("score", articles, "-o", run)
    from_run = lines(command("triage", run, "--format", "json").stdout)
    assert from_run == lines(command("triage", articles, "--format", "json").stdout)


def test_triage_for_people_gives_rank_verdict_and_quoted_reasons(command: Command, articles: Path) -> None:
    out = " ".join(command("triage", articles).stdout.split())
    assert out.startswith("1. 0.")
    assert "needs review 005 Walking after a meal" in out
    assert "“game-changer”" in out


def test_explain_shows_every_number_and_quote(command: Command, articles: Path) -> None:
    (record,) = lines(command("explain", articles / "003.txt", "--format", "json").stdout)
    result = command("explain", articles / "003.txt")
    assert result.exit_code == 0
    for signal in record["signals"].values():
        for name in signal["values"]:
            assert name in result.stdout
        for found in signal["evidence"]:
            assert found["rule"] in result.stdout
    for part in record["contributions"]:
        assert f"{part['log_odds']:+.2f}" in result.stdout


def test_explain_of_what_cannot_be_judged_says_why(command: Command, mixed: Path) -> None:
    result = command("explain", mixed / "german.txt")
    assert result.exit_code == 1
    assert "German" in result.stderr


def test_rules_lists_every_rule(command: Command) -> None:
    listed = command("rules").stdout
    ids = [rule.id for name in lexicon.names() for rule in lexicon.load(name).rules]
    assert all(id in listed for id in ids)
    assert [record["id"] for record in lines(command("rules", "--format", "json").stdout)] == ids


def test_a_rule_explains_itself(command: Command) -> None:
    rule = lexicon.load("hype").rules[0]
    shown = " ".join(command("rules", rule.id).stdout.split())
    for text in (rule.id, rule.why, rule.source, rule.licence, rule.hit[0], rule.miss[0]):
        assert " ".join(text.split()) in shown


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["score", "no/such/folder"], "no/such/folder"),
        (["triage", "no/such/folder"], "no/such/folder"),
        (["explain", "no-such.txt"], "no-such.txt"),
        (["rules", "hype.no-such-rule"], "hype.no-such-rule"),
        (["score"], "PATHS"),
        (["nonsense"], "nonsense"),
        (["score", ".", "--workers", "0"], "--workers"),
        (["score", ".", "--format", "xml"], "--format"),
        (["score", ".", "-o", "out.xlsx"], ".jsonl"),
        (["score", ".", "--resume"], "--resume"),
        (["triage", ".", "--top", "0"], "--top"),
        (["train", "."], "--out"),
        (["train", "no-such", "--out", "x"], "no-such"),
        (["evaluate", "no-such-model", "."], "no-such-model"),
    ],
)
def test_a_command_that_cannot_run_exits_with_2_and_says_why(
    command: Command, arguments: list[str], says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = command(*arguments)
    assert result.exit_code == 2
    assert says in result.stderr
    assert result.stdout == ""
    assert list(tmp_path.iterdir()) == []


def test_an_output_that_cannot_be_written_exits_with_2(command: Command, articles: Path, tmp_path: Path) -> None:
    result = command("score", articles, "-o", tmp_path / "no" / "folder" / "out.jsonl")
    assert result.exit_code == 2
    assert "out.jsonl" in result.stderr


def test_a_run_that_is_no_run_exits_with_2_and_names_the_line(command: Command, articles: Path, tmp_path: Path) -> None:
    run = tmp_path / "run.jsonl"
    command("score", articles, "-o", run)
    run.write_text(run.read_text(encoding="utf-8") + '{"schema": 99}\n', encoding="utf-8")
    result = command("triage", run)
    assert result.exit_code == 2
    assert "run.jsonl, line 7" in result.stderr
    assert "schema 99" in result.stderr


def test_a_model_that_does_not_exist_exits_with_2(command: Command, articles: Path) -> None:
    result = command("score", articles, model="no-such-model")
    assert result.exit_code == 2
    assert "no-such-model" in result.stderr


def test_an_empty_folder_is_done_at_once(command: Command, tmp_path: Path) -> None:
    result = command("score", tmp_path, "--format", "json")
    assert (result.exit_code, result.stdout) == (0, "")


def test_the_installed_command_runs(
    process: Callable[..., Any], articles: Path, toy_model: Path, tmp_path: Path
) -> None:
    ran = process("-m", "contentqa", "triage", articles, "--format", "json", "--model", toy_model, cwd=tmp_path)
    assert ran.status == 0
    assert lines(ran.stdout)[0]["id"] == "005"
    missing = process("-m", "contentqa", "triage", "nowhere", cwd=tmp_path)
    assert missing.status == 2
    assert "Traceback" not in missing.stderr
    assert "nowhere" in missing.stderr
