"""Reading labelled corpora."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from contentqa.errors import TrainingError
from contentqa.training.corpora import CORPORA, Corpus, examples, outlet, rows

PROSE = "A short walk after dinner is a small habit, and many people find it easy to keep. " * 3
ROWS = {
    "sondhi_pages": (
        {"id": "1", "site": "a.org", "label": "unreliable", "html": f"<html><body><p>{PROSE}</p></body></html>"},
        True,
        "a.org",
    ),
    "trec2019_pages": ({"doc_id": "1", "topic_id": 7, "credibility": "1", "text": PROSE}, False, "7"),
    "medcred_articles": (
        {"article_id": 5, "title": float("nan"), "text": PROSE, "noncred_frac": 0.25, "category": "statins"},
        True,
        "statins",
    ),
    "healthstory": (
        {"id": "s1", "title": "Walk", "text": PROSE, "rating": 3, "url": "https://www.news.org/x"},
        False,
        "news.org",
    ),
    "recovery": (
        {"url": "a/b", "publisher": "P", "title": "Walk", "body_text": PROSE, "label": 0, "is_dup_prefix": False},
        True,
        "P",
    ),
}


def put(folder: Path, name: str, *found: dict[str, object]) -> None:
    with gzip.open(folder / f"{name}.jsonl.gz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in found)


@pytest.mark.parametrize("corpus", CORPORA, ids=lambda corpus: corpus.name)
def test_each_corpus_reads_its_label_group_and_text(corpus: Corpus, tmp_path: Path) -> None:
    row, concern, group = ROWS[corpus.name]
    put(tmp_path, corpus.name, row)
    (found,), without_text = examples(tmp_path, corpus)
    assert (found.concern, found.group, without_text) == (concern, group, 0)
    assert PROSE.strip()[:60] in found.article.text


def test_a_row_without_text_is_counted(tmp_path: Path) -> None:
    corpus = next(corpus for corpus in CORPORA if corpus.name == "trec2019_pages")
    put(tmp_path, corpus.name, {**ROWS[corpus.name][0], "text": "  "}, ROWS[corpus.name][0])
    found, without_text = examples(tmp_path, corpus)
    assert (len(found), without_text) == (1, 1)


def test_a_repeated_opening_is_left_out(tmp_path: Path) -> None:
    corpus = next(corpus for corpus in CORPORA if corpus.name == "recovery")
    put(tmp_path, corpus.name, {**ROWS[corpus.name][0], "is_dup_prefix": True})
    assert examples(tmp_path, corpus) == ([], 0)


def test_python_literals_in_strings_are_decoded(tmp_path: Path) -> None:
    put(tmp_path, "x", {"a": "[1, 'b']", "b": "{'c': 2}", "c": "[not a list]", "d": "plain"})
    assert list(rows(tmp_path, "x")) == [{"a": [1, "b"], "b": {"c": 2}, "c": "[not a list]", "d": "plain"}]


def test_a_missing_or_broken_corpus_is_named(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match=r"gone\.jsonl\.gz"):
        list(rows(tmp_path, "gone"))
    (tmp_path / "flat.jsonl.gz").write_text("{}", encoding="utf-8")
    with pytest.raises(TrainingError, match=r"flat\.jsonl\.gz"):
        list(rows(tmp_path, "flat"))


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.news.org/a/b", "news.org"),
        ("http://consumer.News.ORG:80/x", "news.org"),
        ("https://web.archive.org/web/2012/http://www.news.org/a", "news.org"),
        ("not an address", ""),
    ],
)
def test_the_outlet_behind_an_address(url: str, host: str) -> None:
    assert outlet(url) == host
