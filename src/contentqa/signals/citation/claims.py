"""Which sentences state something checkable about health, and of what kind.

A linear model over the words of the sentence decides (models/claims-1.0, trained by ``contentqa.training.claims``);
the kinds are read off word stems and only name what a claim is about.
"""

from __future__ import annotations

import bisect
import functools
import itertools
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from ...model import Model, load, logistic
from ...types import BlockKind
from .sentence_words import SentenceWords
from .sources import Attribution, Back, State

MODEL = "claims-1.0"


class Claim(NamedTuple):
    """How likely a sentence is a claim, its kinds, and the words that speak most for it."""

    probability: float
    kinds: tuple[str, ...]
    cues: tuple[str, ...]


_STEMS = {
    "efficacy": "benefi effective efficac treat cure curing reliev relief heal heals healing prevent "
    "protect improv boost enhanc "
    "help helps helped allevi reduc lower eases eased soothe strengthen support remission recover combat "
    "detox cleans cut cuts",
    "harm": "risk harm danger side-effect toxic adverse death fatal dies died mortal damag worsen addict "
    "poison bleed overdos "
    "complicat contraindicat unsafe injur hazard suicid kill",
    "mechanism": "cause caus trigger affect increas decreas releas block inhibit stimulat activat produc "
    "leads leading regulat "
    "contain contribut result suppress absorb metabol convert interfer binds slow raises promot induc associat linked "
    "influenc impact",
    "statistic": "percent per-cent prevalen incidence rate rates likelihood average median million "
    "thousand half doubl tripl",
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
    "talk ask call see visit speak consult try avoid take use eat drink get make keep consider click read "
    "learn find join sign "
    "subscribe share follow contact check start stop choose add mix remember note please let don't do set go "
    "look limit "
    "discuss tell give include wear wash apply be buy order download think imagine watch".split()
)
_SUFFIX = re.compile(
    r"(itis|osis|emia|aemia|pathy|oma|algia|uria|ectomy|plasty|statin|mab|pril|olol|cillin|mycin|azole|idine|amine|gen|ase|ine"
    r"|ide|ol)s?$"
)
_DOSE = re.compile(r"\d\s?(?:mg|mcg|µg|g|ml|mL|IU)\b")
_DOSING = frozenset(
    "dose doses dosage dosages booster take taken taking administered given daily tablet tablets".split()
)
_REGULATORS = frozenset("fda ema mhra fda's fda-approved regulators".split())
_RULINGS = frozenset(
    "approved approves approval cleared clears licensed granted banned recalled withdrew fda-approved".split()
)
_TRIALS = frozenset("trial trials".split())
_RUNNING = frozenset("underway ongoing currently being".split())
_REMEMBERED = 200_000
_PREFIX_LENGTH = 5
_LENGTHS = (4, 7, 11, 18, 30)
_CUES = 3
_STRONG_CUE = 0.25
_SMALL_WORDS = frozenset(
    "the a an of in on to and or for with that this it is are was were be by as at from has have had can may "
    "# said says not "
    "their its they he she who which than more also when if but been".split()
)
# Made once, as the names of members of an Enum are slow to read.
_KIND = {kind: f"kind:{kind}" for kind in KINDS}
_STATE = tuple(f"state:{state.name}" for state in State)
_OWN = tuple(f"own:{state.name}" for state in State)


class _Kinds(dict[str, str | None]):
    """Word → the kind of claim it points to; worked out once a word."""

    def __missing__(self, word: str) -> str | None:
        kind = self[word] = _kind(word)
        return kind


def _kind(word: str) -> str | None:
    for size in range(min(len(word), _LONGEST), _SHORTEST - 1, -1):
        kind = _PREFIX.get(word[:size])
        if kind is not None and (size > _WHOLE or size == len(word)):
            return kind
    return None


_KIND_OF = _Kinds()


def numbered(lower: Sequence[str]) -> list[str]:
    """Return the words of a sentence with every number as ``#``."""
    return ["#" if w[0] <= "9" else w for w in lower]


def shape(
    sentence: SentenceWords, block: BlockKind, attribution: Attribution, state: State, follows_colon: bool
) -> list[str]:
    """Return the features of a sentence that lie neither in single words nor in pairs: form, attribution, kinds."""
    lower, text, capital = sentence.lower, sentence.text, sentence.capital
    count = len(lower)
    first = lower[0] if lower else ""
    end = text.rstrip("\"”’') ")[-1:]
    capitals = capital.count(True) - (True in capital[:1])
    found = [
        f"first:{first}",
        f"block:{block}",
        f"length:{bisect.bisect_right(_LENGTHS, count)}",
        f"end:{end if end and not end.isalnum() else 'none'}",
        f"capitals:{min(4, capitals * 8 // max(count, 1))}",
        _STATE[state],
        _OWN[attribution.state],
    ]
    if count > 1:
        found.append(f"first:{first} {lower[1]}")
    kinds = list(filter(None, map(_KIND_OF.__getitem__, lower)))
    found.append(f"kinds:{min(4, len(kinds))}")
    found += map(_KIND.__getitem__, set(kinds))
    if "?" in text:
        found.append("flag:question")
    if "%" in text or "percent" in sentence.present or "per cent" in text:
        found.append("flag:percent")
    if sentence.number:
        found.append("flag:number")
        if _DOSE.search(text):
            found.append("flag:dose")
    if "“" in text or '"' in text:
        found.append("flag:quote")
    if first in _IMPERATIVE:
        found.append("flag:imperative")
    if follows_colon:
        found.append("flag:after-colon")
    if attribution.speech:
        found.append("flag:speech")
    if attribution.named:
        found.append("flag:named")
    if attribution.back is Back.TOPIC:
        found.append("flag:topic")
    elif attribution.back is not Back.NOBODY:
        found.append("flag:back")
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
    return list(dict.fromkeys(numbered(sentence.lower)))


