"""Whole folders through the command, against what is expected of them (see golden/README.md)."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from contentqa.extraction import find, read_file
from contentqa.segmentation import segment

GOLDEN = Path(__file__).parent / "golden"
FOLDERS = sorted(path.parent for path in GOLDEN.glob("*/input"))
RENEW = "CONTENTQA_RENEW_GOLDEN"


def stable(record: dict[str, Any], folder: Path) -> dict[str, Any]:
    """The parts of a record that no model and no rule changes."""
    path = Path(record["path"])
    part = {"id": record["id"], "kind": record["kind"], "path": path.relative_to(folder).as_posix()}
    if record["kind"] == "failure":
        return {**part, "failure": record["failure"], "reason": record["reason"]}
    text = record["text"]
    document = segment(read_file(path))
    assert document.text == text
    return {
        **part,
        "title": record["title"],
        "format": record["format"],
        "metadata": record["metadata"],
        "notes": record["notes"],
        "links": [[text[link["start"] : link["end"]], link["url"]] for link in record["links"]],
        "blocks": [[block.kind, document.quote(block.span)] for block in document.blocks],
        "sentences": [document.quote(sentence.span) for sentence in document.sentences],
    }


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_folder_gives_what_is_expected(command: Callable[..., Result], folder: Path) -> None:
    source = folder / "input"
    result = command("score", source, "--format", "json")
    records = [stable(json.loads(line), source) for line in result.stdout.splitlines()]
    assert len(records) == len(find([source]))
    expected = folder / "expected.json"
    if os.environ.get(RENEW):
        expected.write_text(json.dumps(records, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        pytest.skip(f"{expected} was renewed")
    assert records == json.loads(expected.read_text(encoding="utf-8"))
    assert result.exit_code == any(record["kind"] == "failure" for record in records)


def test_there_are_golden_folders() -> None:
    assert [folder.name for folder in FOLDERS] == ["failures", "labelled", "pages"]
