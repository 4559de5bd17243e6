"""Plain text: its title and its bare addresses."""

from __future__ import annotations

import pytest

from contentqa.extraction import read_text


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Walking\n\nIt helps.", "Walking"),
        ("\n\n  Walking  \nIt helps.", "Walking"),
        ("Is walking good?\n\nIt is.", "Is walking good?"),
        ("It helps. It does.\n\nMore text.", None),
        ("Only one line", None),
        ("x" * 200 + "\n\nIt helps.", None),
    ],
)
def test_the_first_line_is_the_title_when_it_looks_like_one(text: str, title: str | None) -> None:
    assert read_text(text).title == title


def test_a_title_that_is_given_wins() -> None:
    assert read_text("Walking\n\nIt helps.", title="Other").title == "Other"


@pytest.mark.parametrize(
    ("text", "quote", "url"),
    [
        ("See https://example.org/a_(b)?c=d#e.", "https://example.org/a_(b)?c=d#e", "https://example.org/a_(b)?c=d#e"),
        ("(http://example.org/)", "http://example.org/", "http://example.org/"),
        ("At www.example.org, they say", "www.example.org", "https://www.example.org"),
        ("doi: 10.1000/182 is it", "doi: 10.1000/182", "https://doi.org/10.1000/182"),
        ("doi:10.1000/182.", "doi:10.1000/182", "https://doi.org/10.1000/182"),
    ],
)
def test_bare_addresses_are_links(text: str, quote: str, url: str) -> None:
    (link,) = read_text(text).links
    assert (text[link.span.start : link.span.end], link.url) == (quote, url)


@pytest.mark.parametrize("text", ["https:// is a start", "http://[ is broken", "mail me@example.org", "10 www dots"])
def test_what_is_no_address_is_no_link(text: str) -> None:
    assert read_text(text).links == ()


def test_links_are_in_reading_order() -> None:
    links = read_text("b https://b.org/ a https://a.org/ c www.c.org").links
    assert [link.url for link in links] == ["https://b.org/", "https://a.org/", "https://www.c.org"]
