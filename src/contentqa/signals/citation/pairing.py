"""Pair every sentence with its source: in the sentence, carried over from the one before, or closing its paragraph.

The conventions are those of the project's label guide: attribution carries over to a sentence that refers back ("the
study", "they also found", "he said") or goes on inside the same quotation or the same run of results, and no further.
"""

from __future__ import annotations

import bisect
from collections.abc import Sequence

from ...types import BlockKind, Document, Span
from .references import Mark
from .sources import Attribution, SentenceWords, State

_RESULT_OPENERS = frozenset(
    "among compared overall those after however in by over at about nearly roughly of more most some only participants "
    "patients women men people children volunteers subjects they both half one two three four five".split()
)
_GROUPS = frozenset(
    "participants patients volunteers subjects group groups those placebo women men adults children people mice rats "
    "babies mothers smokers drinkers eaters users teens boys girls survivors".split()
)
_PAST = frozenset(
    "had were was did saw reported showed experienced improved lost gained died developed increased decreased declined fell "
    "dropped rose reduced lived received took ate drank remained found scored began became reached lowered raised".split()
)
_SECTION_GAP = 1


def pair(
    document: Document,
    words: Sequence[SentenceWords],
    own: Sequence[Attribution],
    links: Sequence[Span],
    marks: Sequence[Mark],
) -> list[State]:
    """Return the state of every sentence of ``document`` in order."""
    supported = _supported(document, links, marks)
    quoted = _quotations(document)
    states: list[State] = []
    speaker_known = False
    for i, sentence in enumerate(document.sentences):
        attribution = own[i]
        state = State.CITED if i in supported else attribution.state
        kind = document.blocks[sentence.block].kind
        previous = states[-1] if states and kind is not BlockKind.HEADING else State.UNCITED
        if i and document.blocks[document.sentences[i - 1].block].kind is BlockKind.HEADING:
            previous = State.UNCITED
        mentions = i > 0 and own[i - 1].named
        if attribution.anaphor == "person" and speaker_known:
            state = max(state, State.NAMED)
        elif attribution.anaphor in {"study", "group"}:
            state = max(state, previous, State.NAMED if mentions and previous is not State.UNCITED else State.UNCITED)
            if state is State.UNCITED:
                state = State.VAGUE
        elif state is State.UNCITED and previous is not State.UNCITED:
            if (quoted[i] and quoted[i] == quoted[i - 1]) or _continues(words[i]):
                state = previous
        if state is State.UNCITED and quoted[i] and i + 1 < len(own) and quoted[i + 1] == quoted[i]:
            state = max(state, min(own[i + 1].state, State.NAMED))
        speaker_known = speaker_known or attribution.named
        states.append(state)
    return states


def _continues(sentence: SentenceWords) -> bool:
    """Say whether a sentence without attribution plainly goes on with the results of the one before."""
    lower = sentence.lower
    if not lower:
        return False
    past = not _PAST.isdisjoint(lower)
    return past and (not _GROUPS.isdisjoint(lower) or lower[0] in _RESULT_OPENERS)


def _supported(document: Document, links: Sequence[Span], marks: Sequence[Mark]) -> set[int]:
    """Return the sentences that carry a supporting link or a listed mark, and those that a closing mark covers."""
    starts = [s.span.start for s in document.sentences]
    found: set[int] = set()
    for position in [span.start for span in links] + [mark.span.start for mark in marks if mark.listed]:
        at = bisect.bisect_right(starts, position) - 1
        if at < 0:
            continue
        found.add(at)
    return found


def _quotations(document: Document) -> list[int]:
    """Return for every sentence the number of the quotation that it opens in, goes on with or closes; 0 for none."""
    result: list[int] = []
    number = 0
    open_quote = False
    for sentence in document.sentences:
        text = document.quote(sentence.span)
        opens = text.count("“")
        closes = text.count("”")
        if not opens and not closes:
            straight = text.count('"')
            opens, closes = (straight + 1) // 2, straight // 2
            if straight % 2 and open_quote:
                opens, closes = closes, opens
        inside = open_quote or opens > 0
        if inside and not (open_quote):
            number += 1
        result.append(number if inside else 0)
        balance = opens - closes + (1 if open_quote else 0)
        open_quote = balance > 0
    return result
