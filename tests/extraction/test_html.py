"""HTML: the article's own text, its structure, links and metadata, without the page around it."""

from __future__ import annotations

import pytest

from contentqa.errors import ExtractionError
from contentqa.extraction import read_bytes, read_html
from contentqa.types import Article, BlockKind, FailureKind

BODY = (
    "A short walk after dinner is a small habit, and many people find it easy to keep. It asks for shoes and a quarter "
    "of an hour. The muscles take up sugar from the blood while they work, so the rise that follows a meal is lower."
)
MORE = (
    "How much lower differs from person to person. Nobody has to walk fast for this to work, and nobody has to walk "
    "far. A slow stroll around the block is what most of the trials have tested so far, in older adults above all."
)


def page(content: str, head: str = "<title>Walking after dinner</title>") -> str:
    return f"""<!DOCTYPE html><html lang="en"><head>{head}</head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/shop">Shop the catalogue</a></li></ul></nav>
<main><article><h1>Walking after dinner</h1>{content}</article></main>
<footer><p>Copyright example.org, all rights reserved</p></footer></body></html>"""


def quoted(article: Article) -> list[tuple[BlockKind, str]]:
    return [(block.kind, article.text[slice(*block.span)]) for block in article.blocks]


def links(article: Article) -> list[tuple[str, str]]:
    return [(article.text[slice(*link.span)], link.url) for link in article.links]


def test_the_article_is_told_from_the_page_around_it() -> None:
    article = read_html(page(f"<p>{BODY}</p><h2>What was tested</h2><p>{MORE}</p>"))
    assert quoted(article) == [
        (BlockKind.HEADING, "Walking after dinner"),
        (BlockKind.PARAGRAPH, BODY),
        (BlockKind.HEADING, "What was tested"),
        (BlockKind.PARAGRAPH, MORE),
    ]
    assert article.title == "Walking after dinner"
    assert article.format == "html"
    assert article.notes == ()


def test_scripts_styles_and_comments_are_ignored() -> None:
    article = read_html(
        page(
            f"<script>var cure = 'miracle';</script><style>p {{ color: red }}</style><!-- a hidden remark -->"
            f"<p>{BODY}</p><noscript>Please enable scripts</noscript><p>{MORE}</p>"
        )
    )
    for unwanted in ("miracle", "color", "hidden remark"):
        assert unwanted not in article.text


def test_lists_keep_their_items_and_markers_stand_outside() -> None:
    article = read_html(
        page(f"<p>{BODY}</p><ul><li>good shoes</li><li>a coat</li></ul><ol><li>Go</li><li>Stop</li></ol>")
    )
    assert quoted(article)[2:] == [(BlockKind.LIST_ITEM, t) for t in ("good shoes", "a coat", "Go", "Stop")]
    assert [line for line in article.text.split("\n") if line][-4:] == ["- good shoes", "- a coat", "1. Go", "2. Stop"]


def test_links_have_exact_spans_and_targets() -> None:
    article = read_html(
        page(
            f'<p>{BODY} See <a href="https://example.org/trial">the  <b>first</b>\n trial</a>, '
            f'<a href="#">click here</a>, <a href="#r1">1</a> and <a href="https://doi.org/10.1000/182">this</a>.</p>'
            f"<p>{MORE}</p>"
        )
    )
    assert links(article) == [
        ("the first trial", "https://example.org/trial"),
        ("click here", ""),
        ("1", "#r1"),
        ("this", "https://doi.org/10.1000/182"),
    ]


def test_superscript_reference_marks_do_not_stick_to_words() -> None:
    article = read_html(page(f"<p>{BODY} It fell by a fifth.<sup>3,4</sup> The rest stayed.</p><p>{MORE}</p>"))
    assert "a fifth.³,⁴ The rest" in article.text


def test_entities_become_characters() -> None:
    article = read_html(
        page(f"<p>{BODY} Ames &amp; Lee gave 5&nbsp;&micro;g &lt; 6 &#8211; &#x201C;once&#x201D;.</p><p>{MORE}</p>")
    )
    assert "Ames & Lee gave 5 µg < 6 – “once”." in article.text


