"""The one pipeline: article → document → measurements → assessment."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from . import priority
from .criteria import QUESTIONS, criteria
from .errors import ContentQAError, ExtractionError
from .extraction import Source, read_file, read_text
from .language import foreign_language
from .model import DEFAULT, TriageModel, load_triage, logistic
from .reasons import reasons
from .restoration import restored
from .segmentation import segment
from .signals import SIGNALS
from .types import (
    Article,
    Assessment,
    Document,
    Failure,
    FailureKind,
    Label,
    Measurement,
    criterion_feature,
    feature_values,
)

FEWEST_WORDS = 50
_TERMINAL = frozenset(".!?")


def measure(document: Document) -> tuple[Measurement, ...]:
    """Return what every signal finds in ``document``, in the fixed order of the signals."""
    return tuple(signal.measure(document) for signal in SIGNALS)


def feature_names() -> tuple[str, ...]:
    """Return the names of all features a model may use: those of the signals in their order, then the criteria's."""
    measured = (feature.name for signal in SIGNALS for feature in signal.features)
    return (*measured, *(criterion_feature(name) for name in QUESTIONS))


def score(text: str, id: str = "text", title: str | None = None, model: str | Path = DEFAULT) -> Assessment:
    """Judge the article in ``text``.

    Raises ExtractionError when it cannot be judged (empty, under 50 words, not English, no sentences), and ModelError
    when ``model`` (a packaged name or a folder) cannot be used.
    """
    article = replace(read_text(text, id=id, title=title), sha256=sha256(text.encode("utf-8", "replace")).hexdigest())
    return score_article(article, load_triage(model))


def score_article(article: Article, model: TriageModel) -> Assessment:
    """Judge one extracted article; raises ExtractionError when it cannot be judged.

    Where the text is probably spun, hype is measured once more behind the spin (``hype_restored``): a spinner turns
    "promising" into "appealing".
    """
    document = segment(article)
    check(document)
    measurements = measure(document)
    if priority.is_spun(feature_values(measurements, {})):
        measurements += (restored(document, measurements),)
    return assess(document, measurements, model)


def score_source(source: Source, model: TriageModel) -> Assessment | Failure:
    """Judge one file. Whatever is wrong with it becomes a Failure that names the cause; nothing is raised."""
    try:
        return score_article(read_file(source.path, id=source.id), model)
    except ExtractionError as error:
        return Failure(source.id, str(error), error.kind, str(source.path))
    except ContentQAError:
        raise
    except Exception as error:
        reason = f"an error inside contentqa, please report it: {type(error).__name__}: {error}"
        return Failure(source.id, reason, FailureKind.INTERNAL, str(source.path))


def check(document: Document) -> None:
    """Raise ExtractionError when ``document`` is not an English article long enough to judge."""
    count = len(document.words)
    if count < FEWEST_WORDS:
        raise ExtractionError(
            f"too short to judge: {count} words, at least {FEWEST_WORDS} are needed", FailureKind.TOO_SHORT
        )
    language = foreign_language(document)
    if language is not None:
        raise ExtractionError(f"not English: it reads as {language}", FailureKind.NOT_ENGLISH)
    text = document.text
    if not any(_TERMINAL.intersection(text[s.span.end - 3 : s.span.end]) for s in document.sentences):
        raise ExtractionError("no sentences: nothing ends in a full stop", FailureKind.NO_SENTENCES)


def assess(document: Document, measurements: tuple[Measurement, ...], model: TriageModel) -> Assessment:
    """Return the verdict of ``model`` and of the priority bands on what was measured."""
    answers = criteria(document, measurements)
    values = feature_values(measurements, answers)
    evidence = tuple(found for m in measurements for found in m.evidence)
    head = model.heads[model.main]
    contributions = head.contributions(values)
    probability = logistic(head.intercept + sum(part.log_odds for part in contributions))
    chosen = priority.band(values, evidence)
    flagged = chosen is not priority.BANDS[-1] or probability >= model.threshold
    return Assessment(
        article=document.article,
        measurements=measurements,
        probability=probability,
        label=Label.NEEDS_REVIEW if flagged else Label.ACCEPTABLE,
        priority=priority.priority(chosen, probability),
        uncertainty=priority.uncertainty(probability, values, head.features),
        reasons=reasons(document, measurements, contributions, chosen),
        contributions=contributions,
        model=model.name,
        heads={name: h.probability(values) for name, h in model.heads.items()},
        criteria=answers,
    )
