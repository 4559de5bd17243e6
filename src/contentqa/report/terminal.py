"""Assessments as text for a terminal: the queue, one article in full, a rule. Renders; computes nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import IO

from rich.console import Console, Group
from rich.padding import Padding
from rich.rule import Rule as Line
from rich.table import Table
from rich.text import Text

from ..lexicon import Rule
from ..types import Assessment, Evidence, Failure, Label, Severity, criterion_feature

_STYLES = {Severity.HIGH: "bold red", Severity.MEDIUM: "yellow", Severity.LOW: "cyan"}
_LABELS = {Label.NEEDS_REVIEW: "needs review", Label.ACCEPTABLE: "acceptable"}
_REASONS_SHOWN = 3
_EVIDENCE_SHOWN = 200
_CONTEXT = 40
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def console(file: IO[str] | None = None, width: int | None = None) -> Console:
    """Return the console that reports are printed on; colours only where the terminal has them."""
    return Console(file=file, width=width, highlight=False, markup=False, emoji=False, soft_wrap=False)


def queue(results: Sequence[Assessment], failures: Sequence[Failure], by: str, harm_first: Sequence[str]) -> Group:
    """Return the moderator's queue in the order given, each item with its reasons."""
    parts: list[Text | Padding] = []
    for rank, result in enumerate(results, start=1):
        head = Text(f"{rank:>3}. ", style="bold")
        head.append(f"{getattr(result, by):.2f} ", style="bold magenta")
        head.append(f"{_LABELS[result.label]:<13}", style="red" if result.label is Label.NEEDS_REVIEW else "green")
        head.append(_plain(result.article.id), style="bold")
        if result.article.title and result.article.title != result.article.id:
            head.append(f"  {_short(result.article.title, 70)}", style="dim")
        parts.append(head)
        for reason in result.reasons[:_REASONS_SHOWN]:
            parts.append(Padding(Text(f"• {reason}"), (0, 0, 0, 10)))
    if harm_first:
        parts.append(Text(f"\nBy possible harm to a reader alone, first: {_plain(', '.join(harm_first))}"))
    parts.extend(_failed(failures))
    return Group(*parts)


def summary(results: Sequence[Assessment], failures: Sequence[Failure]) -> Text:
    """Return one line that counts what was scored."""
    flagged = sum(result.label is Label.NEEDS_REVIEW for result in results)
    return Text(
        f"{len(results)} scored: {flagged} to review, {len(results) - flagged} acceptable; {len(failures)} failed"
    )


