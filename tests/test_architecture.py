"""The walls of the design: layers, a light import, a public surface."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import contentqa

ROOT = Path(__file__).parents[1]
HEAVY = {"nltk", "sklearn", "numpy", "textstat", "trafilatura", "rich", "click", "skops", "lxml", "py3langid", "scipy"}


def test_the_layers_hold() -> None:
    tool = Path(sys.executable).with_name("lint-imports")
    if not tool.exists():
        pytest.skip("import-linter is not installed beside this Python")
    ran = subprocess.run([tool], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "0 broken" in ran.stdout


LISTING = "import json, sys; {}; print(json.dumps(sorted({{name.partition('.')[0] for name in sys.modules}})))"


@pytest.mark.parametrize(
    ("statement", "allowed"),
    [
        ("import contentqa", set()),
        ("import contentqa.types, contentqa.errors, contentqa.segmentation, contentqa.lexicon", set()),
        ("from contentqa import segment, read_file, ContentQAError", set()),
        ("import contentqa.signals", set()),
        ("import contentqa.cli", {"click"}),
    ],
)
def test_importing_loads_nothing_heavy(process: Callable[..., Any], statement: str, allowed: set[str]) -> None:
    ran = process("-c", LISTING.format(statement))
    assert ran.status == 0, ran.stderr
    assert set(json.loads(ran.stdout)) & HEAVY <= allowed


def test_every_public_name_resolves() -> None:
    for name in contentqa.__all__:
        assert getattr(contentqa, name) is not None
    assert sorted(contentqa.__all__) == dir(contentqa)
    with pytest.raises(AttributeError, match="no_such_name"):
        contentqa.no_such_name  # noqa: B018


SOURCES = sorted((ROOT / "src" / "contentqa").rglob("*.py"))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_no_module_downloads_pickles_or_evaluates(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [alias.name for alias in node.names] + [getattr(node, "module", None) or ""]
            assert not {"pickle", "joblib", "requests", "urllib.request", "http.client"} & set(names)
        if isinstance(node, ast.Call):
            assert getattr(node.func, "id", "") not in {"eval", "exec"}
            assert getattr(node.func, "attr", "") not in {"urlopen", "urlretrieve", "download"}


@pytest.mark.parametrize("kind", ["lexicons", "tables"])
def test_every_shipped_table_has_its_source_and_licence(kind: str) -> None:
    folder = ROOT / "src" / "contentqa" / kind
    if kind == "tables":
        notices = " ".join(path.read_text(encoding="utf-8") for path in folder.glob("NOTICE-*.md"))
        for path in folder.glob("*.gz"):
            assert path.name.removesuffix(".txt.gz") in notices, f"{path.name} is in no NOTICE file"
    else:
        assert all("licence" in path.read_text(encoding="utf-8") for path in folder.glob("*.toml"))
