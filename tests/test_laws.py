"""What holds for every text whatever, tried by hypothesis on arbitrary Unicode and on text composed like an article."""

from __future__ import annotations

import itertools
import json
import math
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import contentqa
from contentqa import lexicon, records
from contentqa.errors import ContentQAError
from contentqa.extraction import read_bytes, read_html, read_markdown, read_text
from contentqa.extraction.decode import settle
from contentqa.segmentation import segment
from contentqa.signals import SIGNALS
from contentqa.types import (
    Article,
    Assessment,
    Contribution,
    Criterion,
    Document,
    Evidence,
    Failure,
    FailureKind,
    Label,
    Link,
    Measurement,
    Metadata,
    Severity,
    Signal,
    Span,
)

QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])

PIECES = (
    "Studies show that it lowers blood pressure",
    "Dr. Ames et al. gave 3.5 mg",
    "Take 75-125 mg at home",
    "It isn’t a “magic bullet”",
    "the New England Journal of Medicine",
    "this miracle cure works in minutes",
    "more research is needed",
    "(Smith et al., 2019)",
    "see https://example.org/a?b=c",
    "[1,2]",
    "in 41 adults",
    "stop taking your tablets",
    "STRASSE İstanbul ﬁ ß ǆ",
    "e.g. paracetamol",
    "naïve cafe\u0301 β-blockers",
    "心臓の健康",
    "10.1000/xyz",
    "\u200b\u00ad",
    "1,200 people (fig. 2)",
    "— 50% —",
    "“",
    "()",
    "the soul cost of the heart",
)
OPENINGS = ("", "", "", "- ", "1. ", "## ", "• ", "By ")
CLOSINGS = (".", ".", "?", "!", "…", ".¹²", ".[3]", "", ":", ".)")

sentence = st.builds(
    lambda parts, closing: " ".join(parts) + closing,
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=4),
    st.sampled_from(CLOSINGS),
)
block = st.builds(
    lambda opening, parts, joint: opening + joint.join(parts),
    st.sampled_from(OPENINGS),
    st.lists(sentence, min_size=1, max_size=4),
    st.sampled_from((" ", " ", "\n", "  ")),
)
article_like = st.builds(
    lambda blocks, gap: gap.join(blocks), st.lists(block, max_size=8), st.sampled_from(("\n\n", "\n"))
)
texts = st.one_of(st.text(max_size=300), article_like)


def read(text: str) -> Document:
    return segment(Article("a", text))


@given(texts)
@QUICK
def test_blocks_sentences_and_words_nest_in_order(text: str) -> None:
    document = read(text)
    end = 0
    for block in document.blocks:
        assert end <= block.span.start < block.span.end <= len(text)
        assert document.quote(block.span).strip() == document.quote(block.span)
        end = block.span.end
    end, last = 0, 0
    for one in document.sentences:
        home = document.blocks[one.block].span
        assert max(end, home.start) <= one.span.start < one.span.end <= home.end
        assert document.quote(one.span).strip() == document.quote(one.span)
        assert one.first == last < one.last
        for word in document.words[one.first : one.last]:
            assert one.span.start <= word.start < word.end <= one.span.end
        end, last = one.span.end, one.last
    assert last == len(document.words) == len(document.lower)
    assert [one.block for one in document.sentences] == sorted(one.block for one in document.sentences)


@given(texts)
@QUICK
def test_words_are_apart_and_their_lower_forms_are_theirs(text: str) -> None:
    document = read(text)
    for before, after in itertools.pairwise(document.words):
        assert before.end <= after.start
    for span, lower in zip(document.words, document.lower, strict=True):
        quote = document.quote(span)
        assert len(lower) == len(quote)
        assert lower.casefold() == quote.casefold().replace("’", "'").replace("‑", "-")
        assert not re.search(r"\s", lower)


