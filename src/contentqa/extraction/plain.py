"""Plain text: kept as it is; only the title and bare addresses are read off it."""

from __future__ import annotations

from ..types import Article, Metadata
from .builder import merged
from .decode import settle

_LONGEST_TITLE = 160


def read_text(text: str, id: str = "text", title: str | None = None) -> Article:
    """Return the article in ``text``; its title is the first line when that looks like one and none is given.

    Raises ExtractionError when there is no text or too much.
    """
    settled = settle(text)
    return Article(
        id=id,
        text=settled,
        title=title if title is not None else _first_line_title(settled),
        links=merged((), settled),
        metadata=Metadata(),
        format="text",
    )


def _first_line_title(text: str) -> str | None:
    first, _, rest = text.lstrip().partition("\n")
    first = first.strip()
    if not rest.strip() or len(first) > _LONGEST_TITLE or first.endswith((".", ";", ",")):
        return None
    return first or None
