"""Measure an article behind its spin: on its text with the phrases restored that the spun signal found swapped.

Spinning launders hype (“promising” becomes “appealing”), so hype and certainty are measured once more on what was
meant. Signals never see one another; this step stands above them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from .segmentation import segment
from .signals import hype, spun
from .types import Document, Measurement


def hype_behind_the_spin(document: Document, measurements: Iterable[Measurement]) -> Measurement:
    """Return the hype measurement of ``document`` with its spun phrases restored; the plain one where none was swapped.

    Its evidence points into the restored text, not into ``document.text``: use its values, not its spans.
    """
    swapped = next((m for m in measurements if m.signal == "spun"), None)
    text = document.text if swapped is None else spun.restored(document, swapped)
    if text == document.text:
        return hype.measure(document)
    return hype.measure(segment(replace(document.article, text=text, blocks=(), links=())))


def restored(document: Document, measurements: Iterable[Measurement]) -> Measurement:
    """Return :func:`hype_behind_the_spin` as a measurement of its own, ``hype_restored``, without evidence."""
    behind = hype_behind_the_spin(document, measurements)
    return Measurement("hype_restored", {f"hype_restored.{k.partition('.')[2]}": v for k, v in behind.values.items()})
