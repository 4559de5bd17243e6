"""What a person sees: everything that was found, nothing that the terminal would run."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest

import contentqa
from contentqa.report import terminal
from contentqa.types import Assessment, Criterion, Failure, FailureKind


@pytest.fixture(scope="module")
def result(prose: str, toy_model: Path) -> Assessment:
    return contentqa.score(f"{prose}\nThis miracle cure is a game-changer.", id="walk", model=toy_model)


def shown(renderable: object, width: int = 100) -> str:
    file = io.StringIO()
    terminal.console(file, width).print(renderable)
    return file.getvalue()


def test_the_queue_numbers_its_items_and_says_why(result: Assessment) -> None:
    failure = Failure("x", "the file is empty", FailureKind.EMPTY, "dir/x.txt")
    text = shown(terminal.queue([result, result], [failure], "priority", ["walk"]))
    assert text.splitlines()[0].startswith(f"  1. {result.priority:.2f} ")
    assert "  2. " in text
    assert all(" ".join(reason.split())[:40] in " ".join(text.split()) for reason in result.reasons[:3])
    assert "By possible harm to a reader alone, first: walk" in text
    assert "dir/x.txt: the file is empty" in text


def test_the_queue_by_uncertainty_shows_it(result: Assessment) -> None:
    assert f"{result.uncertainty:.2f}" in shown(terminal.queue([result], [], "uncertainty", [])).splitlines()[0]


def test_the_summary_counts(result: Assessment) -> None:
    failure = Failure("x", "r", FailureKind.EMPTY)
    acceptable = replace(result, label=contentqa.Label.ACCEPTABLE)
    flagged = replace(result, label=contentqa.Label.NEEDS_REVIEW)
    assert shown(terminal.summary([acceptable, flagged, flagged], [failure])).strip() == (
        "3 scored: 2 to review, 1 acceptable; 1 failed"
    )


def test_an_article_in_full(result: Assessment) -> None:
    text = shown(terminal.article(result), width=160)
    assert "not measurable" in text
    for name in result.values:
        assert name in text
    for found in result.evidence:
        assert found.rule in text
    assert "game-changer" in text


def test_criteria_are_shown_where_there_are_any(result: Assessment) -> None:
    with_criteria = replace(result, criteria={"costs": Criterion(0.81, False)})
    assert "0.81" in shown(terminal.article(with_criteria))
    assert "not met at first sight" in shown(terminal.article(with_criteria))


def test_text_is_never_taken_for_markup_of_the_terminal(result: Assessment) -> None:
    title = "[bold red]Walk[/bold red] [link=https://x]y[/link] [/]"
    hostile = replace(result, article=replace(result.article, title=title), reasons=("[/nonsense] said",))
    for part in (terminal.article(hostile), terminal.queue([hostile], [], "priority", []), terminal.scores([hostile])):
        assert "[bold red]Walk[/bold red]" in shown(part, width=160)
    assert "[/nonsense] said" in shown(terminal.article(hostile))


def test_a_failure_s_words_are_not_taken_for_markup() -> None:
    failure = Failure("[red]x", "it holds [/b] tags", FailureKind.NO_TEXT, "[/i].html")
    assert "it holds [/b] tags" in shown(terminal.scores([failure]))
    assert "[red]x" in shown(terminal.scores([failure]))
    assert "[/i].html" in shown(terminal.queue([], [failure], "priority", []))


def test_control_characters_of_a_title_do_not_reach_the_terminal(result: Assessment) -> None:
    hostile = replace(result, article=replace(result.article, id="a\x1b[2J", title="b\x1b]0;c\x07"))
    assert "\x1b" not in shown(terminal.queue([hostile], [], "priority", []))
