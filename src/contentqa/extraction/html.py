"""HTML: the article's own text, title, authors, date and links, without the page around it.

trafilatura finds the content; what it leaves behind and a reader of sources needs is put back: the reference list,
every author of a byline, and the date of publication where the page tells it from the date of its last change.
"""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Iterator
from types import ModuleType
from typing import Any

from ..errors import ExtractionError
from ..types import Article, BlockKind, FailureKind, Metadata
from .builder import Builder, Run
from .decode import settle

_BLOCK_TAGS = frozenset({"p", "head", "item", "cell", "quote", "code", "list", "table", "row", "div", "body", "main"})
_REFERENCE_HEADINGS = re.compile(
    r"\W*(?:references?(?: list)?|bibliography|sources?(?: and further reading)?|works cited|literature cited|citations"
    r"|footnotes|further reading|endnotes)\W*",
    re.IGNORECASE,
)
_HEADING_TAGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_PUBLISHED = re.compile(
    r"(?:.*[:._-])?(?:(?:first_?)?published(?:_time|_date)?|datepublished|issued|publication_date|pubdate)",
    re.IGNORECASE,
)
_DATE_FORMATS = ("%Y-%m-%d", "%Y/%m/%d", "%B %d, %Y", "%b %d, %Y", "%d %B %Y", "%d %b %Y")
_NAME = re.compile(r"(?:(?:[^\W\d_][\w.'’-]*|d[aeiu]|v[ao]n|de[lnr]?|la|le|bin|al)\s+){1,4}[^\W\d_][\w.'’-]+")
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_REFERENCE_MARK = re.compile(r"[\d,\s–-]{1,40}")
_IN_PAGE = re.compile(r"(?:https?://[^/#]+/?)?(#.*)")
_LONGEST_CELL = 120
_FEWEST_WORDS = 40
_BYLINE_ELEMENTS = 600
_BYLINE_CHARACTERS = 2_000


def read_html(html: str, id: str = "page") -> Article:
    """Return the article in an HTML page.

    Raises ExtractionError when the page holds no text. Where content cannot be told from navigation the whole visible
    text is kept and a note says so.
    """
    trafilatura = _trafilatura()
    tree = trafilatura.load_html(html)
    if tree is None and html.strip():
        html = f"<html><body>{html}</body></html>"
        tree = trafilatura.load_html(html)
    if tree is None:
        raise ExtractionError("the HTML holds no element to read", FailureKind.NO_TEXT)
    references = list(_reference_items(tree))
    published = _published(tree)
    extracted = _extracted(trafilatura, tree)
    builder = Builder()
    notes: list[str] = []
    if extracted is not None:
        _emit(extracted.body, builder)
    if len(builder.text.split()) < _FEWEST_WORDS:
        whole = trafilatura.html2txt(html) or ""
        if len(whole.split()) > len(builder.text.split()):
            notes.append("content could not be told from navigation: the page's whole text was kept")
            builder = Builder()
            for line in whole.splitlines():
                builder.add(BlockKind.PARAGRAPH, [Run(line)])
    title = _clean(extracted.title) if extracted is not None else None
    if title and not any(_same(title, builder.text[slice(*block.span)]) for block in builder.blocks[:4]):
        builder = _headed(title, builder)
    if references and not _holds(builder.text, references):
        builder.add(BlockKind.HEADING, [Run("References")])
        for number, runs in enumerate(references, start=1):
            builder.add(BlockKind.LIST_ITEM, runs, f"{number}. ")
        notes.append(f"reference list of {len(references)} put back")
    metadata = Metadata()
    if extracted is not None:
        metadata = Metadata(
            author=_authors(trafilatura.load_html(html), _clean(extracted.author)),
            date=published or _clean(extracted.date),
            publisher=_clean(extracted.sitename),
            url=_clean(extracted.url),
        )
    return Article(
        id=id,
        text=settle(builder.text),
        title=title,
        links=builder.links(),
        metadata=metadata,
        format="html",
        notes=tuple(notes),
        blocks=builder.blocks,
    )