def test_emphasis_does_not_break_words_or_sentences() -> None:
    article = read_html(
        page(f"<p>{BODY} It is <em>very</em> <strong>im</strong>portant, not <i>Helicobacter</i>.</p><p>{MORE}</p>")
    )
    assert "It is very important, not Helicobacter." in article.text


def test_lines_broken_twice_are_paragraphs() -> None:
    article = read_html(page(f"<div>{BODY}<br><br>{MORE}</div>"))
    assert [text for _, text in quoted(article)][-2:] == [BODY, MORE]


def test_a_page_laid_out_in_tables_keeps_its_prose() -> None:
    old = (
        "<html><head><title>Walking after dinner</title></head><body><table width=100%><tr><td width=150>"
        "<a href='/'>Home</a><br><a href='/links'>Links</a></td><td><font face=Arial><b>Walking after dinner</b><p>"
        f"{BODY}<p>{MORE}<p>{BODY.replace('dinner', 'lunch')}</font></td></tr></table></body></html>"
    )
    article = read_html(old)
    for text in (BODY, MORE):
        assert text in article.text
    assert BODY in [text for _, text in quoted(article)]


def test_a_table_of_values_is_one_item_per_row() -> None:
    table = "<table><tr><th>Dose</th><th>Effect</th></tr><tr><td>5 mg</td><td>none</td></tr></table>"
    article = read_html(page(f"<p>{BODY}</p>{table}<p>{MORE}</p>"))
    assert (BlockKind.LIST_ITEM, "5 mg | none") in quoted(article)


def test_the_date_of_publication_wins_over_that_of_the_last_change() -> None:
    head = (
        "<title>Walking after dinner</title>"
        '<meta property="article:modified_time" content="2024-08-01T10:00:00Z">'
        '<meta property="article:published_time" content="2019-03-05T08:00:00+00:00">'
    )
    assert read_html(page(f"<p>{BODY}</p><p>{MORE}</p>", head)).metadata.date == "2019-03-05"


@pytest.mark.parametrize(
    "meta",
    [
        '<meta name="citation_publication_date" content="2019/03/05">',
        '<meta itemprop="datePublished" content="March 5, 2019">',
        '<meta name="DC.date.issued" content="5 March 2019">',
    ],
)
def test_dates_are_read_in_the_forms_pages_use(meta: str) -> None:
    head = f"<title>Walking after dinner</title>{meta}"
    assert read_html(page(f"<p>{BODY}</p><p>{MORE}</p>", head)).metadata.date == "2019-03-05"


def test_a_page_without_a_date_or_author_has_none() -> None:
    metadata = read_html(page(f"<p>{BODY}</p><p>{MORE}</p>")).metadata
    assert (metadata.author, metadata.date) == (None, None)


def test_every_author_of_a_byline_is_kept() -> None:
    head = '<title>Walking after dinner</title><meta name="author" content="Ines Halvorsen">'
    byline = "<p>Ines Halvorsen, MD, PhD<sup>1</sup>; Bo de Vries, MPH<sup>2</sup>; Ann O’Neill, RN<sup>1,2</sup></p>"
    article = read_html(page(f"{byline}<p>{BODY}</p><p>{MORE}</p>", head))
    assert article.metadata.author == "Ines Halvorsen; Bo de Vries; Ann O’Neill"


def test_a_single_author_stays_one() -> None:
    head = '<title>Walking after dinner</title><meta name="author" content="Ines Halvorsen">'
    assert read_html(page(f"<p>{BODY}</p><p>{MORE}</p>", head)).metadata.author == "Ines Halvorsen"


REFERENCES = (
    "<h2>References</h2><ol>"
    '<li>Reynolds A, Mann J. Walking after meals. Diabetologia 2016. <a href="https://doi.org/10.1007/x">doi</a></li>'
    "<li>Okafor B. Strolling and sugar. Lancet 2018;391:10.</li>"
    "<li>Lindqvist C. Shoes in general. BMJ 2020;1:2.</li></ol>"
)


