"""Bytes to text, and text to its settled form."""

from __future__ import annotations

import codecs
import re
import unicodedata

from ..errors import ExtractionError
from ..types import FailureKind

MAX_BYTES = 20_000_000
MAX_CHARACTERS = 1_000_000

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,20})", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_SAMPLE = 65_536
_BINARY_SHARE = 0.02


def decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    """Return the text of ``data`` and notes on how it was read.

    UTF-8 (or what a byte order mark says) is tried first, then the charset an HTML page declares, then Windows-1252,
    which covers Latin-1. Raises ExtractionError for what is empty, too large or not text.
    """
    if not data.strip():
        raise ExtractionError("the file is empty" if not data else "the file holds white space only", FailureKind.EMPTY)
    if len(data) > MAX_BYTES:
        raise ExtractionError(
            f"the file has {len(data):,} bytes; files of up to {MAX_BYTES:,} bytes are read", FailureKind.TOO_LARGE
        )
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data.decode(encoding, errors="replace"), ()
    sample = data[:_SAMPLE]
    if b"\0" in sample or len(_CONTROL.findall(sample.decode("latin-1"))) > _BINARY_SHARE * len(sample):
        raise ExtractionError("the file is binary, not text", FailureKind.BINARY)
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        lenient = data.decode("utf-8", errors="replace")
        wrong = lenient.count("\ufffd")
        right = sum(1 for character in lenient if character > "\x7f") - wrong
        if right > wrong:
            return lenient, (f"{wrong} byte sequence(s) are not valid UTF-8, the first at byte {error.start}",)
    declared = _DECLARED.search(data[:4096])
    for encoding in (declared.group(1).decode("ascii") if declared else "cp1252", "cp1252", "latin-1"):
        try:
            return data.decode(encoding), (f"not UTF-8; read as {encoding}",)
        except (UnicodeDecodeError, LookupError):
            continue
    raise AssertionError("latin-1 decodes any bytes")


def settle(text: str) -> str:
    """Return ``text`` in NFC with line feeds as line ends and without control characters or halves of surrogate pairs.

    Raises ExtractionError when nothing but white space is left or when it is longer than MAX_CHARACTERS code points.
    """
    if len(text) > MAX_CHARACTERS:
        raise ExtractionError(
            f"the text has {len(text):,} characters; articles of up to {MAX_CHARACTERS:,} are read",
            FailureKind.TOO_LARGE,
        )
    plain = _SURROGATE.sub("\ufffd", _CONTROL.sub("", _LINE_ENDS.sub("\n", text)))
    settled = unicodedata.normalize("NFC", plain)
    if not settled.strip():
        raise ExtractionError("no text in it", FailureKind.NO_TEXT)
    return settled
