"""The signals in their fixed order: this tuple is the schema that models are trained on.

A signal measures; it never judges, never imports another signal, and never imports scikit-learn.
"""

from ..types import Signal
from . import citation, hype, readability, safety, spun, transparency

SIGNALS: tuple[Signal, ...] = (
    readability.SIGNAL,
    citation.SIGNAL,
    hype.SIGNAL,
    spun.SIGNAL,
    transparency.SIGNAL,
    safety.SIGNAL,
)
"""Every signal, in the order of their columns."""
