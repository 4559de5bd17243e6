"""The nouns of contentqa: frozen values that pass from one step of the pipeline to the next.

Every position in this package is an offset in code points into :attr:`Article.text`, half-open as in a Python slice.
``None`` always means "not measurable here", never zero. This module imports the standard library alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class Span(NamedTuple):
    """A half-open range of code points in :attr:`Article.text`."""

    start: int
    end: int


class Severity(StrEnum):
    """How much a finding should weigh with the person who reads it."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Label(StrEnum):
    """The verdict of a model: may the article stand as it is, or should a person look at it first?"""

    ACCEPTABLE = "acceptable"
    NEEDS_REVIEW = "needs_review"


class BlockKind(StrEnum):
    """What a stretch of text is on the page."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    LIST_ITEM = "list_item"


class Block(NamedTuple):
    """A paragraph, heading or list item; ``span`` leaves out list markers and surrounding white space."""

    kind: BlockKind
    span: Span


class Sentence(NamedTuple):
    """One sentence: its span, the index of its block, and its words as ``Document.words[first:last]``."""

    span: Span
    block: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Link:
    """A hyperlink: the span of its anchor text, and its target (empty when the anchor leads nowhere)."""

    span: Span
    url: str


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the page says about itself; None where it says nothing. ``date`` is ISO 8601 (YYYY-MM-DD)."""

    author: str | None = None
    date: str | None = None
    publisher: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """One article as it was read: its text is settled here and never changes after.

    ``blocks`` holds the structure that the markup states; it is empty for plain text, where segmentation infers it.
    ``sha256`` is the hex digest of the bytes that were read (of the UTF-8 text where there was no file).
    ``notes`` says in words what extraction decided or removed.
    """

    id: str
    text: str
    title: str | None = None
    links: tuple[Link, ...] = ()
    metadata: Metadata = Metadata()
    format: str = "text"
    notes: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()
    path: str | None = None
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """An article cut up once, for every signal to share.

    ``words`` are the spans of word tokens (a hyphenated compound is one word) and ``lower`` their lower-case forms with
    straight apostrophes, index by index. Sentences never cross blocks.
    """

    article: Article
    blocks: tuple[Block, ...]
    sentences: tuple[Sentence, ...]
    words: tuple[Span, ...]
    lower: tuple[str, ...]

    @property
    def text(self) -> str:
        """The text that every span refers to."""
        return self.article.text

    def quote(self, span: Span) -> str:
        """Return the exact text under ``span``."""
        return self.article.text[span.start : span.end]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A finding: a rule pointed at a real, non-empty stretch of the text.

    ``suggestion`` is the wording that would mend it, or None when there is none to offer.
    """

    rule: str
    span: Span
    message: str
    severity: Severity
    suggestion: str | None = None


@dataclass(frozen=True, slots=True)
class Feature:
    """A number that a signal measures: its full name, its unit, and what it means."""

    name: str
    unit: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Measurement:
    """What one signal found in one document: every feature it declares (None: not measurable), and its evidence."""

    signal: str
    values: Mapping[str, float | None]
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Signal:
    """A kind of measurement: its name, the features it promises for every document, and the function that measures."""

    name: str
    features: tuple[Feature, ...]
    measure: Callable[[Document], Measurement]


class Contribution(NamedTuple):
    """How far one feature moved the model's score, in log-odds of ``needs_review``."""

    feature: str
    value: float | None
    log_odds: float


@dataclass(frozen=True, slots=True)
class Criterion:
    """One of the HealthNewsReview questions: the probability that the article does not satisfy it, and the evidence."""

    probability: float
    present: bool
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Assessment:
    """One article judged.

    ``probability``: calibrated probability of ``needs_review``. ``priority``: 0 to 1, how soon a person should look.
    ``uncertainty``: 0 to 1, how little the model knows. ``heads``: the calibrated probabilities of concern behind the
    main one, None where the model has no such head. ``reasons``: plain sentences, the weightiest first.
    """

    article: Article
    measurements: tuple[Measurement, ...]
    probability: float
    label: Label
    priority: float
    uncertainty: float
    reasons: tuple[str, ...]
    contributions: tuple[Contribution, ...]
    model: str
    heads: Mapping[str, float | None] = field(default_factory=dict)
    criteria: Mapping[str, Criterion] = field(default_factory=dict)

    @property
    def values(self) -> dict[str, float | None]:
        """Every measured feature by its full name, the probabilities of the criteria among them."""
        return feature_values(self.measurements, self.criteria)

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """All findings of all signals, signal by signal."""
        return tuple(e for m in self.measurements for e in m.evidence)


def criterion_feature(name: str) -> str:
    """Return the name under which the probability of the criterion ``name`` is a feature."""
    return f"criteria.{name}"


def feature_values(measurements: tuple[Measurement, ...], criteria: Mapping[str, Criterion]) -> dict[str, float | None]:
    """Return all features of an article by full name: what the signals measured, and the criteria's probabilities."""
    measured = {name: value for m in measurements for name, value in m.values.items()}
    return {**measured, **{criterion_feature(name): one.probability for name, one in criteria.items()}}


class FailureKind(StrEnum):
    """Why an article could not be judged."""

    UNREADABLE = "unreadable"
    EMPTY = "empty"
    BINARY = "binary"
    UNSUPPORTED = "unsupported_format"
    TOO_LARGE = "too_large"
    TOO_SHORT = "too_short"
    NOT_ENGLISH = "not_english"
    NO_SENTENCES = "no_sentences"
    NO_TEXT = "no_text"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True)
class Failure:
    """An article that could not be judged, and why, in words that name the cause."""

    id: str
    reason: str
    kind: FailureKind
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What a moderator decided about one text. ``time`` is ISO 8601 in UTC."""

    article_id: str
    sha256: str
    label: Label
    note: str
    reviewer: str
    time: str
    model: str
