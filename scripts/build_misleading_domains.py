"""Derive tables/misleading_domains.txt.gz from CRED-1 (Loth et al. 2026, CC BY 4.0).

    python scripts/build_misleading_domains.py DATA_DIR/cred1_domains.csv.gz

Kept are whole domains in the categories conspiracy, fake, rumor and unreliable; left out are mixed, satire and
reliable, and addresses of single pages.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
from pathlib import Path

_TABLE = Path(__file__).resolve().parents[1] / "src" / "contentqa" / "tables" / "misleading_domains.txt.gz"
_KEPT = frozenset({"conspiracy", "fake", "rumor", "unreliable"})


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path, help="cred1_domains.csv.gz: domain, category, credibility_score, sources")
    parser.add_argument("--out", type=Path, default=_TABLE)
    arguments = parser.parse_args()
    with gzip.open(arguments.source, "rt", encoding="utf-8", newline="") as file:
        domains = {
            row["domain"].strip().lower().removeprefix("www.")
            for row in csv.DictReader(file)
            if row["category"] in _KEPT
        }
    kept = sorted(d for d in domains if "." in d and "/" not in d)
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", compresslevel=9, mtime=0) as stream:
        stream.write("\n".join(kept).encode("utf-8"))
    arguments.out.write_bytes(packed.getvalue())
    print(f"{len(kept)} domains, {len(packed.getvalue())} bytes: {arguments.out}")


if __name__ == "__main__":
    main()
