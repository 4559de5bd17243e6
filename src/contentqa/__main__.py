"""``python -m contentqa`` is the command ``contentqa``."""

from .cli import main

main(prog_name="contentqa")
