"""Tell advice to a reader from a report about patients, and advice to do a thing from advice against it."""

from __future__ import annotations

from ...types import Document, Sentence

_IMPERATIVES = frozenset(
    "take start begin use dissolve swallow inject inhale snort smoke vape drink add increase titrate adjust repeat "
    "dose redose split cut consume eat measure weigh mix apply sip try double chew supplement microdose stack combine "
    "brew insert rub place put get buy go aim stick".split()
)
_MODALS = frozenset("can should may could must might".split())
_USED = frozenset(
    "taken used repeated increased added swallowed injected inhaled dissolved doubled adjusted consumed divided split "
    "followed applied mixed combined dosed".split()
)
_SECOND_PERSON = frozenset("you you'll your yourself".split())
_ADVISED = frozenset("recommend recommends recommended suggest suggests advise advises aim".split())
_LEAD_INS = frozenset(
    "then next first now simply just always once also and so to after second third finally instead only".split()
)
_AGAINST = frozenset(
    "not don't never avoid doesn't shouldn't cannot can't mustn't without before exceed exceeding unless".split()
)

_CLINICIANS = frozenset(
    "doctor doctors doctor's physician physicians clinician clinicians prescriber pharmacist pharmacists nurse nurses "
    "gp gps psychiatrist psychiatrists therapist therapists dermatologist cardiologist oncologist specialist "
    "specialists paediatrician pediatrician midwife dentist prescribed prescribes prescribe prescription supervised "
    "supervision hospital clinic provider providers professional professionals anaesthetist medically".split()
)
_STUDY = frozenset(
    "participants participant subjects volunteers trial trials study studies group groups arm placebo randomised "
    "randomized received receiving administered administering rats mice animals enrolled patients assigned regimen "
    "cohort researchers researcher investigators".split()
)


def instructs(document: Document, sentence: Sentence) -> bool:
    """Say whether ``sentence`` tells its reader to do something with a substance."""
    lower = document.lower
    first, last = sentence.first, sentence.last
    starts = [first, *_after_labels(document, sentence)]
    for start in starts:
        k = start
        while k < last and lower[k] in _LEAD_INS:
            k += 1
        if k < last and lower[k] in _IMPERATIVES:
            return True
    for k in range(first, last):
        word = lower[k]
        if word in _SECOND_PERSON and _any_near(lower, k + 1, min(last, k + 5), _IMPERATIVES | _ADVISED):
            return True
        if (
            word in _MODALS
            and k + 2 < last
            and lower[k + 1] == "be"
            and _any_near(lower, k + 2, min(last, k + 4), _USED)
        ):
            return True
        if word in _ADVISED and _any_near(
            lower, k + 1, min(last, k + 5), frozenset({"taking", "starting", "using", "dose"})
        ):
            return True
    return False


def _after_labels(document: Document, sentence: Sentence) -> list[int]:
    """Return the words that open a clause behind a colon, semicolon, dash or “, and”: each may start an instruction."""
    words, text, lower = document.words, document.text, document.lower
    found = []
    for k in range(sentence.first + 1, sentence.last):
        if lower[k] in _IMPERATIVES:
            between = text[words[k - 1].end : words[k].start]
            joined = lower[k - 1] in _LEAD_INS and lower[k - 1] != "to"
            if joined or any(mark in between for mark in ":;—–(,"):
                found.append(k)
    return found


def _any_near(lower: tuple[str, ...], first: int, last: int, words: frozenset[str]) -> bool:
    return any(lower[k] in words for k in range(first, last))


def warns(document: Document, sentence: Sentence, first: int) -> bool:
    """Say whether words before ``words[first]`` in the sentence turn it into advice against."""
    lower = document.lower
    return any(lower[k] in _AGAINST for k in range(max(sentence.first, first - 8), first))


def forbids(document: Document, sentence: Sentence) -> bool:
    """Say whether any word of ``sentence`` forbids or limits."""
    return any(word in _AGAINST for word in document.lower[sentence.first : sentence.last] if word != "before")


def conditional(document: Document, sentence: Sentence, first: int) -> bool:
    """Say whether ``words[first]`` stands in an if, when or who clause: a consequence is told, nothing is advised."""
    lower = document.lower
    return any(
        lower[k] in ("if", "when", "who", "people", "patients", "they", "she", "he", "to", "i", "we", "some", "many")
        for k in range(max(sentence.first, first - 4), first)
    )


def has_clinician(document: Document, sentence: Sentence) -> bool:
    """Say whether ``sentence`` puts a clinician or a prescription in charge."""
    return any(word in _CLINICIANS for word in document.lower[sentence.first : sentence.last])


def reports_study(document: Document, sentence: Sentence) -> bool:
    """Say whether ``sentence`` tells what was done in a study or to patients."""
    return any(word in _STUDY for word in document.lower[sentence.first : sentence.last])
