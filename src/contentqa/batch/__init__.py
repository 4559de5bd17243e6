"""Score many files on one machine: one result per file, in the order given, whatever happens to any of them."""

from .pool import score_sources

__all__ = ["score_sources"]
