"""Numbers for word forms, worked out once per distinct form and then looked up as rows of a matrix."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from . import grammar, terms
from .words import Facts, describe

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

FLAGS = ("opener", "auxiliary", "hidden_verb", "term")
COLUMN = {name: k for k, name in enumerate((*Facts._fields, *FLAGS))}
"""The position of every number of a form: the facts, and what the form may be the start of."""

_CACHED_FORMS = 100_000
_FIRST_ROWS = 4_096


class FormTable:
    """One row of numbers per form, as ``describe`` gives them.

    The table starts afresh when it is full, so that memory stays bounded over any number of articles.
    """

    def __init__(self, width: int, describe: Callable[[str], Sequence[float]]) -> None:
        self._rows = _Rows(width, describe)

    def look_up(self, forms: Sequence[str]) -> tuple[NDArray[numpy.intp], NDArray[numpy.float64]]:
        """Return for each form a key that is the same for the same form, and its row of numbers."""
        import numpy as np

        rows = self._rows
        if len(rows) > _CACHED_FORMS:
            rows.clear()
        keys = np.array([rows[form] for form in forms])
        return keys, rows.numbers[keys]


class _Rows(dict[str, int]):
    """The row of each form in ``numbers``; a form not met before gets the next one."""

    def __init__(self, width: int, describe: Callable[[str], Sequence[float]]) -> None:
        import numpy as np

        super().__init__()
        self.numbers = np.empty((_FIRST_ROWS, width))
        self._describe = describe

    def __missing__(self, form: str) -> int:
        import numpy as np

        row = len(self)
        if row == len(self.numbers):
            self.numbers = np.concatenate([self.numbers, np.empty_like(self.numbers)])
        self.numbers[row] = self._describe(form)
        self[form] = row
        return row


def _describe(form: str) -> tuple[float, ...]:
    facts, lower = describe(form), form.lower().replace("’", "'")
    flags = (
        lower in grammar.OPENERS,
        lower in grammar.AUXILIARIES,
        bool(facts.abstract) and grammar.verb_inside(lower) is not None,
        terms.may_start(lower),
    )
    return (*facts, *flags)


@functools.cache
def table() -> FormTable:
    """Return the table of forms as they are written: capitals mark a name, unless the form is passed in lower case."""
    return FormTable(len(COLUMN), _describe)