def training_features(sentence: SentenceWords, rest: Iterable[str]) -> Mapping[str, int]:
    """Return the features that a model learns from: words and their parts, pairs, and ``rest`` from :func:`shape`."""
    counts: Counter[str] = Counter()
    words = numbered(sentence.lower)
    for word in dict.fromkeys(words):
        counts[f"w:{word}"] = 1
        counts.update(word_parts(word))
    counts.update(dict.fromkeys((f"b:{a} {b}" for a, b in itertools.pairwise(words)), 1))
    counts.update(dict.fromkeys(rest, 1))
    return counts


class _Words(dict[str, float]):
    """Word → its weight; what an unknown word weighs is worked out once, from its parts."""

    def __init__(self, known: Mapping[str, float], rest: Mapping[str, float]) -> None:
        super().__init__(known)
        self.rest = rest

    def __missing__(self, word: str) -> float:
        weight = sum(self.rest.get(part, 0.0) for part in word_parts(word))
        if len(self) < _REMEMBERED:
            self[word] = weight
        return weight


class Detector:
    """The trained claim detector: a table of weights for words, pairs of words, and the shape of the sentence."""

    def __init__(self, model: Model) -> None:
        terms = model.estimator["terms"].tobytes().decode("utf-8").split("\n")
        weights = dict(zip(terms, model.estimator["weights"][:, 0].tolist(), strict=True))
        self._intercept = float(model.estimator["intercept"][0])
        self._rest = {name: w for name, w in weights.items() if not name.startswith(("w:", "b:"))}
        self._words = _Words({name[2:]: w for name, w in weights.items() if name.startswith("w:")}, self._rest)
        pairs = ((tuple(name[2:].split(" ")), w) for name, w in weights.items() if name.startswith("b:"))
        self._pairs: dict[tuple[str, ...], float] = dict(pairs)
        self._known_pairs = frozenset(self._pairs)
        self.threshold = float(model.metrics["threshold"])

    def judge(
        self, sentence: SentenceWords, block: BlockKind, attribution: Attribution, state: State, follows_colon: bool
    ) -> Claim:
        """Return how likely the sentence is a claim; kinds and cues are given where it is one."""
        words = numbered(sentence.lower) if sentence.number else sentence.lower
        unique = set(words) if sentence.number else sentence.present
        weights = list(map(self._words.__getitem__, unique))
        # Intersecting two sets looks pairs up by their stored hashes, which a dictionary would work out again.
        pairs = self._known_pairs.intersection(set(itertools.pairwise(words)))
        form = shape(sentence, block, attribution, state, follows_colon)
        log_odds = (
            self._intercept
            + math.fsum(weights)
            + math.fsum(map(self._pairs.__getitem__, pairs))
            + math.fsum(filter(None, map(self._rest.get, form)))
        )
        probability = logistic(log_odds)
        if probability < self.threshold:
            if not _certain(sentence, block):
                return Claim(probability, (), ())
            probability = self.threshold
        kinds = dict.fromkeys(filter(None, map(_KIND_OF.__getitem__, words)))
        cues = sorted((-own, word) for word, own in zip(unique, weights, strict=True) if own >= _STRONG_CUE)
        told = [word for _, word in cues if word not in _SMALL_WORDS]
        return Claim(probability, tuple(kinds)[:_CUES], tuple(told[:_CUES]))


def _certain(sentence: SentenceWords, block: BlockKind) -> bool:
    """Say whether a sentence names a dose of something taken, or the standing of a treatment with a regulator."""
    if block is BlockKind.HEADING or "?" in sentence.text:
        return False
    lower = sentence.present
    if not _REGULATORS.isdisjoint(lower) and not _RULINGS.isdisjoint(lower):
        return True
    if "phase" in lower and not _TRIALS.isdisjoint(lower):
        return not _RUNNING.isdisjoint(lower)
    return not _DOSING.isdisjoint(lower) and _DOSE.search(sentence.text) is not None


@functools.cache
def detector() -> Detector:
    """Return the packaged detector, loaded once."""
    return Detector(load(MODEL))