def scores(results: Sequence[Assessment | Failure]) -> Group:
    """Return one line per article in the order read."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("id", "label", "probability", "priority", "title or reason"):
        table.add_column(name, justify="right" if name in ("probability", "priority") else "left", no_wrap=name == "id")
    for result in results:
        if isinstance(result, Failure):
            table.add_row(_plain(result.id), "failed", "", "", f"{result.kind}: {result.reason}")
        else:
            title = _short(result.article.title or "", 60)
            label = _LABELS[result.label]
            table.add_row(
                _plain(result.article.id), label, f"{result.probability:.2f}", f"{result.priority:.2f}", title
            )
    return Group(table)


def article(result: Assessment, plain: bool = False) -> Group:
    """Return everything measured about one article: verdict, reasons, each number, each quote, each contribution.

    Quotes stand in reverse video inside their context, or in [[double brackets]] where ``plain`` means no styles.
    """
    source = result.article
    parts: list[Text | Table | Line | Padding] = [
        Text(_plain(source.title or source.id), style="bold"),
        Text(
            f"{_LABELS[result.label]}: probability {result.probability:.2f}, priority {result.priority:.2f}, "
            f"uncertainty {result.uncertainty:.2f} ({result.model})"
        ),
    ]
    heads = ", ".join(f"{name} {'–' if value is None else f'{value:.2f}'}" for name, value in result.heads.items())
    if heads:
        parts.append(Text(f"heads: {heads}", style="dim"))
    about = [f"{k} {v}" for k, v in (("by", source.metadata.author), ("dated", source.metadata.date)) if v]
    parts.extend(Text(line, style="dim") for line in (*about, *source.notes))
    parts.append(Line("why", align="left"))
    parts.extend(Text(f"• {reason}") for reason in result.reasons)
    for measurement in result.measurements:
        parts.append(Line(measurement.signal, align="left"))
        table = Table(box=None, show_header=False, pad_edge=False)
        for name, value in measurement.values.items():
            table.add_row(name, "not measurable" if value is None else f"{value:.3g}")
        parts.append(table)
        for found in measurement.evidence[:_EVIDENCE_SHOWN]:
            parts.append(Padding(_finding(source.text, found, plain), (0, 0, 0, 2)))
        if len(measurement.evidence) > _EVIDENCE_SHOWN:
            parts.append(Text(f"  … and {len(measurement.evidence) - _EVIDENCE_SHOWN} more (--format json has all)"))
    if result.criteria:
        parts.append(
            Line("HealthNewsReview questions: probability that the article does not satisfy them", align="left")
        )
        table = Table(box=None, show_header=False, pad_edge=False)
        for name, criterion in result.criteria.items():
            state = "met at first sight" if criterion.present else "not met at first sight"
            table.add_row(criterion_feature(name), f"{criterion.probability:.2f}", state)
        parts.append(table)
    parts.append(Line("what moved the model (log-odds of needs_review)", align="left"))
    table = Table(box=None, show_header=False, pad_edge=False)
    for part in result.contributions:
        measured = "not measurable" if part.value is None else f"{part.value:.3g}"
        table.add_row(f"{part.log_odds:+.2f}", part.feature, measured)
    parts.append(table)
    return Group(*parts)


def rule(one: Rule) -> Group:
    """Return what a rule looks for, why, its source and its examples."""
    parts = [
        Text(one.id, style="bold"),
        Text(f"severity {one.severity}" + (f", category {one.category}" if one.category else "")),
        Text(f"says: {one.message}"),
        Text(f"why: {one.why}"),
        Text(f"source: {one.source} ({one.licence})"),
    ]
    parts.append(Text("terms: " + ("; ".join(one.terms) if one.terms else "computed, not a list")))
    parts.extend(Text(f"finds: {example}") for example in one.hit)
    parts.extend(Text(f"leaves: {example}") for example in one.miss)
    return Group(*parts)


def rules(listed: Sequence[Rule]) -> Table:
    """Return one line per rule."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("rule", no_wrap=True)
    table.add_column("severity")
    table.add_column("says")
    for one in listed:
        table.add_row(one.id, Text(one.severity, style=_STYLES[one.severity]), one.message)
    return table


def _failed(failures: Sequence[Failure]) -> list[Text | Padding]:
    if not failures:
        return []
    lines: list[Text | Padding] = [Text(f"\n{len(failures)} could not be scored:", style="bold")]
    lines.extend(
        Padding(Text(f"{_plain(failure.path or failure.id)}: {failure.reason}"), (0, 0, 0, 4)) for failure in failures
    )
    return lines


def _finding(text: str, found: Evidence, plain: bool) -> Text:
    start, end = found.span
    line = Text(f"{found.rule} ", style=_STYLES[found.severity])
    line.append("…" if start > _CONTEXT else "", style="dim")
    line.append(_folded(text[max(0, start - _CONTEXT) : start]), style="dim")
    quote = _folded(text[start:end])
    line.append(f"[[{quote}]]" if plain else quote, style="reverse")
    line.append(_folded(text[end : end + _CONTEXT]), style="dim")
    line.append(f"\n    {found.message}")
    if found.suggestion:
        line.append(f" → {found.suggestion}", style="bold")
    return line


def _plain(text: str) -> str:
    """Return ``text`` without characters that a terminal obeys: a file may have any name."""
    return _CONTROL.sub("\ufffd", text)


def _folded(text: str) -> str:
    return text.replace("\n", " ")


def _short(text: str, longest: int) -> str:
    folded = _plain(" ".join(text.split()))
    return folded if len(folded) <= longest else folded[: longest - 1] + "…"
