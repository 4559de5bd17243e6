"""Safety: advice that can hurt, and the balance of what the article tells.

What it measures
    Doses and schedules, and among them those that readers are told to follow with no clinician in charge; advice to
    drop a medicine or to go without care; substances combined; garbled units. Beside them what a balanced article has:
    harms, contraindications, whom to ask, groups at risk, cost, size of the benefit, kind of evidence, alternatives,
    availability, earlier work, funding, outside comment (the questions of HealthNewsReview, Schwitzer 2008, PLoS
    Medicine 5:e95).

Why it matters
    By harm alone, an article that doses its readers comes before one that merely praises.

How
    A sentence is dosing advice when it holds an amount, schedule or booster, addresses the reader (imperative, “you”,
    “can be taken”), and neither it nor its neighbours in the block name a clinician or report a study. The substance
    meant is the one named in the sentence, else last before it. Plain mentions next to such advice become part of the
    finding. What an article mentions is found by ``lexicons/safety.toml``.

Limits
    The lists of substances are short; a dose told as a story (“I took two”) is not advice here. A mention of harm is
    counted, not judged.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from ... import lexicon
from ...types import BlockKind, Document, Evidence, Feature, Measurement, Sentence, Signal, Span
from . import mentions
from .advice import conditional, forbids, has_clinician, instructs, reports_study, warns
from .doses import Doses, doses_in
from .substances import Danger, Substances

_PER = "per 1,000 words"
_MENTIONS = (
    ("harms", "safety.harm-mentioned", "mentions of possible harm"),
    ("contraindications", "safety.contraindication", "mentions of contraindication or interaction"),
    ("referrals", "safety.see-a-doctor", "pointers to a health professional"),
    ("vulnerable_groups", "safety.vulnerable-group", "mentions of people who need more care"),
    ("costs", "safety.cost-mentioned", "mentions of cost"),
    ("benefit_figures", "safety.benefit-quantified", "figures on the size of an effect"),
    ("evidence_details", "safety.evidence-described", "mentions of study design or size"),
    ("alternatives", "safety.alternatives-mentioned", "mentions of other options"),
    ("availability_statements", "safety.availability-mentioned", "statements on availability or approval"),
    ("earlier_work", "safety.earlier-work", "mentions of earlier work"),
    ("funding_statements", "safety.funding-stated", "statements on funding or interests"),
    ("outside_comments", "safety.independent-comment", "signs of comment from outside"),
    ("prevalence_statements", "safety.prevalence-stated", "statements on how common a condition is"),
    ("release_mentions", "safety.release-reliance", "mentions of a press release or statement"),
)
_DANGERS = (
    ("unsupervised_doses", "safety.unsupervised-dosing", "dosing advice with no clinician, dangerous substances"),
    ("dosing_instructions", "safety.dosing-instructions", "dosing advice with no clinician, other substances"),
    ("combined_substances", "safety.combined-substances", "advice to combine substances"),
    ("corrupted_units", "safety.corrupted-unit", "garbled units and vital signs"),
    ("stop_medication_advice", "safety.stop-medication", "advice to drop a prescribed medicine"),
    ("instead_of_treatment", "safety.instead-of-treatment", "offers in place of medical care"),
    ("unattended_use", "safety.unattended-use", "mentions of use without a professional"),
    ("clinicians_set_aside", "safety.clinician-set-aside", "ways around clinicians, tests and prescriptions"),
)
FEATURES = (
    Feature("safety.doses_per_1000_words", _PER, "amounts of a substance"),
    *(Feature(f"safety.{name}_per_1000_words", _PER, meaning) for name, _, meaning in (*_DANGERS, *_MENTIONS)),
    Feature("safety.harm_share", "share", "harms among mentions of harm and figures on benefit; None without either"),
)

_NEAR = 3
_VIEW = 60
_ADVICE = frozenset({"safety.stop-medication", "safety.instead-of-treatment"})
_SET_ASIDE = "safety.clinician-set-aside"


def measure(document: Document) -> Measurement:
    """Return the safety measurement of ``document``; rates are None where it has no words."""
    rules = lexicon.load("safety")
    doses = [doses_in(document, sentence) for sentence in document.sentences]
    listed = tuple(_from_lexicon(document, rules))
    set_aside = sum(item.rule == _SET_ASIDE for item in listed)
    evidence = tuple(
        sorted(
            chain(
                listed,
                _dosing(document, doses, rules, set_aside),
                mentions.computed(document, rules),
            ),
            key=lambda e: (e.span, e.rule),
        )
    )
    values: dict[str, float | None] = dict.fromkeys((feature.name for feature in FEATURES), None)
    if document.words:
        per = 1000 / len(document.words)
        counts: dict[str, int] = {}
        for item in evidence:
            counts[item.rule] = counts.get(item.rule, 0) + 1
        values["safety.doses_per_1000_words"] = sum(len(d.amounts) for d in doses) * per
        for name, rule, _ in (*_DANGERS, *_MENTIONS):
            values[f"safety.{name}_per_1000_words"] = counts.get(rule, 0) * per
        harms, benefits = counts.get("safety.harm-mentioned", 0), counts.get("safety.benefit-quantified", 0)
        if harms + benefits:
            values["safety.harm_share"] = harms / (harms + benefits)
    return Measurement("safety", values, evidence)


def _from_lexicon(document: Document, rules: lexicon.Lexicon) -> Iterator[Evidence]:
    sentences = iter(document.sentences)
    sentence = next(sentences, None)
    for match in rules.find(document):
        while sentence is not None and match.first >= sentence.last:
            sentence = next(sentences, None)
        assert sentence is not None
        if match.rule.id in _ADVICE and (
            warns(document, sentence, match.first)
            or conditional(document, sentence, match.first)
            or reports_study(document, _view(sentence, match.first))
        ):
            continue
        yield _evidence(document, match.rule, match.span)


def _view(sentence: Sentence, word: int) -> Sentence:
    """Return the part of ``sentence`` around ``word``, so that a text without full stops costs no more."""
    return sentence._replace(first=max(sentence.first, word - _VIEW), last=min(sentence.last, word + _VIEW))


def _evidence(document: Document, rule: lexicon.Rule, span: Span) -> Evidence:
    return Evidence(rule.id, span, rule.say(document.quote(span)), rule.severity)


def _dosing(document: Document, doses: list[Doses], rules: lexicon.Lexicon, set_aside: int) -> Iterator[Evidence]:
    """Yield the sentences that dose the reader, and next to them those that name an amount.

    Where the text leads its reader past clinicians (``set_aside`` counts how often), a bare schedule is an instruction
    too, and naming a doctor does not mean that one is in charge.
    """
    if not any(d.amounts or d.booster or d.schedule for d in doses):
        return
    substances = Substances(document)
    supervised = not set_aside and any(has_clinician(document, s) for s in document.sentences)
    found: dict[int, str] = {}
    for i, sentence in enumerate(document.sentences):
        here = doses[i]
        listed = document.blocks[sentence.block].kind is BlockKind.LIST_ITEM
        told = instructs(document, sentence) or (set_aside and here.amounts and (here.schedule or listed))
        if not (here.amounts or here.booster) or not told:
            continue
        if forbids(document, sentence) or _in_charge(document, i):
            continue
        danger = substances.meant(sentence.first, sentence.last)
        alone = set_aside > 1 or (set_aside == 1 and danger >= Danger.UNKNOWN)
        if alone or danger >= Danger.TOXIC or (danger is Danger.PRESCRIPTION and not supervised):
            found[i] = "safety.unsupervised-dosing"
        elif not supervised and (here.schedule or here.booster):
            found[i] = "safety.dosing-instructions"
    for i, rule_id in list(found.items()):
        if rule_id == "safety.unsupervised-dosing":
            for j in range(max(0, i - _NEAR), min(len(doses), i + _NEAR + 1)):
                near = doses[j]
                telling = near.amounts or ((near.named or near.booster) and instructs(document, document.sentences[j]))
                if (
                    telling
                    and j not in found
                    and not _in_charge(document, j)
                    and not forbids(document, document.sentences[j])
                ):
                    found[j] = rule_id
    for i in sorted(found):
        yield _evidence(document, rules.rule(found[i]), document.sentences[i].span)


def _in_charge(document: Document, i: int) -> bool:
    """Say whether a clinician or a study governs sentence ``i``: named in it, or in its neighbours within the block."""
    own = document.sentences[i]
    if has_clinician(document, own) or reports_study(document, own):
        return True
    return any(
        document.sentences[j].block == own.block and has_clinician(document, document.sentences[j])
        for j in (i - 1, i + 1)
        if 0 <= j < len(document.sentences)
    )


SIGNAL = Signal("safety", FEATURES, measure)
