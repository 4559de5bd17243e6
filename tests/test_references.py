"""The five reference articles, judged by the real command and the real model.

Their text is other people's: it stays outside this repository, in ``../shared/seeds``. Without that folder these tests
skip. ``seeds/reference.csv`` names them by hash.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
FOLDER = ROOT.parent / "shared" / "seeds"
OFFLINE = Path(__file__).parent / "offline"

pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason=f"the reference articles are not part of this repository: {FOLDER} is absent"
)


@pytest.fixture(scope="module")
def ranked() -> list[dict[str, Any]]:
    """The records of ``contentqa triage ../shared/seeds --format json``, first to look at first."""
    ran = subprocess.run(
        [sys.executable, "-m", "contentqa", "triage", str(FOLDER), "--format", "json"],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (str(OFFLINE), os.environ.get("PYTHONPATH"))))},
        timeout=120,
    )
    assert ran.returncode == 0, ran.stderr
    assert "Traceback" not in ran.stderr
    return [json.loads(line) for line in ran.stdout.splitlines()]


@pytest.fixture
def by_id(ranked: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {record["id"]: record for record in ranked}


def evidence(record: dict[str, Any], signal: str) -> list[dict[str, Any]]:
    return list(record["signals"][signal]["evidence"])


def listed() -> list[dict[str, str]]:
    with (ROOT / "seeds" / "reference.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_files_are_those_that_the_list_names() -> None:
    rows = listed()
    assert [row["id"] for row in sorted(rows, key=lambda row: row["id"])] == ["000", "001", "002", "003", "004"]
    for row in rows:
        assert hashlib.sha256((FOLDER / row["file"]).read_bytes()).hexdigest() == row["sha256"]
        assert row["label"] == "needs_review"


def test_the_spun_article_is_first_and_the_dosing_guide_second(ranked: list[dict[str, Any]]) -> None:
    assert [record["id"] for record in ranked][:2] == ["004", "001"]
    assert sorted(record["id"] for record in ranked) == ["000", "001", "002", "003", "004"]


def test_the_order_is_the_one_that_the_list_expects_where_it_is_no_tie(ranked: list[dict[str, Any]]) -> None:
    expected = [row["id"] for row in sorted(listed(), key=lambda row: int(row["rank"]))]
    assert [record["id"] for record in ranked][:3] == expected[:3]


def test_none_is_acceptable(ranked: list[dict[str, Any]]) -> None:
    assert {record["label"] for record in ranked} == {"needs_review"}


def test_every_quote_is_exact(ranked: list[dict[str, Any]]) -> None:
    found = [
        (record["text"], one) for record in ranked for part in record["signals"].values() for one in part["evidence"]
    ]
    assert len(found) > 50
    for text, one in found:
        assert text[one["start"] : one["end"]] == one["quote"] != ""


def test_reasons_are_specific_to_the_item(ranked: list[dict[str, Any]]) -> None:
    for record in ranked:
        assert len(record["reasons"]) >= 2
        for reason in record["reasons"]:
            quotes = [part.split("”")[0].removesuffix(" …") for part in reason.split("“")[1:]]
            folded = " ".join(record["text"].split())
            assert all(quote in folded for quote in quotes if len(quotes) == 1)
    firsts = [record["reasons"][0] for record in ranked]
    assert len(set(firsts)) == len(firsts)
    assert "“psychological wellness” for “mental health”" in ranked[0]["reasons"][0]


def test_metaphor_is_not_taken_for_spinning(by_id: dict[str, dict[str, Any]]) -> None:
    for id in ("000", "001", "002", "003"):
        assert [one["quote"] for one in evidence(by_id[id], "spun") if one["severity"] == "high"] == []
        assert by_id[id]["signals"]["spun"]["values"]["spun.probability"] < 0.5


def test_swapped_words_are_found_and_restored(by_id: dict[str, dict[str, Any]]) -> None:
    assert by_id["004"]["signals"]["spun"]["values"]["spun.probability"] > 0.9
    swaps = {one["quote"].lower(): one["suggestion"] for one in evidence(by_id["004"], "spun") if one["suggestion"]}
    assert swaps.get("psychological wellness") == "mental health"


RESTORATIONS = {
    "blood stream pressure": "blood pressure",
    "natural chemicals": "neurotransmitters",
    "stress condition": "stress disorder",
    "negative designs": "negative patterns",
    "hard encounters": "difficult experiences",
    "educated specialists": "trained professionals",
    "upsetting activities": "traumatic events",
    "stress degrees": "stress levels",
    "cause why": "reason why",
    "mental wellness": "mental health",
    "under the impact": "under the influence",
    "view improvement": "see improvement",
    "in truth": "in fact",
    "in verdict": "in conclusion",
    "hooked up": "connected",
    "linked along with": "associated with",
    "speak therapies": "talk therapies",
    "on monitor": "on track",
    "appealing end result": "promising result",
    "six hrs": "six hours",
    "20-60 moments": "20-60 minutes",
    "therefore efficient": "so effective",
    "coming from": "suffering from",
    "a even more": "a more",
}
"""A piece of a spun phrase, and what its restoration must hold, from the list of an expert reader."""


def test_at_least_five_more_restorations_are_right(by_id: dict[str, dict[str, Any]]) -> None:
    found = {(one["quote"].lower(), (one["suggestion"] or "").lower()) for one in evidence(by_id["004"], "spun")}
    right = {
        piece
        for piece, meant in RESTORATIONS.items()
        if any(piece in quote and meant in suggestion for quote, suggestion in found)
    }
    assert len(right) >= 5, sorted(found)


def test_doses_for_home_use_are_raised(by_id: dict[str, dict[str, Any]]) -> None:
    rules = {one["rule"] for one in evidence(by_id["001"], "safety")}
    assert "safety.unsupervised-dosing" in rules
    assert any("dos" in reason for reason in by_id["001"]["reasons"][:1])


def test_the_most_hyped_is_the_magazine_piece(by_id: dict[str, dict[str, Any]]) -> None:
    rates = {id: record["signals"]["hype"]["values"]["hype.terms_per_1000_words"] for id, record in by_id.items()}
    assert max(rates, key=rates.__getitem__) == "003"


def test_a_denied_magic_bullet_is_no_hype(by_id: dict[str, dict[str, Any]]) -> None:
    text = by_id["003"]["text"].replace("’", "'")
    assert "isn't a magic bullet" in text
    for one in evidence(by_id["003"], "hype"):
        assert "magic bullet" not in one["quote"].lower()


def test_anonymous_sources_are_found(by_id: dict[str, dict[str, Any]]) -> None:
    vague = {
        id: {
            one["quote"].lower() for one in evidence(record, "citation") if one["rule"] == "citation.vague-attribution"
        }
        for id, record in by_id.items()
    }
    assert any("research has shown" in quote for quote in vague["000"])
    assert any("trials have shown" in quote for quote in vague["002"])
    assert any("researchers suggest" in quote for quote in vague["003"])


def test_readability_grades_are_those_of_an_expert_reader(by_id: dict[str, dict[str, Any]]) -> None:
    grades = {
        id: record["signals"]["readability"]["values"]["readability.flesch_kincaid_grade"]
        for id, record in by_id.items()
    }
    for id, (low, high) in {
        "000": (14, 18),
        "001": (13, 17),
        "002": (15, 19),
        "003": (11.5, 15.5),
        "004": (13, 17),
    }.items():
        assert low <= grades[id] <= high
    ease = {
        id: record["signals"]["readability"]["values"]["readability.flesch_reading_ease"]
        for id, record in by_id.items()
    }
    assert min(ease, key=ease.__getitem__) == "002"
    assert ease["004"] > max(ease[id] for id in ("000", "001", "002")), "readability is no proxy for quality"
