"""Which sentences state something checkable about health, and of what kind.

A linear model over the words of the sentence decides (models/claims-1.0, trained by ``contentqa.training.claims``);
the kinds are read off word stems and only name what a claim is about.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from ...model import TermScorer, load, logistic
from ...types import BlockKind
from .sources import Attribution, Back, SentenceWords, State

MODEL = "claims-1.0"


class Claim(NamedTuple):
    """How likely a sentence is a claim, its kinds, and the words that speak most for it."""

    probability: float
    kinds: tuple[str, ...]
    cues: tuple[str, ...]


_STEMS = {
    "efficacy": "benefi effective efficac treat cure curing reliev relief heal heals healing prevent protect improv boost enhanc "
    "help helps helped allevi reduc lower eases eased soothe strengthen support remission recover combat detox cleans cut cuts",
    "harm": "risk harm danger side-effect toxic adverse death fatal dies died mortal damag worsen addict poison bleed overdos "
    "complicat contraindicat unsafe injur hazard suicid kill",
    "mechanism": "cause caus trigger affect increas decreas releas block inhibit stimulat activat produc leads leading regulat "
    "contain contribut result suppress absorb metabol convert interfer binds slow raises promot induc associat linked "
    "influenc impact",
    "statistic": "percent per-cent prevalen incidence rate rates likelihood average median million thousand half doubl tripl",
    "dose": "mg mcg milligram microgram gram grams dose doses dosage dosing daily capsule tablet",
    "diagnosis": "symptom diagnos detect screening prognos syndrome disorder infect disease condition",
    "study result": "study studies trial research found finding findings placebo participant evidence",
    "regulatory status": "approv licens guideline regulat banned legal recall fda",
}
KINDS: tuple[str, ...] = tuple(_STEMS)
_PREFIX = {stem: kind for kind, stems in reversed(_STEMS.items()) for stem in stems.split()}
_SHORTEST = 2
_LONGEST = max(map(len, _PREFIX))
_WHOLE = 3
_IMPERATIVE = frozenset(
    "talk ask call see visit speak consult try avoid take use eat drink get make keep consider click read learn find join sign "
    "subscribe share follow contact check start stop choose add mix remember note please let don't do set go look limit "
    "discuss tell give include wear wash apply be buy order download think imagine watch".split()
)
_SUFFIX = re.compile(
    r"(itis|osis|emia|aemia|pathy|oma|algia|uria|ectomy|plasty|statin|mab|pril|olol|cillin|mycin|azole|idine|amine|gen|ase|ine"
    r"|ide|ol)s?$"
)
_DOSE = re.compile(r"\d\s?(?:mg|mcg|µg|g|ml|mL|IU)\b")
_PREFIX_LENGTH = 5
_LENGTHS = (4, 7, 11, 18, 30)
_CUES = 3
_STRONG_CUE = 0.25
_SMALL_WORDS = frozenset(
    "the a an of in on to and or for with that this it is are was were be by as at from has have had can may # said says not "
    "their its they he she who which than more also when if but been".split()
)


@functools.cache
def kind_of(word: str) -> str | None:
    """Return the kind of claim that ``word`` (lower case) points to, None when it points to none."""
    for size in range(min(len(word), _LONGEST), _SHORTEST - 1, -1):
        kind = _PREFIX.get(word[:size])
        if kind is not None and (size > _WHOLE or size == len(word)):
            return kind
    return None


def shape(sentence: SentenceWords, block: BlockKind, attribution: Attribution, state: State, follows_colon: bool) -> list[str]:
    """Return the features of a sentence that do not lie in single words: word pairs, form, attribution, kinds."""
    lower, text = sentence.lower, sentence.text
    words = ["#" if w[0].isdigit() else w for w in lower]
    found = [f"b:{a} {b}" for a, b in zip(words, words[1:], strict=False)]
    count = len(words)
    first = words[0] if words else ""
    end = text.rstrip("\"”’') ")[-1:]
    capitals = sum(1 for c in sentence.cased[1:] if c[0].isupper())
    found += [
        f"first:{first}",
        f"block:{block.value}",
        f"length:{sum(count >= limit for limit in _LENGTHS)}",
        f"end:{end if end and not end.isalnum() else 'none'}",
        f"capitals:{min(4, capitals * 8 // max(count, 1))}",
        f"state:{state.name}",
        f"own:{attribution.state.name}",
    ]
    if count > 1:
        found.append(f"first:{first} {words[1]}")
    kinds = [kind for kind in map(kind_of, lower) if kind]
    found.append(f"kinds:{min(4, len(kinds))}")
    found += [f"kind:{kind}" for kind in set(kinds)]
    flags = {
        "question": "?" in text,
        "percent": "%" in text or "percent" in lower or "per cent" in text,
        "dose": _DOSE.search(text) is not None,
        "number": "#" in words,
        "quote": "“" in text or '"' in text,
        "imperative": first in _IMPERATIVE,
        "after-colon": follows_colon,
        "speech": attribution.speech,
        "named": attribution.named,
        "back": attribution.back not in {Back.NOBODY, Back.TOPIC},
        "topic": attribution.back is Back.TOPIC,
    }
    found += [f"flag:{name}" for name, present in flags.items() if present]
    return found


def word_parts(word: str) -> Iterable[str]:
    """Yield the features by which an unknown word resembles known ones: its opening, its medical ending."""
    if len(word) > _PREFIX_LENGTH:
        yield f"p:{word[:_PREFIX_LENGTH]}"
        match = _SUFFIX.search(word)
        if match:
            yield f"s:{match.group(1)}"


def unique_words(sentence: SentenceWords) -> list[str]:
    """Return the different words of a sentence, every number as ``#``."""
    return list(dict.fromkeys("#" if w[0].isdigit() else w for w in sentence.lower))


def training_features(sentence: SentenceWords, rest: Iterable[str]) -> Mapping[str, int]:
    """Return the features that the model is trained on: every word with its parts, and ``rest`` from :func:`shape`."""
    counts: Counter[str] = Counter()
    for word in unique_words(sentence):
        counts[f"w:{word}"] = 1
        counts.update(word_parts(word))
    counts.update(dict.fromkeys(rest, 1))
    return counts


class Detector:
    """The trained claim detector: one table look-up a word."""

    def __init__(self) -> None:
        model = load(MODEL)
        self._scorer = TermScorer(model)
        self.threshold = float(model.metrics["threshold"])

    def judge(
        self, sentence: SentenceWords, block: BlockKind, attribution: Attribution, state: State, follows_colon: bool
    ) -> Claim:
        """Return how likely the sentence is a claim; kinds and cues are given where it is one."""
        weight = self._scorer.weight
        words = unique_words(sentence)
        features = shape(sentence, block, attribution, state, follows_colon)
        strengths: list[tuple[float, str]] = []
        for word in words:
            known = weight(f"w:{word}")
            if known is None:
                features.extend(word_parts(word))
            else:
                strengths.append((known[0], word))
        probability = logistic(self._scorer.scores(features)[0] + sum(strength for strength, _ in strengths))
        if probability < self.threshold:
            return Claim(probability, (), ())
        kinds = Counter(kind for kind in map(kind_of, sentence.lower) if kind)
        strengths.sort(key=lambda s: (-s[0], s[1]))
        cues = tuple(w for s, w in strengths if s >= _STRONG_CUE and w not in _SMALL_WORDS)[:_CUES]
        return Claim(probability, tuple(kind for kind, _ in kinds.most_common(_CUES)), cues)


@functools.cache
def detector() -> Detector:
    """Return the packaged detector, loaded once."""
    return Detector()
