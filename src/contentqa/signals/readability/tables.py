"""Read the packaged tables of this signal."""

from __future__ import annotations

import gzip
from importlib import resources


def lines(table: str) -> list[str]:
    """Return the lines of ``tables/<table>``, a gzipped text file of the package."""
    packed = resources.files("contentqa").joinpath("tables", table).read_bytes()
    return gzip.decompress(packed).decode("utf-8").splitlines()