@pytest.mark.parametrize(
    "holder", ["{}", '<section class="footer references">{}</section>', '<div id="ref-list">{}</div>']
)
def test_the_reference_list_is_there_once_whatever_holds_it(holder: str) -> None:
    article = read_html(page(f"<p>{BODY}</p><p>{MORE}</p>" + holder.format(REFERENCES)))
    for entry in ("Reynolds A, Mann J.", "Okafor B.", "Lindqvist C."):
        assert article.text.count(entry) == 1
    assert ("doi", "https://doi.org/10.1007/x") in links(article)
    kinds = {text[:6]: kind for kind, text in quoted(article)}
    assert kinds["Okafor"] is BlockKind.LIST_ITEM


def test_a_reference_list_outside_the_article_is_put_back_and_noted() -> None:
    article = read_html(page(f"<p>{BODY}</p><p>{MORE}</p>").replace("<footer>", f"<footer>{REFERENCES}"))
    assert article.text.count("Okafor B. Strolling and sugar.") == 1
    assert any("reference list of 3" in note for note in article.notes)


BROKEN = (
    f"<html><body><h1>Walking<p>{BODY}<p><b>{MORE}<i></b><div><p>{BODY.replace('dinner', 'lunch')}",
    f"<html><body><p>{BODY}</p></div></div></section><p>{MORE}</p></body></html></html>",
    f"<html><body><p class=x\">{BODY}</p><p id='y'>{MORE}</p></body>",
    f"<!doctype html><p>{BODY}<p>{MORE}<table><tr><td>5<tr><td>6",
    f"<p>{BODY}</p>\n<p>{MORE}</p>",
)


@pytest.mark.parametrize("html", BROKEN, ids=range(len(BROKEN)))
def test_broken_markup_still_gives_the_text(html: str) -> None:
    article = read_html(html)
    assert MORE in article.text
    assert all(article.text[slice(*block.span)].strip() for block in article.blocks)


@pytest.mark.parametrize("tag", ["div", "span", "b", "ul><li", "blockquote", "table><tr><td", "a href='#x'"])
def test_deep_nesting_is_no_crash_and_spares_what_stands_before_it(tag: str) -> None:
    html = page(f"<p>{MORE}</p>" + f"<{tag}>" * 5_000 + BODY)
    article = read_html(html)
    assert "A slow stroll around the block" in article.text


def test_deep_nesting_is_quick() -> None:
    import time

    started = time.process_time()
    read_html(page("<div>" * 20_000 + BODY + "</div>" * 20_000 + f"<p>{MORE}</p>"))
    assert time.process_time() - started < 20


@pytest.mark.parametrize(
    "html", ["<html></html>", "<html><body><img src='x.png'></body></html>", "<!-- -->", "<p> </p>"]
)
def test_a_page_without_text_says_so(html: str) -> None:
    with pytest.raises(ExtractionError) as raised:
        read_html(html)
    assert raised.value.kind is FailureKind.NO_TEXT


def test_a_short_page_keeps_all_its_text_and_notes_it() -> None:
    article = read_html("<html><body><div><span>Take two tablets.</span></div></body></html>")
    assert "Take two tablets." in article.text


def test_bytes_of_a_latin_1_page_are_read_by_their_declaration() -> None:
    head = '<meta charset="iso-8859-1"><title>Caf\xe9</title>'
    article = read_bytes(page(f"<p>{BODY} Na\xefve.</p><p>{MORE}</p>", head).encode("latin-1"), suffix=".html")
    assert "Naïve." in article.text
    assert any("iso-8859-1" in note for note in article.notes)


def test_text_is_composed() -> None:
    article = read_html(page(f"<p>{BODY} A cafe\u0301 visit.</p><p>{MORE}</p>"))
    assert "café visit" in article.text
