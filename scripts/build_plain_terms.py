"""Derive the table of hard terms and their plain words from public-domain glossaries and this project's own list.

    python scripts/build_plain_terms.py DATA_DIR

Reads ``plain_language_terms.jsonl.gz`` from the folder of corpora (the CDC's Plain Language Thesaurus for Health
Communications, 2007, and the dictionaries of the US National Cancer Institute: works of the US government) and
``scripts/plain_terms.tsv`` (written for this project; kind ``-`` keeps a word out that everybody knows). Writes
``src/contentqa/tables/plain-terms.txt.gz``: one term a line as ``kind TAB term TAB plain words``. Kind ``m`` is a
medical term, ``f`` a formal word of any subject. Plain words may be empty for a medical term. The first source that
names a term wins: own list, CDC, NCI.
"""

from __future__ import annotations

import argparse
import gzip
import re
from collections.abc import Iterator
from pathlib import Path

from contentqa.signals.readability.medical import is_medical_form
from contentqa.signals.readability.words import depth, plain
from contentqa.training import corpora

SCRIPTS = Path(__file__).resolve().parent
TABLE = SCRIPTS.parent / "src" / "contentqa" / "tables" / "plain-terms.txt.gz"
PHRASE = re.compile(r"(?!like |or |and |to |shrink|name)[a-z][a-z’' -]+[a-z]")
TERM = re.compile(r"[a-z][a-z-]*(?: [a-z][a-z-]*){0,4}")
FORMAL_DEPTH = 3.9
RARE_DEPTH = 4.6
EVERYDAY_DEPTH = 4.1
GAIN = 0.7
ALTERNATIVES = 2
LONGEST_ALTERNATIVE = 40
SHORTEST_TERM = 4
MEDICAL_DEPTH = 4.1
MEDICAL = re.compile(
    r"\b(?:vaccin|disease|cell|blood|infect|virus|viral|bacteri|germ|syndrome|medic|drug|doctor|patient|health|body|skin|"
    r"heart|lung|liver|kidney|brain|nerve|bone|muscle|cancer|tumor|hormone|dose|pain|fever|rash|symptom|immun|antibod|"
    r"pregnan|birth|stomach|bowel|sick|illness|surgery|diagnos|clinic|therap|treat|shot|swell|allerg|lymph|organ)"
)


def own() -> Iterator[tuple[str, str, str]]:
    """Yield (kind, term, plain words) of this project's list."""
    for line in (SCRIPTS / "plain_terms.tsv").read_text(encoding="utf-8").splitlines():
        kind, term, words = line.split("\t")
        yield kind, term, words


def usable(choice: str, term: str) -> bool:
    """Say whether one of the thesaurus's alternatives can stand as advice by itself."""
    return choice != term and len(choice) <= LONGEST_ALTERNATIVE and PHRASE.fullmatch(choice) is not None


def everyday(term: str, names: list[str]) -> str:
    """Return the most common of a term's other names where it is made of everyday words, else nothing."""
    simple = [
        name
        for name in names
        if TERM.fullmatch(name) and term not in name and max(map(depth, name.split())) <= EVERYDAY_DEPTH
    ]
    best = min(simple, key=lambda name: (max(map(depth, name.split())), name), default="")
    return best if best and max(map(depth, term.split())) >= max(map(depth, best.split())) + GAIN else ""


def entries(data: Path) -> Iterator[tuple[str, str, str]]:
    """Yield (kind, term, plain words) from all sources in their order."""
    rows = list(corpora.rows(data, "plain_language_terms"))
    nci = {row["term"] for row in rows if row["source"].startswith("NCI")}
    yield from own()
    for row in rows:
        term = plain(row["term"]) if row["source"].startswith("CDC") else row["term"]
        if not TERM.fullmatch(term) or len(term) < SHORTEST_TERM:
            continue
        rarest = max(map(depth, term.split()))
        if row["source"].startswith("CDC"):
            choices = [choice for choice in row["plain"] if usable(choice, term)]
            medical = term in nci or is_medical_form(term) or bool(MEDICAL.search(f"{term} {' '.join(choices)}"))
            if choices and rarest >= (MEDICAL_DEPTH if medical else FORMAL_DEPTH):
                yield "m" if medical else "f", term, " or ".join(choices[:ALTERNATIVES])
        else:
            words_found = everyday(term, row["also_called"])
            if words_found or (" " not in term and rarest >= RARE_DEPTH):
                yield "m", term, words_found


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, help="the folder of corpora")
    table: dict[str, tuple[str, str]] = {}
    for kind, term, words in entries(parser.parse_args().data):
        table.setdefault(term, (kind, words))
    table = {term: (kind, words) for term, (kind, words) in table.items() if kind != "-"}
    text = "".join(f"{kind}\t{term}\t{words}\n" for term, (kind, words) in sorted(table.items()))
    with TABLE.open("wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0, filename="") as packed:
        packed.write(text.encode())
    print(
        f"{len(table)} terms, {sum(bool(words) for _, words in table.values())} with plain words, "
        f"{sum(kind == 'm' for kind, _ in table.values())} medical"
    )


if __name__ == "__main__":
    main()
