"""Every packaged rule against its own examples: they are its documentation and its test."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from contentqa import lexicon
from contentqa.lexicon import Rule
from contentqa.segmentation import segment
from contentqa.signals import SIGNALS
from contentqa.types import Article, Evidence

SEEDS = Path(__file__).parents[1] / "seeds" / "articles"
MARK = re.compile(r"\[\[(.+?)\]\](?!\])", re.DOTALL)
BY_NAME = {signal.name: signal for signal in SIGNALS}
RULES = [rule for name in lexicon.names() for rule in lexicon.load(name).rules]
HITS = [(rule, example) for rule in RULES for example in rule.hit]
MISSES = [(rule, example) for rule in RULES for example in rule.miss]


def examples(pairs: list[tuple[Rule, str]]) -> pytest.MarkDecorator:
    numbers: dict[str, int] = {}
    ids = []
    for rule, _ in pairs:
        numbers[rule.id] = numbers.get(rule.id, 0) + 1
        ids.append(f"{rule.id}-{numbers[rule.id]}")
    return pytest.mark.parametrize(("rule", "example"), pairs, ids=ids)


def found(rule: Rule, text: str) -> list[Evidence]:
    measurement = BY_NAME[rule.id.split(".")[0]].measure(segment(Article("example", text)))
    return [evidence for evidence in measurement.evidence if evidence.rule == rule.id]


def test_every_signal_has_its_lexicon_and_every_lexicon_its_signal() -> None:
    assert set(lexicon.names()) == set(BY_NAME)


@examples(HITS)
def test_a_hit_gives_exactly_the_bracketed_quotes(rule: Rule, example: str) -> None:
    text = MARK.sub(r"\1", example)
    assert [text[e.span.start : e.span.end] for e in sorted(found(rule, text), key=lambda e: e.span)] == MARK.findall(
        example
    )


@examples(MISSES)
def test_a_miss_stays_silent(rule: Rule, example: str) -> None:
    assert "[[" not in example
    assert [example[e.span.start : e.span.end] for e in found(rule, example)] == []


@examples(HITS)
def test_a_message_is_filled_in_and_a_severity_is_set(rule: Rule, example: str) -> None:
    for evidence in found(rule, MARK.sub(r"\1", example)):
        assert evidence.message.strip()
        assert "{" not in evidence.message
        assert evidence.severity in ("low", "medium", "high")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_documents_itself(rule: Rule) -> None:
    for field in (rule.message, rule.why, rule.source, rule.licence, rule.hit, rule.miss):
        assert field
    assert all(text.strip() for text in (*rule.hit, *rule.miss))
    assert rule.message.replace("{quote}", "").count("{") == 0, "only {quote} is ever filled in"


@cache
def seeds() -> tuple[Article, ...]:
    longest = sorted(SEEDS.glob("*.txt"), key=lambda path: path.stat().st_size, reverse=True)[:8]
    return tuple(Article(path.stem, path.read_text(encoding="utf-8")) for path in longest)


@pytest.mark.parametrize("name", BY_NAME)
def test_every_finding_in_real_articles_is_of_a_rule_that_the_lexicon_explains(name: str) -> None:
    known = {rule.id for rule in lexicon.load(name).rules}
    emitted = {evidence.rule for article in seeds() for evidence in BY_NAME[name].measure(segment(article)).evidence}
    assert emitted <= known
