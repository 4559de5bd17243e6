"""Assemble an article's text from marked-up pieces, so that blocks and links get exact spans as the text grows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import urlsplit

from ..types import Block, BlockKind, Link, Span
from .decode import settle

_SPACE = re.compile(r"\s+")
_BARE_URL = re.compile(r"(?:https?://|www\.|doi:\s?10\.\d{4,9}/)[^\s<>\"“”]{3,2000}")
_TRAILING = ".,;:!?)]}'’”"


class Run(NamedTuple):
    """Inline text, with the target when it is a link (empty: an anchor that leads nowhere), else None."""

    text: str
    url: str | None = None


class Builder:
    """Collects blocks in reading order; :attr:`text`, :attr:`blocks` and :attr:`links` are what came of them."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._blocks: list[Block] = []
        self._links: list[Link] = []

    def add(self, kind: BlockKind, runs: Iterable[Run], marker: str = "") -> None:
        """Append one block; white space inside it is folded, ``marker`` (a bullet or number) stays outside its span."""
        pieces: list[str] = []
        links: list[tuple[int, int, str]] = []
        length = 0
        for run in runs:
            piece = _SPACE.sub(" ", settle(run.text)) if run.text.strip() else " " if run.text else ""
            if piece.startswith(" ") and (not pieces or pieces[-1].endswith(" ")):
                piece = piece[1:]
            if not piece:
                continue
            if run.url is not None:
                left = len(piece) - len(piece.lstrip())
                links.append((length + left, length + len(piece.rstrip()), run.url))
            pieces.append(piece)
            length += len(piece)
        body = "".join(pieces).rstrip()
        if not body:
            return
        lead = ("\n\n" if self._length else "") + marker
        start = self._length + len(lead)
        self._parts.extend((lead, body))
        self._length = start + len(body)
        self._blocks.append(Block(kind, Span(start, self._length)))
        for link_start, link_end, url in links:
            span = Span(start + link_start, min(start + link_end, self._length))
            if span.start < span.end:
                self._links.append(Link(span, url))

    @property
    def text(self) -> str:
        """The text so far."""
        return "".join(self._parts)

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks so far."""
        return tuple(self._blocks)

    def links(self) -> tuple[Link, ...]:
        """The links so far, bare addresses in the text included, in reading order."""
        return merged(self._links, self.text)


def merged(links: Iterable[Link], text: str) -> tuple[Link, ...]:
    """Return ``links`` and the bare addresses of ``text`` that none of them covers, in reading order."""
    known = sorted(links, key=lambda link: link.span)
    covered = {position for link in known for position in range(*link.span)}
    bare = []
    for match in _BARE_URL.finditer(text):
        address = match.group().rstrip(_TRAILING)
        if match.start() not in covered:
            url = address if "://" in address else f"https://{address}"
            if address.startswith("doi:"):
                url = "https://doi.org/" + address[4:].strip()
            if _is_url(url):
                bare.append(Link(Span(match.start(), match.start() + len(address)), url))
    return tuple(sorted([*known, *bare], key=lambda link: link.span))


def _is_url(url: str) -> bool:
    try:
        return bool(urlsplit(url).netloc)
    except ValueError:
        return False
