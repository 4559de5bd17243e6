"""Pair every sentence with its source: in the sentence, carried over from the one before, or closing its paragraph.

The conventions are those of the project's label guide: attribution carries over to a sentence that refers back ("the
study", "they also found", "he said") or goes on inside the same quotation or the same run of results, and no further.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence

from ...types import BlockKind, Document, Span
from .references import Mark
from .sentence_words import SentenceWords
from .sources import Attribution, Back, State, even_quotes

_GROUPS = frozenset(
    "participants patients volunteers subjects group groups placebo women men adults children mice rats babies mothers "
    "smokers drinkers eaters users teens boys girls survivors infants parents those people kids symptoms "
    "rates rate score "
    "scores risk study trial percent odds likely mortality levels weight more less fewer better worse lower "
    "higher than "
    "greater greatest most none one two three four five six half".split()
)
_PAST = frozenset(
    "had were was did saw lost fell rose took ate drank found began became led held kept came gave went felt "
    "got made".split()
)
_PARTICIPLE_LEADS = frozenset(
    "is are be been being a an the of with and or by to for in on from have has having their its his her our "
    "your this that "
    "these those not more most less very also often commonly usually generally widely increased reduced".split()
)
_PRESENT = frozenset("is are can may might could should will has have need needs".split())
_OPENING = 8
_STUDY_WORDS = frozenset(
    "study trial participants patients volunteers researchers team findings results group groups placebo "
    "compared randomly "
    "assigned analysis data enrolled subjects authors followed measured women men adults children mice rats".split()
)
_QUOTE = re.compile('["“”]')
_NUMBER = re.compile(r"\d")
_PATIENCE = 1


def pair(
    document: Document,
    words: Sequence[SentenceWords],
    own: Sequence[Attribution],
    quoted: Sequence[int],
    links: Sequence[Span],
    marks: Sequence[Mark],
) -> list[State]:
    """Return the state of every sentence of ``document`` in order.

    ``quoted`` numbers the quotation that each sentence belongs to (0: none).
    """
    supported = _supported(document, links, marks)
    speakers = _speakers(own, quoted)
    states: list[State] = []
    thread = State.UNCITED
    silence = 0
    person_known = False
    for i, sentence in enumerate(document.sentences):
        attribution = own[i]
        state = State.CITED if i in supported else attribution.state
        if document.blocks[sentence.block].kind is BlockKind.HEADING:
            thread, silence = State.UNCITED, 0
        previous = states[-1] if states else State.UNCITED
        back = attribution.back
        if back is Back.PERSON:
            state = max(state, State.NAMED if person_known else previous)
        elif back is Back.BODY:
            state = max(state, thread, State.NAMED if person_known else State.UNCITED)
        elif back is Back.AUTHORS and document.article.metadata.author:
            state = max(state, State.NAMED)
        elif back in (Back.STUDY, Back.GROUP, Back.AUTHORS):
            state = max(state, thread, previous)
        elif back is Back.TOPIC and state <= State.VAGUE:
            state = max(state, previous, thread if _continues(words[i], thread) else State.UNCITED)
        elif state is State.UNCITED and _continues(words[i], thread):
            state = thread
        if state is State.UNCITED and i and words[i - 1].text.endswith((":", ";")):
            state = previous if previous is not State.UNCITED else state
        if quoted[i] and state < State.NAMED:
            state = max(state, speakers.get(quoted[i], State.UNCITED))
        if quoted[i] and attribution.speech:
            speakers[quoted[i]] = max(min(state, State.NAMED), speakers.get(quoted[i], State.UNCITED))
        about_study = _is_about_study(words[i])
        mention = max(state, attribution.mentions if about_study else State.UNCITED)
        if mention is State.VAGUE < thread and attribution.state is State.VAGUE:
            silence += 1
            if silence >= _PATIENCE:
                thread, silence = mention, 0
        elif mention is not State.UNCITED and (attribution.state or back is not Back.NOBODY or about_study):
            thread = max(thread, mention) if back is not Back.NOBODY else mention
            silence = 0
        elif about_study:
            silence = max(0, silence - 1)
        elif not quoted[i]:
            silence += 1
            if silence >= _PATIENCE:
                thread = State.UNCITED
        person_known = person_known or attribution.named
        states.append(state)
    return states


def _continues(sentence: SentenceWords, thread: State) -> bool:
    """Say whether a sentence without attribution plainly goes on with the results of the one before."""
    if thread is State.UNCITED:
        return False
    lower, present = sentence.lower, sentence.present
    if _PAST.isdisjoint(present) and not any(
        w.endswith("ed") and lower[k] not in _PARTICIPLE_LEADS for k, w in enumerate(lower[1:])
    ):
        return False
    if not _PRESENT.isdisjoint(lower[:_OPENING]):
        return False
    return not _GROUPS.isdisjoint(present) or _NUMBER.search(sentence.text) is not None


def _is_about_study(sentence: SentenceWords) -> bool:
    return not _STUDY_WORDS.isdisjoint(sentence.present)


def _supported(document: Document, links: Sequence[Span], marks: Sequence[Mark]) -> set[int]:
    """Return the sentences that carry a supporting link or a listed mark, and those that a closing mark covers.

    A mark behind the last full stop of a paragraph stands for the paragraph.
    """
    starts = [s.span.start for s in document.sentences]
    found: set[int] = set()
    for position in [span.start for span in links] + [mark.span.start for mark in marks if mark.listed]:
        at = bisect.bisect_right(starts, position) - 1
        if at >= 0:
            found.add(at)
    return found


def _speakers(own: Sequence[Attribution], quoted: Sequence[int]) -> dict[int, State]:
    """Return for every quotation how well its speaker is named, by the sentence that says who speaks.

    A quotation that nobody is said to speak goes on with the speaker of the sentence before it.
    """
    speakers: dict[int, State] = {}
    last = State.UNCITED
    for i, number in enumerate(quoted):
        if number:
            if own[i].speech:
                known = State.NAMED if own[i].back is Back.PERSON else min(own[i].state, State.NAMED)
                speakers[number] = max(speakers.get(number, State.UNCITED), known)
            elif number not in speakers:
                speakers[number] = last
        if number or own[i].speech:
            last = speakers.get(number, min(own[i].state, State.NAMED)) if number else min(own[i].state, State.NAMED)
        else:
            last = State.UNCITED
    return speakers


def quotations(document: Document, words: Sequence[SentenceWords]) -> tuple[list[int], list[bool]]:
    """Return for every sentence the number of the quotation it belongs to (0: none), and whether it starts inside one.

    A block that opens with a quotation mark while one is open goes on with it, as in speech over several paragraphs.
    """
    numbers: list[int] = []
    inside_at_start: list[bool] = []
    inside = False
    number = 0
    block = -1
    for sentence, (_, _, _, _, text, *_) in zip(document.sentences, words, strict=True):
        text = even_quotes(text)
        fresh = sentence.block != block
        block = sentence.block
        if fresh and inside and text[:1] not in '“"':
            inside = False
        continuing = fresh and inside
        started = inside and not continuing
        touched = inside
        for match in _QUOTE.finditer(text) if '"' in text or "“" in text or "”" in text else ():
            mark = match.group()
            if mark == "“" or (mark == '"' and (not inside or (continuing and match.start() == 0))):
                if not inside:
                    number += 1
                inside = touched = True
            else:
                inside = False
        numbers.append(number if touched else 0)
        inside_at_start.append(started)
    return numbers, inside_at_start
