"""An Assessment or Failure ⇄ one JSON object (schema 1), and → one row of a CSV table."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any

from .errors import RecordError
from .types import (
    Article,
    Assessment,
    Contribution,
    Criterion,
    Evidence,
    Failure,
    FailureKind,
    Label,
    Link,
    Measurement,
    Metadata,
    Severity,
    Span,
)

SCHEMA = 1
_DIGITS = 6
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_LEADING = ("id", "path", "title", "label", "probability", "priority", "uncertainty", "reasons", "failure", "reason")


def to_record(result: Assessment | Failure, version: str) -> dict[str, Any]:
    """Return ``result`` as the JSON object of schema 1; ``version`` is that of the contentqa that made it.

    Numbers are rounded to six decimals. Beside the fields of the schema an assessment carries what extraction found:
    ``metadata``, ``links`` (spans and targets), ``format`` and ``notes``.
    """
    if isinstance(result, Failure):
        return {
            "schema": SCHEMA,
            "kind": "failure",
            "id": result.id,
            "path": result.path,
            "reason": result.reason,
            "failure": str(result.kind),
        }
    article = result.article
    metadata = article.metadata
    return {
        "schema": SCHEMA,
        "kind": "assessment",
        "id": article.id,
        "path": article.path,
        "title": article.title,
        "sha256": article.sha256,
        "text": article.text,
        "format": article.format,
        "metadata": {
            "author": metadata.author,
            "date": metadata.date,
            "publisher": metadata.publisher,
            "url": metadata.url,
        },
        "links": [{"start": link.span.start, "end": link.span.end, "url": link.url} for link in article.links],
        "notes": list(article.notes),
        "label": str(result.label),
        "probability": _rounded(result.probability),
        "priority": _rounded(result.priority),
        "uncertainty": _rounded(result.uncertainty),
        "heads": {name: _rounded(value) for name, value in result.heads.items()},
        "reasons": list(result.reasons),
        "signals": {
            m.signal: {
                "values": {name: _rounded(value) for name, value in m.values.items()},
                "evidence": [_evidence(found, article.text) for found in m.evidence],
            }
            for m in result.measurements
        },
        "criteria": {
            name: {
                "probability": _rounded(criterion.probability),
                "present": criterion.present,
                "evidence": [_evidence(found, article.text) for found in criterion.evidence],
            }
            for name, criterion in result.criteria.items()
        },
        "contributions": [
            {"feature": c.feature, "value": _rounded(c.value), "log_odds": _rounded(c.log_odds)}
            for c in result.contributions
        ],
        "model": result.model,
        "version": version,
    }


def from_record(record: dict[str, Any]) -> Assessment | Failure:
    """Return the result that ``record`` describes; raises RecordError when it is not a record of schema 1."""
    try:
        if record["schema"] != SCHEMA:
            raise RecordError(f"schema {record['schema']!r} is not known; this version reads schema {SCHEMA}")
        if record["kind"] == "failure":
            return Failure(record["id"], record["reason"], FailureKind(record["failure"]), record["path"])
        return Assessment(
            article=Article(
                id=record["id"],
                text=record["text"],
                title=record["title"],
                links=tuple(Link(Span(x["start"], x["end"]), x["url"]) for x in record.get("links", ())),
                metadata=Metadata(**record.get("metadata", {})),
                format=record.get("format", "text"),
                notes=tuple(record.get("notes", ())),
                path=record["path"],
                sha256=record["sha256"],
            ),
            measurements=tuple(
                Measurement(name, part["values"], tuple(_from_evidence(e) for e in part["evidence"]))
                for name, part in record["signals"].items()
            ),
            probability=record["probability"],
            label=Label(record["label"]),
            priority=record["priority"],
            uncertainty=record["uncertainty"],
            reasons=tuple(record["reasons"]),
            contributions=tuple(Contribution(c["feature"], c["value"], c["log_odds"]) for c in record["contributions"]),
            model=record["model"],
            heads=record["heads"],
            criteria={
                name: Criterion(c["probability"], c["present"], tuple(_from_evidence(e) for e in c["evidence"]))
                for name, c in record["criteria"].items()
            },
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise RecordError(f"not a record of schema {SCHEMA}: {type(error).__name__}: {error}") from error


def to_line(result: Assessment | Failure, version: str) -> str:
    """Return the record of ``result`` as one line of JSON, without its line end."""
    line = json.dumps(to_record(result, version), ensure_ascii=False, allow_nan=False)
    # A path may hold bytes that are not UTF-8, as surrogates; their backslash form is the JSON escape.
    return line.encode("utf-8", "backslashreplace").decode("utf-8")


def read_lines(path: Path, interrupted: bool = False) -> Iterator[Assessment | Failure]:
    """Yield the results in a JSON Lines file; raises RecordError naming the file and line that is wrong.

    In an ``interrupted`` run a last line that was not written to its end is left out instead.
    """
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip() or (interrupted and not line.endswith(b"\n")):
                continue
            try:
                yield from_record(json.loads(line))
            except (ValueError, RecordError) as error:
                raise RecordError(f"{path}, line {number}: {error}") from error


def write_csv(results: Iterable[Assessment | Failure], file: IO[str], features: Sequence[str]) -> None:
    """Write one row per result: the verdict, the reasons, and every feature in ``features``.

    Text that a spreadsheet would run as a formula is prefixed with an apostrophe.
    """
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow([*_LEADING, *features])
    for result in results:
        writer.writerow(_row(result, features))


def _row(result: Assessment | Failure, features: Sequence[str]) -> list[str | float | None]:
    if isinstance(result, Failure):
        lead = [result.id, result.path, None, None, None, None, None, None, str(result.kind), result.reason]
        return [*map(_safe, lead), *(None for _ in features)]
    values = result.values
    numbers = [_rounded(n) for n in (result.probability, result.priority, result.uncertainty)]
    reasons = "; ".join(result.reasons)
    article = result.article
    text = [_safe(t) for t in (article.id, article.path, article.title, str(result.label))]
    return [*text, *numbers, _safe(reasons), None, None, *(_rounded(values.get(name)) for name in features)]


def _safe(text: str | None) -> str | None:
    return f"'{text}" if text and text.startswith(_FORMULA_STARTS) else text


def _evidence(found: Evidence, text: str) -> dict[str, Any]:
    return {
        "rule": found.rule,
        "start": found.span.start,
        "end": found.span.end,
        "quote": text[found.span.start : found.span.end],
        "message": found.message,
        "severity": str(found.severity),
        "suggestion": found.suggestion,
    }


def _from_evidence(record: dict[str, Any]) -> Evidence:
    return Evidence(
        rule=record["rule"],
        span=Span(record["start"], record["end"]),
        message=record["message"],
        severity=Severity(record["severity"]),
        suggestion=record["suggestion"],
    )


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(float(value), _DIGITS)
