"""The documents say what the commands do: shown output is current, examples run, nothing is left undocumented."""

from __future__ import annotations

import doctest
import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from contentqa import cli
from contentqa.signals import SIGNALS
from contentqa.types import Signal

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def refresh() -> ModuleType:
    spec = importlib.util.spec_from_file_location("refresh_docs", ROOT / "scripts" / "refresh_docs.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_shown_output_is_what_the_commands_print(refresh: ModuleType) -> None:
    assert refresh.stale() == []


def test_a_changed_output_is_noticed(refresh: ModuleType) -> None:
    shown = "```console\n$ contentqa rules citation.vague-attribution\nsomething else\n```\n"
    assert refresh.refreshed(shown) != shown


def test_the_readme_examples_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    blocks = "\n".join(re.findall(r"```python\n(.*?)```", README, re.DOTALL))
    test = doctest.DocTestParser().get_doctest(blocks, {}, "README.md", "README.md", 0)
    assert test.examples
    assert doctest.DocTestRunner().run(test).failed == 0


@pytest.mark.parametrize("command", sorted(cli.main.commands))
def test_every_command_is_in_the_readme(command: str) -> None:
    assert f"`contentqa {command}" in README


def test_every_link_to_a_file_leads_somewhere() -> None:
    for document in [ROOT / name for name in ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "seeds/README.md")]:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", document.read_text(encoding="utf-8")):
            assert (document.parent / target).exists(), f"{document.name} links to {target}"


@pytest.mark.parametrize("signal", SIGNALS, ids=lambda signal: signal.name)
def test_every_signal_says_what_each_number_is(signal: Signal) -> None:
    names = [feature.name for feature in signal.features]
    assert len(set(names)) == len(names)
    for feature in signal.features:
        assert feature.name.startswith(f"{signal.name}.")
        assert feature.unit
        assert feature.meaning
