"""Decide whether a hype word found in a text is hype there.

The tests follow the annotation guideline of Millar, Batalo & Budgell (2022, JAMA Network Open 5:e2228676, supplement):
a word counts when it glamorises, so it does not count where the sentence denies it, quotes it to disagree, hedges and
quantifies it, uses it as a technical term, or where it is part of a name.
"""

from __future__ import annotations

import re

from ...types import Document, Sentence

_NEGATORS = frozenset(
    "no not never neither nor without hardly cannot nothing nobody none isn't aren't wasn't weren't don't doesn't "
    "didn't won't wouldn't can't couldn't shouldn't hasn't haven't hadn't ain't unlikely lacks lack "
    "lacking less".split()
)
_NOT_NEGATING = frozenset("only just merely doubt short wonder".split())
_CLAUSE_WORDS = frozenset("but although though however while whereas yet because since which who".split())
_DENYING_PAIRS = frozenset({("rather", "than"), ("far", "from"), ("instead", "of")})
_VIEW = 60
_NEGATION_REACH = 6
_SUBJECTS = frozenset("nobody none nothing neither nowhere".split())
_SUBJECT_REACH = 12
_BREAK = re.compile(r"[,;:()\[\]—–]|\s-\s")

_DISTANCING = frozenset(
    "so-called supposed supposedly purported purportedly alleged allegedly myth myths hype hyped overhyped touted "
    "touting beware wary skeptical sceptical skeptics sceptics debunk debunked debunking scam scams fake bogus quack "
    "quackery fraud fraudulent misleading exaggerated exaggerate exaggerates overstated overblown unfounded unproven "
    "dubious claims claim claiming claimed warned warns caution cautioned cautions cautious "
    "misconception falsely".split()
)
_SPEAKING = frozenset("said says say called calls hailed hails described describes told dubbed termed".split())
_QUOTED_WORDS = 6
_OPENING, _CLOSING = "“\"‘'", "”\"’'"

_HEDGES = frozenset(
    "may might could appears appear appeared seems seem seemed suggests suggest suggested possibly perhaps potentially "
    "preliminary early small pilot limited tentative tentatively cautiously".split()
)

_TECHNICAL_AFTER = {
    "breakthrough": frozenset(
        "therapy pain bleeding seizure seizures infection infections case cases cancer symptoms symptom designation "
        "disease fever device".split()
    ),
    "massive": frozenset("transfusion haemorrhage hemorrhage bleeding stroke heart".split()),
    "dramatic": frozenset("arts art play society".split()),
    "magic": frozenset("mushroom mushrooms mouthwash angle".split()),
    "next-generation": frozenset("sequencing sequencers".split()),
    "generation": frozenset("sequencing sequencers".split()),
    "transformational": frozenset("leadership grammar".split()),
    "unmatched": frozenset("controls control pairs samples donor donors data sibling".split()),
    "toxin-free": frozenset("mice mouse".split()),
    "detox": frozenset("unit units centre center ward clinic program programme facility".split()),
    "unprecedented": frozenset("times".split()),
    "revolutionary": frozenset("war wars guard guards party army forces era".split()),
    "stellar": frozenset("mass winds evolution cell cells".split()),
}
_TECHNICAL_BEFORE = {
    "detox": frozenset("alcohol drug opioid heroin inpatient medical hospital".split()),
    "detoxes": frozenset("alcohol drug opioid".split()),
    "instantly": frozenset("died killed die almost".split()),
}
_NAME_BREAK = frozenset("the a an and or of in to for".split())


def excused(document: Document, sentence: Sentence, first: int, last: int, weak: bool) -> bool:
    """Say whether ``words[first:last]`` is no hype in ``sentence``; ``weak`` words are excused by hedged figures."""
    sentence = sentence._replace(
        first=max(sentence.first, first - _VIEW),
        last=min(sentence.last, last + _VIEW),
    )
    return (
        _negated(document, sentence, first)
        or _disowned(document, sentence, first, last)
        or _technical(document, sentence, first, last)
        or _name(document, sentence, first, last)
        or (weak and _hedged_and_quantified(document, sentence))
    )


def _negated(document: Document, sentence: Sentence, first: int) -> bool:
    lower, words, text = document.lower, document.words, document.text
    for k in range(first - 1, max(sentence.first, first - _SUBJECT_REACH) - 1, -1):
        if _BREAK.search(text, words[k].end, words[k + 1].start) or lower[k] in _CLAUSE_WORDS:
            return False
        if lower[k] in _NEGATORS and (first - k <= _NEGATION_REACH or lower[k] in _SUBJECTS):
            return lower[k + 1] not in _NOT_NEGATING
        if k > sentence.first and (lower[k - 1], lower[k]) in _DENYING_PAIRS:
            return True
    return False


def _disowned(document: Document, sentence: Sentence, first: int, last: int) -> bool:
    """Say whether the writer keeps a distance: by words nearby, or by quotation marks that quote no speaker."""
    near = range(max(sentence.first, first - 8), min(sentence.last, last + 8))
    if any(document.lower[k] in _DISTANCING for k in near if not first <= k < last):
        return True
    start, end = document.words[first].start, document.words[last - 1].end
    text = document.text
    quoted = start > 0 and text[start - 1] in _OPENING and end < len(text) and text[end] in _CLOSING
    spoken = not _SPEAKING.isdisjoint(document.lower[sentence.first : sentence.last])
    return quoted and not spoken and last - first < _QUOTED_WORDS


def _technical(document: Document, sentence: Sentence, first: int, last: int) -> bool:
    lower = document.lower
    if last < sentence.last and lower[last] in _TECHNICAL_AFTER.get(lower[last - 1], ()):
        return True
    return first > sentence.first and lower[first - 1] in _TECHNICAL_BEFORE.get(lower[first], ())


def _name(document: Document, sentence: Sentence, first: int, last: int) -> bool:
    """Capitals in running text, with a neighbour in capitals: Hope Hospital, the Breakthrough Foundation."""
    text, words = document.text, document.words
    if first == sentence.first or not all(text[words[k].start].isupper() for k in range(first, last)):
        return False
    body = range(sentence.first, sentence.last)
    capital = sum(text[words[k].start].isupper() for k in body)
    if capital * 2 > len(body):
        return False
    neighbours = [k for k in (first - 1, last) if sentence.first < k < sentence.last]
    return any(text[words[k].start].isupper() and document.lower[k] not in _NAME_BREAK for k in neighbours)


def _hedged_and_quantified(document: Document, sentence: Sentence) -> bool:
    body = document.lower[sentence.first : sentence.last]
    return any(word in _HEDGES for word in body) and any(word[0].isdigit() for word in body)
