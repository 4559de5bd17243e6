"""Derive tables/journal_names.txt.gz from the JabRef abbreviation lists (CC0).

    python scripts/build_journals.py DATA_DIR/journal_names.csv.gz

Each line is one title in the normal form in which the citation signal looks it up: lower-case words without "the" and
"and", in alphabetical order of lines. Titles longer than ten words are left out (no article spells them out), and so
are a subtitle and a place or year in brackets.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import re
from pathlib import Path

_TABLE = Path(__file__).resolve().parents[1] / "src" / "contentqa" / "tables" / "journal_names.txt.gz"
_ASIDE = re.compile(r"\([^)]*\)|<[^>]*>|[=;/:].*")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_LONGEST = 10


def normal_form(title: str) -> str:
    """Return the words of ``title`` as the citation signal compares them."""
    words = (w.replace("’", "'") for w in _WORD.findall(_ASIDE.sub(" ", title).lower()))
    return " ".join(w for w in words if w not in {"the", "and"})


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path, help="journal_names.csv.gz: title, abbreviation, list")
    parser.add_argument("--out", type=Path, default=_TABLE)
    arguments = parser.parse_args()
    with gzip.open(arguments.source, "rt", encoding="utf-8", newline="") as file:
        titles = {normal_form(row["title"]) for row in csv.DictReader(file)}
    kept = sorted(t for t in titles if t and not t.isdigit() and len(t) > 2 and len(t.split()) <= _LONGEST)
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", compresslevel=9, mtime=0) as stream:
        stream.write("\n".join(kept).encode("utf-8"))
    arguments.out.write_bytes(packed.getvalue())
    print(f"{len(kept)} titles, {len(packed.getvalue())} bytes: {arguments.out}")


if __name__ == "__main__":
    main()
