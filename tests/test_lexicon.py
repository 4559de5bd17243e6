"""The lexicon format: what a term finds, and how a fault is reported."""

from __future__ import annotations

import pytest

from contentqa import lexicon
from contentqa.errors import LexiconError
from contentqa.segmentation import segment
from contentqa.types import Article, Block, BlockKind, Severity, Span

FIELDS = {
    "id": '"demo.one"',
    "message": '"found “{quote}”"',
    "severity": '"low"',
    "why": '"w"',
    "source": '"s"',
    "licence": '"l"',
    "terms": '["magic bullet"]',
    "hit": '["a [[magic bullet]]"]',
    "miss": '["a bullet"]',
}


def toml(**changes: str | None) -> str:
    fields = {**FIELDS, **changes}
    return "[[rule]]\n" + "\n".join(f"{key} = {value}" for key, value in fields.items() if value is not None) + "\n"


def found(term: str, text: str) -> list[str]:
    rules = lexicon.parse(toml(terms=f'["{term}"]'), "demo")
    document = segment(Article("a", text))
    return [document.quote(match.span) for match in rules.find(document)]


@pytest.mark.parametrize(
    ("term", "text", "quotes"),
    [
        ("magic bullet", "It is a magic bullet.", ["magic bullet"]),
        ("magic bullet", "It is a MAGIC Bullet.", ["MAGIC Bullet"]),
        ("magic bullet", "It is a magic-bullet cure.", ["magic-bullet"]),
        ("magic bullet", "It is a magic “bullet” indeed.", ["magic “bullet"]),
        ("magic bullet", "Magic, bullet and all.", []),
        ("magic bullet", "It was magic. Bullet points follow.", []),
        ("magic bullet", "magic (bullet) here", []),
        ("magic bullet", "magical bullets", []),
        ("cure~", "It cures, cured and is curing; a cure.", ["cures", "cured", "curing", "cure"]),
        ("cure~", "Accurate and secure.", []),
        ("stop~ pain", "It stopped pain and stops pain.", ["stopped pain", "stops pain"]),
        ("cure|heal~ all", "They cure all and healed all.", ["cure all", "healed all"]),
        ("game changer", "A game-changer and a game changer.", ["game-changer", "game changer"]),
        ("a very? good idea", "This is a good idea and a very good idea.", ["a good idea", "a very good idea"]),
        ("lose * weight", "You lose body weight.", ["lose body weight"]),
        ("lose * weight", "You lose weight.", []),
        ("lose # pounds", "You lose 20 pounds now.", ["lose 20 pounds"]),
        ("lose # pounds", "You lose many pounds now.", []),
        ("lose # pounds", "You lose 1,200 pounds now.", ["lose 1,200 pounds"]),
        ("doctor's secret", "The doctor’s secret is out.", ["doctor’s secret"]),
        ("so so", "so so so so", ["so so", "so so"]),
    ],
)
def test_what_a_term_finds(term: str, text: str, quotes: list[str]) -> None:
    assert found(term, text) == quotes


def test_a_match_runs_over_a_line_end_inside_a_block() -> None:
    text = "It is a magic\nbullet."
    document = segment(Article("a", text, blocks=(Block(BlockKind.PARAGRAPH, Span(0, len(text))),)))
    assert [document.quote(match.span) for match in lexicon.parse(toml(), "demo").find(document)] == ["magic\nbullet"]


def test_the_longest_match_of_a_rule_counts_once() -> None:
    rules = lexicon.parse(toml(terms='["cure", "cure for all", "for all"]'), "demo")
    document = segment(Article("a", "It is a cure for all people."))
    assert [document.quote(match.span) for match in rules.find(document)] == ["cure for all"]


def test_two_rules_may_point_at_the_same_words() -> None:
    both = toml() + toml(id='"demo.two"', terms='["bullet"]')
    document = segment(Article("a", "A magic bullet."))
    matches = [(m.rule.id, document.quote(m.span)) for m in lexicon.parse(both, "demo").find(document)]
    assert matches == [("demo.one", "magic bullet"), ("demo.two", "bullet")]


def test_a_match_names_the_words_it_covers() -> None:
    document = segment(Article("a", "It is a magic bullet. It is no magic bullet."))
    for match in lexicon.parse(toml(), "demo").find(document):
        assert document.lower[match.first : match.last] == ("magic", "bullet")
        assert document.words[match.first].start == match.span.start
        assert document.words[match.last - 1].end == match.span.end


def test_a_rule_says_its_message_with_the_quote() -> None:
    rule = lexicon.parse(toml(), "demo").rule("demo.one")
    assert rule.say("a {0} bullet") == "found “a {0} bullet”"
    assert rule.severity is Severity.LOW


def test_an_unknown_rule_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        lexicon.parse(toml(), "demo").rule("demo.none")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "no [[rule]]"),
        ("[[rule]", "demo.toml"),
        (toml() + toml(), "two rules share an id"),
        (toml(source=None), "missing ['source']"),
        (toml(licence='""'), "missing ['licence']"),
        (toml(miss="[]"), "missing ['miss']"),
        (toml(regex='"x.*"'), "unknown keys ['regex']"),
        (toml(id='"other.one"'), "an id is demo."),
        (toml(id='"demo.One_Two"'), "an id is demo."),
        (toml(severity='"grave"'), "severity is one of"),
        (toml(hit='["no marks"]'), "[[ ]]"),
        (toml(terms='["* cure"]'), "fixed word"),
        (toml(terms='["cure #"]'), "fixed word"),
        (toml(terms='["very? good"]'), "fixed word"),
        (toml(terms='["good very?"]'), "fixed word"),
        (toml(terms='[""]'), "fixed word"),
    ],
)
def test_a_broken_lexicon_names_file_and_fault(text: str, fault: str) -> None:
    with pytest.raises(LexiconError) as raised:
        lexicon.parse(text, "demo")
    assert "demo.toml" in str(raised.value)
    assert fault in str(raised.value)


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("cure", {"cures", "cured", "curing"}),
        ("therapy", {"therapies", "therapied", "therapying"}),
        ("boy", {"boys", "boyed", "boying"}),
        ("fix", {"fixes", "fixed", "fixing"}),
        ("crush", {"crushes", "crushed", "crushing"}),
        ("stop", {"stops", "stopped", "stopping"}),
        ("open", {"opens", "opened", "opening"}),
        ("heal", {"heals", "healed", "healing"}),
    ],
)
def test_inflections_hold_the_regular_forms(word: str, forms: set[str]) -> None:
    assert {word, *forms} <= set(lexicon.inflections(word))
