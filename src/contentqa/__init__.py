"""contentqa reads health articles and says which ones a person should look at first, why, and where in the text.

>>> import contentqa
>>> assessment = contentqa.score(text)                      # doctest: +SKIP
>>> assessment.label, assessment.priority, assessment.reasons   # doctest: +SKIP

Names are loaded on first use, so that importing the package costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .errors import ContentQAError, ExtractionError, ModelError
    from .extraction import read_file
    from .model import load_triage
    from .scoring import measure, score, score_article
    from .segmentation import segment
    from .signals.readability import sentence_readability
    from .types import Article, Assessment, Document, Evidence, Failure, Label, Measurement, Span

_HOMES = {
    "ContentQAError": "errors",
    "ExtractionError": "errors",
    "ModelError": "errors",
    "read_file": "extraction",
    "load_triage": "model",
    "measure": "scoring",
    "score": "scoring",
    "score_article": "scoring",
    "segment": "segmentation",
    "sentence_readability": "signals.readability",
    "Article": "types",
    "Assessment": "types",
    "Document": "types",
    "Evidence": "types",
    "Failure": "types",
    "Label": "types",
    "Measurement": "types",
    "Span": "types",
}

__all__ = [
    "Article",
    "Assessment",
    "ContentQAError",
    "Document",
    "Evidence",
    "ExtractionError",
    "Failure",
    "Label",
    "Measurement",
    "ModelError",
    "Span",
    "__version__",
    "load_triage",
    "measure",
    "read_file",
    "score",
    "score_article",
    "segment",
    "sentence_readability",
]

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f".{_HOMES[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
