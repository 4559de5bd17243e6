"""Markdown: the text as a reader sees it, with headings, list items and links located (CommonMark and tables)."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from html import unescape
from typing import TYPE_CHECKING

from ..types import Article, BlockKind, Metadata
from .builder import Builder, Run

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_FENCE = "---\n"
_TAGS = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1\s*>|\Z)|<[^<>]*>", re.DOTALL | re.IGNORECASE)


def read_markdown(text: str, id: str = "text") -> Article:
    """Return the article in Markdown ``text``; title, author and date may come from a front matter block.

    Raises ExtractionError when there is no text or too much.
    """
    front, body = _front_matter(text.replace("\r\n", "\n"))
    builder = Builder()
    title = front.get("title")
    kinds: list[BlockKind] = []
    ordered: list[int | None] = []
    pending = ""
    row: list[Run] | None = None
    for token in _parser().parse(body):
        if token.type == "heading_open":
            kinds.append(BlockKind.HEADING)
        elif token.type in ("heading_close", "list_item_close"):
            kinds.pop()
        elif token.type == "list_item_open":
            kinds.append(BlockKind.LIST_ITEM)
            pending = "- "
            if ordered and ordered[-1] is not None:
                pending = f"{ordered[-1]}. "
                ordered[-1] += 1
        elif token.type == "ordered_list_open":
            ordered.append(int(token.attrs.get("start", 1)))
        elif token.type == "bullet_list_open":
            ordered.append(None)
        elif token.type in ("ordered_list_close", "bullet_list_close"):
            ordered.pop()
        elif token.type == "tr_open":
            row = []
        elif token.type == "tr_close":
            builder.add(BlockKind.LIST_ITEM, row or ())
            row = None
        elif token.type == "inline" and row is not None:
            row += [Run(" | "), *_runs(token.children or ())] if row else _runs(token.children or ())
        elif token.type == "inline":
            kind = kinds[-1] if kinds else BlockKind.PARAGRAPH
            runs = list(_runs(token.children or ()))
            if title is None and kind is BlockKind.HEADING:
                title = "".join(run.text for run in runs).strip() or None
            builder.add(kind, runs, pending)
            pending = ""
        elif token.type in ("fence", "code_block", "html_block"):
            shown = unescape(_TAGS.sub(" ", token.content)) if token.type == "html_block" else token.content
            builder.add(kinds[-1] if kinds else BlockKind.PARAGRAPH, [Run(shown)], pending)
            pending = ""
    metadata = Metadata(author=front.get("author"), date=front.get("date"), url=front.get("url"))
    return Article(
        id=id,
        text=builder.text,
        title=title,
        links=builder.links(),
        metadata=metadata,
        format="markdown",
        blocks=builder.blocks,
    )


@functools.cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").enable("table")


def _runs(tokens: Sequence[Token]) -> Iterator[Run]:
    url: str | None = None
    label: list[str] = []
    for token in tokens:
        if token.type == "link_open":
            url, label = str(token.attrs.get("href", "")), []
        elif token.type == "link_close":
            yield Run("".join(label), "" if url in ("#", "") else url)
            url = None
        else:
            content = _visible(token)
            if url is not None:
                label.append(content)
            else:
                yield Run(content)


def _visible(token: Token) -> str:
    if token.type in ("softbreak", "hardbreak"):
        return " "
    if token.type in ("image", "html_inline"):
        return ""
    return token.content


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    if not text.startswith(_FENCE):
        return {}, text
    head, fence, body = text[len(_FENCE) :].partition("\n" + _FENCE)
    pairs = (line.partition(":") for line in head.split("\n"))
    fields = {key.strip().lower(): value.strip().strip("\"'") for key, colon, value in pairs if colon and value.strip()}
    return (fields, body) if fence else ({}, text)
