"""Run the commands shown in README.md and docs/ and put their real output below them; with --check, only compare.

A block fenced as ``console`` holds one command after ``$ `` and its output. ``make demo`` stands for the command that
the Makefile runs. A block that ends in ``...`` keeps as many lines as it has and leaves the rest out.

Usage: python scripts/refresh_docs.py [--check]
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
_BLOCK = re.compile(r"(```console\n\$ (?P<command>[^\n]+)\n)(?P<output>.*?)(?P<end>```\n)", re.DOTALL)
_DEMO = "contentqa triage seeds --top 12"
_CUT = "...\n"
_WIDTH = "100"


def output_of(command: str) -> str:
    """Return what ``command`` prints to stdout from the project's root; raises RuntimeError when it could not run."""
    words = shlex.split(_DEMO if command == "make demo" else command)
    done = subprocess.run(
        [sys.executable, "-m", *words] if words[0] == "contentqa" else words,
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={**os.environ, "COLUMNS": _WIDTH, "NO_COLOR": "1", "TERM": "dumb"},
        check=False,
    )
    if done.returncode > 1:
        raise RuntimeError(f"{command}: exit status {done.returncode}: {done.stderr[-500:]}")
    return "\n".join(line.rstrip() for line in done.stdout.splitlines()) + "\n"


def refreshed(text: str) -> str:
    """Return ``text`` with the output of every command block renewed."""

    def renew(match: re.Match[str]) -> str:
        output = output_of(match["command"])
        if match["output"].endswith(_CUT):
            kept = max(match["output"].count("\n") - 1, 1)
            output = "".join(output.splitlines(keepends=True)[:kept]) + _CUT
        return match[1] + output + match["end"]

    return _BLOCK.sub(renew, text)


def stale() -> list[str]:
    """Return the names of the documents whose shown output is not what the commands print."""
    return [d.name for d in DOCUMENTS if refreshed(d.read_text(encoding="utf-8")) != d.read_text(encoding="utf-8")]


def main() -> int:
    """Renew the documents, or compare them with ``--check``."""
    if "--check" in sys.argv[1:]:
        names = stale()
        print("\n".join(f"{name}: run scripts/refresh_docs.py" for name in names) or "all output is current")
        return 1 if names else 0
    for document in DOCUMENTS:
        document.write_text(refreshed(document.read_text(encoding="utf-8")), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
