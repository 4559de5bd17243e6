"""The sentences that tell a moderator why."""

from __future__ import annotations

from contentqa import lexicon
from contentqa.priority import BANDS
from contentqa.reasons import reasons
from contentqa.segmentation import segment
from contentqa.types import Article, Contribution, Document, Evidence, Measurement, Severity, Span

SPUN, DOSING, _, MODEL = BANDS
TEXT = (
    "The soul cost rises. Studies show it helps. It is a miracle cure and a game-changer, truly amazing stuff. "
    "Take 75 mg at home. More research is needed. See your doctor."
)


def document() -> Document:
    return segment(Article("a", TEXT))


def finding(rule: str, quote: str, severity: Severity, suggestion: str | None = None) -> Evidence:
    start = TEXT.index(quote)
    return Evidence(rule, Span(start, start + len(quote)), f"about {quote}", severity, suggestion)


MIRACLE = finding("hype.miracle", "miracle", Severity.HIGH)
CURE = finding("hype.cure", "cure", Severity.HIGH)
DOSE = finding("safety.unsupervised-dosing", "75 mg", Severity.HIGH)
VAGUE = finding("citation.vague-attribution", "Studies show", Severity.LOW)


def measured(*evidence: Evidence) -> list[Measurement]:
    names = dict.fromkeys(found.rule.split(".")[0] for found in evidence)
    return [Measurement(name, {}, tuple(e for e in evidence if e.rule.startswith(f"{name}."))) for name in names]


def test_a_reason_counts_and_quotes_the_text() -> None:
    (said,) = reasons(document(), measured(MIRACLE, CURE), (), MODEL)
    assert said == "2 exaggerated or promotional phrases: “miracle” and “cure”"


def test_a_suggestion_is_said_beside_its_quote() -> None:
    swaps = [finding("spun.swap", "soul cost", Severity.HIGH, "heart rate")]
    (said,) = reasons(document(), measured(*swaps), (), SPUN)
    assert said == "1 spun phrase: “soul cost” for “heart rate”"


def test_findings_to_an_article_s_credit_are_no_reasons() -> None:
    credit = [rule for name in lexicon.names() for rule in lexicon.load(name).rules if rule.category == "credit"]
    assert credit
    evidence = [finding(rule.id, "More research", Severity.LOW) for rule in credit]
    assert reasons(document(), measured(*evidence), (), MODEL) == ()
    (said,) = reasons(document(), measured(MIRACLE, *evidence), (), MODEL)
    assert "miracle" in said


def test_the_finding_that_opened_the_band_is_said_first() -> None:
    heavy = (MIRACLE, CURE, finding("hype.miracle", "amazing", Severity.HIGH))
    against = (Contribution("hype.terms_per_1000_words", 30.0, 5.0),)
    assert "75 mg" not in reasons(document(), measured(*heavy, DOSE), against, MODEL)[0]
    assert "75 mg" in reasons(document(), measured(*heavy, DOSE), against, DOSING)[0]


def test_a_weightier_finding_is_said_before_a_lighter_one() -> None:
    said = reasons(document(), measured(VAGUE, MIRACLE), (), MODEL)
    assert len(said) == 2
    assert "miracle" in said[0]


def test_what_the_model_held_against_the_article_is_said_earlier() -> None:
    one, other = finding("hype.miracle", "miracle", Severity.LOW), VAGUE
    plain = reasons(document(), measured(one, other), (), MODEL)
    moved = (Contribution("citation.share_vague", 1.0, 3.0),)
    assert reasons(document(), measured(one, other), moved, MODEL) == plain[::-1]


def test_without_findings_the_features_that_moved_the_model_are_named() -> None:
    parts = (
        Contribution("readability.health_grade", 17.5, 1.2),
        Contribution("citation.references_listed", 12.0, -0.9),
        Contribution("hype.terms_per_1000_words", 0.1, 0.01),
        Contribution("hype.hedges_per_1000_words", None, 0.0),
    )
    said = reasons(document(), [], parts, MODEL)
    assert len(said) == 2
    assert "readability.health_grade is 17.50" in said[0]
    assert "against" in said[0]
    assert "for the article" in said[1]


def test_at_most_six_reasons_and_no_quote_twice() -> None:
    many = [
        finding(rule.id, "Studies show", rule.severity)
        for name in ("safety", "transparency", "citation")
        for rule in lexicon.load(name).rules
        if rule.category != "credit"
    ]
    assert len(many) > 6
    assert len(reasons(document(), measured(*many), (), MODEL)) == 6
    (said,) = reasons(document(), measured(MIRACLE, MIRACLE, MIRACLE), (), MODEL)
    assert said.count("miracle") == 1
    assert said.startswith("3 ")


def test_a_long_quote_is_cut_at_a_word() -> None:
    text = "Nobody " + "knows exactly " * 30 + "why."
    long = Evidence("citation.claim-uncited", Span(0, len(text)), "m", Severity.MEDIUM)
    (said,) = reasons(segment(Article("a", text)), [Measurement("citation", {}, (long,))], (), MODEL)
    assert said.endswith(("knows …”", "exactly …”"))
    assert len(said) < 150
