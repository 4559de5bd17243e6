"""Bytes to settled text."""

from __future__ import annotations

import codecs

import pytest

from contentqa.errors import ExtractionError
from contentqa.extraction.decode import MAX_BYTES, MAX_CHARACTERS, decode, settle
from contentqa.types import FailureKind

TEXT = "Café “naïve” – 5 µg β-carotene €3\n"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (TEXT.encode(), TEXT),
        (codecs.BOM_UTF8 + TEXT.encode(), TEXT),
        (TEXT.encode("utf-16"), TEXT),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), TEXT),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), TEXT),
        (codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"), TEXT),
        (codecs.BOM_UTF32_BE + TEXT.encode("utf-32-be"), TEXT),
    ],
)
def test_unicode_encodings_are_read_without_a_note(data: bytes, text: str) -> None:
    assert decode(data) == (text, ())


@pytest.mark.parametrize(
    ("encoding", "text", "noted"),
    [
        ("cp1252", "The café’s “naïve” dose – 5 µg", "cp1252"),
        ("latin-1", "The café costs £5 and the naïve pay", "cp1252"),
    ],
)
def test_western_8_bit_text_is_read_and_noted(encoding: str, text: str, noted: str) -> None:
    assert decode(text.encode(encoding)) == (text, (f"not UTF-8; read as {noted}",))


def test_the_charset_that_a_page_declares_is_believed() -> None:
    page = '<html><head><meta charset="iso-8859-2"></head><body>Łódź: zażółć gęślą jaźń</body></html>'
    text, notes = decode(page.encode("iso-8859-2"))
    assert text == page
    assert notes == ("not UTF-8; read as iso-8859-2",)


def test_the_old_form_of_the_declaration_is_believed() -> None:
    page = '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251"><p>Сердце здорово</p>'
    assert decode(page.encode("cp1251"))[0] == page


def test_a_declared_charset_that_does_not_exist_is_passed_over() -> None:
    page = '<meta charset="klingon-8"><p>café</p>'
    assert decode(page.encode("cp1252"))[0] == page


def test_utf8_goes_before_a_wrong_declaration() -> None:
    page = '<meta charset="iso-8859-1"><p>café</p>'
    assert decode(page.encode()) == (page, ())


def test_a_few_invalid_bytes_do_not_spoil_utf8() -> None:
    data = ("café, naïve, µg. " * 20).encode() + b"\xff\xfe tail \x9d"
    text, notes = decode(data)
    assert text.startswith("café, naïve")
    assert text.count("\ufffd") == 3
    assert len(notes) == 1
    assert "not valid UTF-8" in notes[0]
    assert str(len(data) - 9) in notes[0]


@pytest.mark.parametrize("data", [b"", b" ", b"\n\t \r\n"])
def test_nothing_is_empty(data: bytes) -> None:
    with pytest.raises(ExtractionError, match=r"empty|white space") as raised:
        decode(data)
    assert raised.value.kind is FailureKind.EMPTY


@pytest.mark.parametrize(
    "data",
    [b"abc\0def", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"PK\x03\x04" + bytes(range(32)) * 8, b"\x7fELF" + bytes(60)],
)
def test_binary_is_refused(data: bytes) -> None:
    with pytest.raises(ExtractionError, match="binary") as raised:
        decode(data)
    assert raised.value.kind is FailureKind.BINARY


def test_a_stray_control_character_is_no_binary() -> None:
    assert decode(b"page one\x0cpage two " * 20)[1] == ()


def test_what_is_too_large_is_refused_with_its_size() -> None:
    with pytest.raises(ExtractionError, match=f"{MAX_BYTES + 1:,} bytes") as raised:
        decode(b"a" * (MAX_BYTES + 1))
    assert raised.value.kind is FailureKind.TOO_LARGE


@pytest.mark.parametrize(
    ("text", "settled"),
    [
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("a\u2028b\u2029c\x85d\x0be\x0cf", "a\nb\nc\nd\ne\nf"),
        ("cafe\u0301", "café"),
        ("a\x00b\x07c\x1b[0m\x7f", "abc[0m"),
        ("tab\tstays", "tab\tstays"),
        ("half \ud83d pair", "half \ufffd pair"),
        ("whole 😀 pair", "whole 😀 pair"),
    ],
)
def test_settled_text(text: str, settled: str) -> None:
    assert settle(text) == settled


@pytest.mark.parametrize("text", ["", " \n\t", "\x00\x01\x02", "\u2003\u00a0"])
def test_no_text_left_is_said(text: str) -> None:
    with pytest.raises(ExtractionError) as raised:
        settle(text)
    assert raised.value.kind is FailureKind.NO_TEXT


def test_too_much_text_is_said_with_its_length() -> None:
    assert len(settle("a" * MAX_CHARACTERS)) == MAX_CHARACTERS
    with pytest.raises(ExtractionError, match=f"{MAX_CHARACTERS + 1:,} characters") as raised:
        settle("a" * (MAX_CHARACTERS + 1))
    assert raised.value.kind is FailureKind.TOO_LARGE