@given(texts)
@QUICK
def test_every_line_of_plain_text_lies_in_one_block(text: str) -> None:
    document = read(text)
    position = 0
    for line in text.split("\n"):
        left = position + len(line) - len(line.lstrip())
        right = position + len(line.rstrip())
        touching = [b for b in document.blocks if b.span.start < right and b.span.end > left]
        assert len(touching) == (1 if line.strip() else 0)
        position += len(line) + 1


@given(texts)
@QUICK
def test_segmentation_is_deterministic(text: str) -> None:
    assert read(text) == read(text)


@pytest.mark.parametrize("signal", SIGNALS, ids=lambda signal: signal.name)
@given(text=texts)
@FEW
def test_a_signal_gives_every_feature_and_real_evidence(signal: Signal, text: str) -> None:
    measurement = signal.measure(read(text))
    assert measurement.signal == signal.name
    assert set(measurement.values) == {feature.name for feature in signal.features}
    for value in measurement.values.values():
        assert value is None or (isinstance(value, float) and math.isfinite(value))
    for found in measurement.evidence:
        assert 0 <= found.span.start < found.span.end <= len(text)
        assert found.rule.startswith(f"{signal.name}.")
        assert found.message.strip()
        assert found.severity in set(Severity)
    assert signal.measure(read(text)) == measurement


@given(texts)
@FEW
def test_a_text_without_words_measures_nothing_as_none(text: str) -> None:
    document = read(re.sub(r"\w", " ", text))
    for signal in SIGNALS:
        per_word = [name for name in signal.measure(document).values if "_per_" in name]
        assert {signal.measure(document).values[name] for name in per_word} <= {None}


@given(texts)
@FEW
def test_lexicon_matches_lie_inside_one_sentence(text: str) -> None:
    document = read(text)
    for name in lexicon.names():
        ends: dict[str, int] = {}
        for match in lexicon.load(name).find(document):
            homes = [s for s in document.sentences if s.first <= match.first and match.last <= s.last]
            assert len(homes) == 1
            assert match.span == Span(document.words[match.first].start, document.words[match.last - 1].end)
            assert match.first >= ends.get(match.rule.id, 0)
            ends[match.rule.id] = match.last


@given(st.from_regex(r"[a-z]{1,12}", fullmatch=True))
@QUICK
def test_inflections_contain_the_word_once_and_only_words(word: str) -> None:
    forms = lexicon.inflections(word)
    assert forms[0] == word
    assert len(set(forms)) == len(forms)
    assert all(re.fullmatch("[a-z]+", form) for form in forms)


def settled(text: str) -> str | None:
    try:
        return settle(text)
    except ContentQAError:
        return None


@given(st.one_of(texts, st.text(alphabet="a\u0301\r\n\x00\x0b\x0c\x1b\x85\u2028\u2029\u212b \t", max_size=40)))
@QUICK
def test_text_is_settled_once_and_for_all(text: str) -> None:
    once = settled(text)
    if once is not None:
        assert settle(once) == once
        assert unicodedata.is_normalized("NFC", once)
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029]", once)


@given(st.binary(max_size=300), st.sampled_from((".txt", ".md", ".html", "")))
@example(b"\xa0", ".md")
@QUICK
def test_any_bytes_are_an_article_or_a_stated_reason(data: bytes, suffix: str) -> None:
    try:
        article = read_bytes(data, suffix=suffix)
    except ContentQAError:
        return
    assert article.text.strip()
    assert settle(article.text) == article.text


@given(texts, st.sampled_from((read_text, read_markdown, read_html)))
@QUICK
def test_what_a_reader_returns_points_into_its_text(text: str, reader: object) -> None:
    assert callable(reader)
    try:
        article: Article = reader(text)
    except ContentQAError:
        return
    spans = [*(link.span for link in article.links), *(block.span for block in article.blocks)]
    assert all(0 <= span.start < span.end <= len(article.text) for span in spans)
    assert [b.span for b in article.blocks] == sorted(b.span for b in article.blocks)
    for before, after in itertools.pairwise(article.blocks):
        assert before.span.end <= after.span.start


