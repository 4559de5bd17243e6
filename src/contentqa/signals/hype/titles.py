"""Find the title of a document: its words, wherever they stand."""

from __future__ import annotations

from typing import NamedTuple

from ... import segmentation
from ...types import Article, BlockKind, Document


class Title(NamedTuple):
    """The title is ``document.words[first:last]``; ``document`` is the article's own where the text holds its title."""

    document: Document
    first: int
    last: int


def title_of(document: Document) -> Title | None:
    """Return the title of ``document``, or None where it has none.

    The article's own title counts first; without one, a heading that opens the text.
    """
    stated = " ".join((document.article.title or "").split())
    opening = document.blocks[0] if document.blocks else None
    if opening is not None and document.sentences:
        written = " ".join(document.quote(opening.span).split())
        if (stated and written == stated) or (not stated and opening.kind is BlockKind.HEADING):
            inside = [s for s in document.sentences if s.block == 0]
            if inside:
                return Title(document, inside[0].first, inside[-1].last)
    if not stated:
        return None
    own = segmentation.segment(Article(id="", text=stated))
    return Title(own, 0, len(own.words)) if own.words else None
