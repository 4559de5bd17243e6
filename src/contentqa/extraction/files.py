"""Which files a command reads, and what each is called."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

LABELS = "labels.csv"
_CONTENT_HASH = re.compile(r"_[0-9a-f]{16}$")


class Source(NamedTuple):
    """A path to read, and the id its record carries."""

    id: str
    path: Path


def find(paths: Iterable[Path]) -> list[Source]:
    """Return what lies under ``paths`` in a stable order: each file named, and in folders every file not hidden.

    A folder with a ``labels.csv`` is a labelled folder: its articles are the files listed there. A folder whose name
    ends like an article's (``x.txt``) is a source of its own, so that it gets a record saying what is wrong.
    The id is the path inside the folder without its extension and without a trailing content hash (an underscore and
    sixteen hex digits); where two files would share an id, both keep their full relative name.
    """
    found: list[tuple[str, str, Path]] = []
    for path in paths:
        for name, file in sorted(_under(path)):
            found.append((_short(name), name, file))
    counts = Counter(short for short, _, _ in found)
    return [Source(short if counts[short] == 1 else name, file) for short, name, file in found]


def _short(name: str) -> str:
    stem = name.rpartition(".")[0] if "." in name.rpartition("/")[2][1:] else name
    return _CONTENT_HASH.sub("", stem) or stem


def _under(path: Path) -> Iterator[tuple[str, Path]]:
    if not path.is_dir():
        yield path.name, path
        return
    listed = path / LABELS
    if listed.is_file():
        with listed.open(encoding="utf-8-sig", newline="") as lines:
            for row in csv.DictReader(lines):
                if row.get("file"):
                    yield Path(row["file"]).name, path / row["file"]
        return
    yield from _walk(path, "")


def _walk(folder: Path, prefix: str) -> Iterator[tuple[str, Path]]:
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        yield prefix.rstrip("/") or folder.name, folder
        return
    for entry in entries:
        if entry.name.startswith(".") or _circles(entry):
            continue
        if entry.is_dir() and not _looks_like_article(entry):
            yield from _walk(entry, f"{prefix}{entry.name}/")
        else:
            yield prefix + entry.name, entry


def _circles(path: Path) -> bool:
    """Say whether ``path`` is a link to a folder that it lies in."""
    return path.is_symlink() and path.is_dir() and path.resolve() in (path.parent / "_").resolve().parents


def _looks_like_article(path: Path) -> bool:
    return path.suffix.lower() in {".txt", ".md", ".html", ".htm"}
