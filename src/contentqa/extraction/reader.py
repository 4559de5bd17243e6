"""Pick the reader for a file by its name and content."""

from __future__ import annotations

import hashlib
import stat
from dataclasses import replace
from pathlib import Path

from ..errors import ExtractionError
from ..types import Article, FailureKind
from .decode import MAX_BYTES, decode
from .html import read_html
from .markdown import read_markdown
from .plain import read_text

_HTML = frozenset({".html", ".htm", ".xhtml"})
_MARKDOWN = frozenset({".md", ".markdown"})
_KNOWN_OTHERS = {
    ".pdf": "PDF",
    ".docx": "Word",
    ".doc": "Word",
    ".odt": "OpenDocument",
    ".rtf": "Rich Text",
    ".epub": "EPUB",
    ".csv": "a table",
    ".jsonl": "JSON Lines",
    ".json": "JSON",
    ".parquet": "Parquet",
}
_SNIFFED = ("<!doctype html", "<html")


def read_file(path: Path, id: str | None = None) -> Article:
    """Return the article in the file at ``path``; its id is the file's stem unless given.

    Raises ExtractionError, whose reason and kind say why there is none.
    """
    if path.is_dir():
        raise ExtractionError("it is a folder, not a file", FailureKind.UNREADABLE)
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise ExtractionError("it is a pipe or a device, not a file", FailureKind.UNREADABLE)
        size = status.st_size
        if size > MAX_BYTES:
            raise ExtractionError(
                f"the file has {size:,} bytes; files of up to {MAX_BYTES:,} bytes are read", FailureKind.TOO_LARGE
            )
        data = path.read_bytes()
    except OSError as error:
        raise ExtractionError(f"cannot be read: {error.strerror or error}", FailureKind.UNREADABLE) from error
    article = read_bytes(data, id=id or path.stem, suffix=path.suffix.lower())
    return replace(article, path=str(path))


def read_bytes(data: bytes, id: str = "text", suffix: str = "") -> Article:
    """Return the article in ``data``; ``suffix`` (such as ``.md``) tells the format, content is looked at otherwise.

    Raises ExtractionError, whose reason and kind say why there is none.
    """
    if suffix in _KNOWN_OTHERS and data:
        raise ExtractionError(
            f"{_KNOWN_OTHERS[suffix]} files ({suffix}) are not read; text, Markdown and HTML are",
            FailureKind.UNSUPPORTED,
        )
    text, notes = decode(data)
    if suffix in _HTML or text[:400].lstrip("\ufeff \t\r\n").lower().startswith(_SNIFFED):
        article = read_html(text, id=id)
    elif suffix in _MARKDOWN:
        article = read_markdown(text, id=id)
    else:
        article = read_text(text, id=id)
    # What decoding takes for text (a no-break space, say) a format may still trim away.
    if not article.text.strip():
        raise ExtractionError("the file holds no text", FailureKind.EMPTY)
    return replace(article, notes=notes + article.notes, sha256=hashlib.sha256(data).hexdigest())