numbers = st.floats(-1e6, 1e6)
share = st.floats(0, 1)
short = st.text(max_size=12)
names = st.sampled_from(("spun.probability", "hype.terms_per_1000_words", "citation.dead_links"))


@st.composite
def assessments(draw: st.DrawFn) -> Assessment:
    text = draw(st.text(min_size=1, max_size=60))

    def span() -> Span:
        start = draw(st.integers(0, len(text) - 1))
        return Span(start, draw(st.integers(start + 1, len(text))))

    def evidence() -> tuple[Evidence, ...]:
        return tuple(
            Evidence("demo.rule", span(), draw(short), draw(st.sampled_from(Severity)), draw(st.none() | short))
            for _ in range(draw(st.integers(0, 3)))
        )

    maybe = st.none() | short
    return Assessment(
        article=Article(
            id=draw(short),
            text=text,
            title=draw(maybe),
            links=tuple(Link(span(), draw(short)) for _ in range(draw(st.integers(0, 2)))),
            metadata=Metadata(draw(maybe), draw(maybe), draw(maybe), draw(maybe)),
            format=draw(st.sampled_from(("text", "html"))),
            notes=tuple(draw(st.lists(short, max_size=2))),
            path=draw(maybe),
            sha256="0" * 64,
        ),
        measurements=(
            Measurement("spun", draw(st.dictionaries(names, st.none() | numbers)), evidence()),
            Measurement("hype", {}, evidence()),
        ),
        probability=draw(share),
        label=draw(st.sampled_from(Label)),
        priority=draw(share),
        uncertainty=draw(share),
        reasons=tuple(draw(st.lists(short, max_size=2))),
        contributions=(Contribution("spun.probability", draw(st.none() | numbers), draw(numbers)),),
        model="toy-1.0",
        heads={"credibility": draw(share), "outlet": None},
        criteria={"costs": Criterion(draw(share), draw(st.booleans()), evidence())},
    )


failures = st.builds(Failure, short, short, st.sampled_from(FailureKind), st.none() | short)


@given(st.one_of(assessments(), failures))
@QUICK
def test_a_record_gives_back_what_it_was_made_of(result: Assessment | Failure) -> None:
    line = records.to_line(result, "1.2.3")
    assert "\n" not in line
    again = records.from_record(json.loads(line))
    assert records.to_record(again, "1.2.3") == json.loads(line)
    if isinstance(result, Failure):
        assert again == result
        return
    assert isinstance(again, Assessment)
    assert again.article == result.article
    assert again.evidence == result.evidence
    assert again.label is result.label
    assert again.reasons == result.reasons
    for name, value in result.values.items():
        assert again.values[name] == (None if value is None else pytest.approx(value, abs=1e-6))
    assert again.probability == pytest.approx(result.probability, abs=1e-6)
    assert again.contributions[0].log_odds == pytest.approx(result.contributions[0].log_odds, abs=1e-6)
    assert dict(again.heads).keys() == dict(result.heads).keys()
    assert again.criteria["costs"].evidence == result.criteria["costs"].evidence


@given(text=st.one_of(texts, st.binary(max_size=60).map(lambda b: b.decode("utf-8", "surrogateescape"))))
@FEW
def test_score_raises_nothing_but_its_own_errors(text: str, toy_model: Path, prose: str) -> None:
    for candidate in (text, f"{prose}\n{text}", text + prose):
        try:
            result = contentqa.score(candidate, model=toy_model)
        except ContentQAError:
            continue
        assert 0.0 <= result.probability <= 1.0
        assert 0.0 <= result.priority <= 1.0
        assert 0.0 <= result.uncertainty <= 1.0
        assert all(reason.strip() for reason in result.reasons)
        for found in result.evidence:
            assert result.article.text[found.span.start : found.span.end]
        json.loads(records.to_line(result, "0").encode("utf-8"))
