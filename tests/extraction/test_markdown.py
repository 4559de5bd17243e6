"""Markdown: the text a reader sees, its structure and its links."""

from __future__ import annotations

from contentqa.extraction import read_markdown
from contentqa.types import Article, BlockKind

PAGE = """\
---
title: "Walking after dinner"
author: Ines Halvorsen
date: 2024-05-02
url: https://example.org/walk
---
# Walking

A *short* walk **helps**, says [a trial](https://example.org/trial "t") and
[this one](#). See <https://example.org/bare> too.

- one
- two
  more
1. first
2. second

> A quote.

| dose | effect |
|------|--------|
| 5 mg | none   |

![a picture](x.png) `code` <b>bold</b> &amp; end.

    indented code
"""


def quoted(article: Article) -> list[tuple[BlockKind, str]]:
    return [(block.kind, article.text[slice(*block.span)]) for block in article.blocks]


def links(article: Article) -> list[tuple[str, str]]:
    return [(article.text[slice(*link.span)], link.url) for link in article.links]


def test_a_page() -> None:
    article = read_markdown(PAGE)
    assert article.format == "markdown"
    assert article.title == "Walking after dinner"
    assert (article.metadata.author, article.metadata.date) == ("Ines Halvorsen", "2024-05-02")
    assert article.metadata.url == "https://example.org/walk"
    blocks = quoted(article)
    assert blocks[:6] == [
        (BlockKind.HEADING, "Walking"),
        (
            BlockKind.PARAGRAPH,
            "A short walk helps, says a trial and this one. See https://example.org/bare too.",
        ),
        (BlockKind.LIST_ITEM, "one"),
        (BlockKind.LIST_ITEM, "two more"),
        (BlockKind.LIST_ITEM, "first"),
        (BlockKind.LIST_ITEM, "second"),
    ]
    assert (BlockKind.PARAGRAPH, "A quote.") in blocks
    assert links(article) == [
        ("a trial", "https://example.org/trial"),
        ("this one", ""),
        ("https://example.org/bare", "https://example.org/bare"),
    ]
    assert "title:" not in article.text
    assert (BlockKind.LIST_ITEM, "5 mg | none") in blocks
    assert "code bold & end." in article.text
    assert "](" not in article.text


def test_list_markers_stand_outside_the_items() -> None:
    text = read_markdown("- one\n- two\n\n3. three\n4. four").text
    assert [line for line in text.split("\n") if line] == ["- one", "- two", "3. three", "4. four"]


def test_the_first_heading_is_the_title_without_front_matter() -> None:
    assert read_markdown("Some text.\n\n## The *heading*\n\nMore.").title == "The heading"
    assert read_markdown("Some text.").title is None


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    assert "Not closed" in read_markdown("---\nNot closed: ever\n\nText goes on.").text


def test_windows_line_ends_read_alike() -> None:
    assert read_markdown(PAGE.replace("\n", "\r\n")) == read_markdown(PAGE)


def test_a_list_inside_a_list_keeps_every_item() -> None:
    kinds = quoted(read_markdown("- outer\n  - inner\n- last"))
    assert kinds == [(BlockKind.LIST_ITEM, name) for name in ("outer", "inner", "last")]


def test_text_in_code_and_raw_html_is_not_lost() -> None:
    article = read_markdown("Before.\n\n```\ntake two tablets\n```\n\n<div>\ninside a div\n</div>\n\nAfter.")
    assert "take two tablets" in article.text
    assert "inside a div" in article.text
    assert "<div>" not in article.text
