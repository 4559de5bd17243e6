"""A file on disk to an article, or the reason why there is none."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from contentqa.errors import ExtractionError
from contentqa.extraction import read_bytes, read_file
from contentqa.types import FailureKind


def failure(path: Path) -> tuple[FailureKind, str]:
    with pytest.raises(ExtractionError) as raised:
        read_file(path)
    return raised.value.kind, str(raised.value)


def test_a_file_becomes_an_article(tmp_path: Path) -> None:
    path = tmp_path / "walk.txt"
    path.write_bytes(b"Walking\r\n\r\nIt helps.")
    article = read_file(path)
    assert (article.id, article.title, article.text) == ("walk", "Walking", "Walking\n\nIt helps.")
    assert article.path == str(path)
    assert article.format == "text"
    assert article.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert read_file(path, id="007").id == "007"


@pytest.mark.parametrize(
    ("name", "format"),
    [
        ("a.txt", "text"),
        ("a.md", "markdown"),
        ("a.MD", "markdown"),
        ("a.html", "html"),
        ("a.HTM", "html"),
        ("a", "text"),
    ],
)
def test_the_name_tells_the_format(tmp_path: Path, name: str, format: str) -> None:
    (tmp_path / name).write_text("<p>" + "A walk after dinner helps. " * 12 + "</p>", encoding="utf-8")
    assert read_file(tmp_path / name).format == format


@pytest.mark.parametrize("start", ["<!DOCTYPE html>", "\n  <html lang='en'>", "\ufeff<!doctype HTML>"])
def test_a_page_in_a_text_file_is_known_by_its_start(tmp_path: Path, start: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"{start}<body><p>{'A walk after dinner helps. ' * 12}</p></body></html>", encoding="utf-8")
    article = read_file(path)
    assert article.format == "html"
    assert "<" not in article.text


def test_text_about_markup_stays_text(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Write <html> at the top of the page, she said.", encoding="utf-8")
    assert read_file(path).text.startswith("Write <html>")


@pytest.mark.parametrize(
    ("data", "kind", "says"),
    [
        (b"", FailureKind.EMPTY, "empty"),
        (b" \n\n", FailureKind.EMPTY, "white space"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", FailureKind.BINARY, "binary"),
        (b"\xef\xbb\xbf", FailureKind.NO_TEXT, "no text"),
    ],
)
def test_what_holds_no_article_says_so(tmp_path: Path, data: bytes, kind: FailureKind, says: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    found, reason = failure(path)
    assert found is kind
    assert says in reason


@pytest.mark.parametrize("suffix", [".pdf", ".docx", ".jsonl", ".csv"])
def test_a_known_format_that_is_not_read_is_named(suffix: str) -> None:
    with pytest.raises(ExtractionError, match=suffix) as raised:
        read_bytes(b"%PDF-1.7 ...", suffix=suffix)
    assert raised.value.kind is FailureKind.UNSUPPORTED


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.mkdir()
    kind, reason = failure(path)
    assert kind is FailureKind.UNREADABLE
    assert "folder" in reason


def test_a_dangling_link_is_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.symlink_to(tmp_path / "gone.txt")
    kind, reason = failure(path)
    assert kind is FailureKind.UNREADABLE
    assert os.strerror(2) in reason


def test_a_file_without_permission_is_unreadable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.txt"
    path.write_text("text", encoding="utf-8")

    def refuse(self: Path) -> bytes:
        raise PermissionError(13, os.strerror(13), str(self))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    kind, reason = failure(path)
    assert kind is FailureKind.UNREADABLE
    assert os.strerror(13) in reason


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    os.mkfifo(path)
    kind, reason = failure(path)
    assert kind is FailureKind.UNREADABLE
    assert reason


def test_a_file_over_the_limit_is_not_even_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    monkeypatch.setattr(Path, "read_bytes", lambda self: pytest.fail("read"))
    kind, reason = failure(path)
    assert kind is FailureKind.TOO_LARGE
    assert "50,000,000" in reason


def test_a_line_of_ten_million_characters_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes(b"word " * 2_000_000)
    kind, reason = failure(path)
    assert kind is FailureKind.TOO_LARGE
    assert "10,000,000" in reason
