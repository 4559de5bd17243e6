"""The exceptions of contentqa; catching :class:`ContentQAError` catches them all."""

from __future__ import annotations

from .types import FailureKind


class ContentQAError(Exception):
    """Something contentqa could not do, said in words meant for the person running it."""


class ExtractionError(ContentQAError):
    """A file or string that yields no article to judge; ``kind`` names the cause for a batch's failure row."""

    def __init__(self, reason: str, kind: FailureKind) -> None:
        super().__init__(reason)
        self.kind = kind


class LexiconError(ContentQAError):
    """A lexicon file that breaks the format: the message names the file, the rule and the fault."""


class ModelError(ContentQAError):
    """A model folder that is missing, altered, or does not fit this version of the features."""


class RecordError(ContentQAError):
    """A line that is not a record of a known schema."""


class TrainingError(ContentQAError):
    """Labelled data that cannot be learned from: a missing column, one class only, too few groups."""