@functools.cache
def _trafilatura() -> ModuleType:
    import logging

    import trafilatura

    for name in ("trafilatura", "htmldate", "courlan", "justext"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    return trafilatura


def _extracted(trafilatura: ModuleType, tree: Any) -> Any:
    """Return trafilatura's document for ``tree``, or None when it finds none or trips over the page."""
    try:
        return trafilatura.bare_extraction(
            tree,
            favor_recall=True,
            include_comments=False,
            include_formatting=True,
            include_links=True,
            include_tables=True,
            with_metadata=True,
        )
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None


def _emit(element: Any, builder: Builder, kind: BlockKind = BlockKind.PARAGRAPH, marker: str = "") -> None:
    """Add the blocks under ``element``; inline content between nested blocks becomes blocks too."""
    if element.tag == "head":
        kind = BlockKind.HEADING
    elif element.tag in ("item", "cell"):
        kind = BlockKind.LIST_ITEM
    runs: list[Run] = [Run(element.text or "")]
    number = 0
    breaks = 0
    for child in element:
        if child.tag == "row" and _is_data(child):
            builder.add(kind, runs, marker)
            runs, marker = [], ""
            builder.add(BlockKind.LIST_ITEM, _row(child))
        elif child.tag in _BLOCK_TAGS:
            builder.add(kind, runs, marker)
            runs, marker = [], ""
            number += 1
            item_marker = ""
            if child.tag == "item":
                item_marker = f"{number}. " if element.get("rend") == "ol" else "- "
            _emit(child, builder, kind, item_marker)
        elif child.tag == "lb":
            breaks = breaks + 1 if not (child.tail or "").strip() else 0
            if breaks:
                builder.add(kind, runs, marker)
                runs, marker = [], ""
            else:
                runs.append(Run(" "))
        else:
            runs.extend(_inline(child))
        runs.append(Run(child.tail or ""))
    builder.add(kind, runs, marker)


def _is_data(row: Any) -> bool:
    """Say whether a table row holds short values; old pages lay out whole articles in tables."""
    return len(row) > 1 and all(len(cell) == 0 and len(cell.text or "") <= _LONGEST_CELL for cell in row)


def _row(row: Any) -> Iterator[Run]:
    filled = [cell.text.strip() for cell in row if (cell.text or "").strip()]
    for number, text in enumerate(filled):
        yield Run(f" | {text}" if number else text)


def _inline(element: Any) -> Iterator[Run]:
    text = "".join(element.itertext())
    if element.tag == "ref":
        target = element.get("target")
        yield Run(text) if target is None else Run(text, _target(target))
    elif element.tag == "hi" and element.get("rend") == "#sup" and _REFERENCE_MARK.fullmatch(text):
        yield Run(text.strip().translate(_SUPERSCRIPT))
    elif element.tag in ("hi", "del"):
        yield Run(element.text or "")
        for child in element:
            yield from _inline(child)
            yield Run(child.tail or "")
    elif element.tag != "graphic":
        yield Run(text)


def _target(url: str) -> str:
    """Return where a link leads: ``#name`` for a place on the same page, empty when it leads nowhere."""
    in_page = _IN_PAGE.fullmatch(url)
    if in_page:
        return in_page.group(1) if len(in_page.group(1)) > 1 else ""
    return "" if url.startswith("javascript:") else url


def _headed(title: str, body: Builder) -> Builder:
    """Return a builder with ``title`` as a heading before the blocks of ``body``."""
    builder = Builder()
    builder.add(BlockKind.HEADING, [Run(title)])
    links = body.links()
    text = body.text
    for kind, span in body.blocks:
        runs = []
        position = span.start
        for link in (link for link in links if span.start <= link.span.start and link.span.end <= span.end):
            if link.span.start >= position:
                runs.append(Run(text[position : link.span.start]))
                runs.append(Run(text[slice(*link.span)], link.url))
                position = link.span.end
        runs.append(Run(text[position : span.end]))
        marker = text[text.rfind("\n", 0, span.start) + 1 : span.start]
        builder.add(kind, runs, marker)
    return builder


def _reference_items(tree: Any) -> Iterator[list[Run]]:
    """Yield the entries of the lists that stand under a heading such as "References"."""
    for heading in tree.iter("h1", "h2", "h3", "h4", "h5", "h6", "p", "dt", "strong", "b"):
        if not _REFERENCE_HEADINGS.fullmatch("".join(heading.itertext()).strip() or "-"):
            continue
        holder = heading.getparent() if heading.tag in ("strong", "b") else heading
        for sibling in holder.itersiblings():
            if sibling.tag in _HEADING_TAGS:
                break
            if sibling.tag in ("ol", "ul", "div", "section"):
                for item in sibling.iter("li"):
                    yield list(_raw_runs(item))


def _raw_runs(item: Any) -> Iterator[Run]:
    yield Run(item.text or "")
    for child in item:
        if child.tag == "a" and child.get("href"):
            yield Run("".join(child.itertext()), child.get("href"))
        elif isinstance(child.tag, str):
            yield from _raw_runs(child)
        yield Run(child.tail or "")


def _holds(text: str, references: list[list[Run]]) -> bool:
    """Say whether at least half of the reference entries are in ``text`` already."""
    found = 0
    folded = " ".join(text.split())
    for runs in references:
        opening = " ".join("".join(run.text for run in runs).split())[:40]
        found += opening in folded
    return 2 * found >= len(references)


def _published(tree: Any) -> str | None:
    """Return the date that a meta element calls the date of publication, in ISO 8601, or None."""
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        if _PUBLISHED.fullmatch(name):
            date = _iso_date((meta.get("content") or "").strip())
            if date:
                return date
    return None


def _iso_date(text: str) -> str | None:
    for candidate in (text, text[:10]):
        for pattern in _DATE_FORMATS:
            try:
                return datetime.datetime.strptime(candidate, pattern).date().isoformat()
            except ValueError:
                continue
    return None


def _authors(tree: Any, known: str | None) -> str | None:
    """Return all authors, "; " between them: a byline that starts with the one author known may name the others."""
    if known is None:
        return None
    if ";" in known:
        parts = [part.strip() for part in known.split(";")]
        return "; ".join([part for part in parts if _NAME.fullmatch(part)] or parts)
    for count, element in enumerate(tree.iter("h2", "h3", "h4", "h5", "h6", "p", "div", "span", "li")):
        if count > _BYLINE_ELEMENTS:
            break
        text = " ".join("".join(element.itertext()).split())
        if len(text) <= _BYLINE_CHARACTERS and _letters(known) in _letters(text[:200]):
            names = _names(text)
            if len(names) > 1 and _letters(names[0]) == _letters(known):
                return "; ".join(names)
    return known


def _names(byline: str) -> list[str]:
    """Return the names in a byline such as ``By Ann Lee, MD1; Bo Ek, PhD2 (affiliations)``."""
    plain = re.sub(r"^(?:by|authors?:?)\s+", "", re.sub(r"\([^)]*\)", "", byline), flags=re.IGNORECASE)
    parts = plain.split(";") if ";" in plain else re.split(r",\s*(?:and\s+)?|\s+and\s+", plain)
    names = []
    for part in parts:
        name = re.sub(r"[\d*†‡§¶]+", "", part.split(",")[0]).strip()
        if not _NAME.fullmatch(name):
            break
        names.append(name)
    return names


def _clean(value: str | None) -> str | None:
    folded = " ".join(settle(value).split()) if value and value.strip() else ""
    return folded or None


def _letters(name: str) -> str:
    return "".join(character for character in name.casefold() if character.isalpha())


def _same(a: str, b: str) -> bool:
    return a.casefold() == b.casefold()
