"""What every test stands on: no network, a small model of known weights, and the commands run as a user runs them."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result

from contentqa.cli import main
from contentqa.training import folder

collect_ignore = ["golden", "offline"]
OFFLINE = Path(__file__).parent / "offline"
TOY_WEIGHTS = {
    "hype.terms_per_1000_words": 0.03,
    "citation.references_listed": -0.3,
    "readability.words_per_sentence": 0.05,
    "transparency.author_named": -0.4,
}


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """A test that reaches for the network fails, even where the code under test swallows every Exception."""

    def refuse(*arguments: Any, **options: Any) -> Any:
        pytest.fail(f"network access in a test: {arguments[-1]!r}")

    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex", "sendto"):
            patch.setattr(socket.socket, name, refuse)
        patch.setattr(socket, "getaddrinfo", refuse)
        yield


@pytest.fixture(scope="session")
def toy_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A triage model folder with four features and weights chosen by hand, so tests do not hang on training."""
    out = tmp_path_factory.mktemp("models") / "toy-1.0"
    count = len(TOY_WEIGHTS)
    head = {
        "intercept": np.float64(-0.5),
        "weights": np.array(list(TOY_WEIGHTS.values())),
        "centres": np.array([2.0, 1.0, 16.0, 0.5]),
        "low": np.zeros(count),
        "high": np.array([500.0, 20.0, 40.0, 1.0]),
    }
    metrics = {"kind": "triage", "main_head": "credibility", "threshold": 0.5, "features": list(TOY_WEIGHTS)}
    folder.save(out, {"credibility": head}, metrics, "# toy")
    return out


@pytest.fixture
def command(toy_model: Path) -> Callable[..., Result]:
    """Run a contentqa command in this process on the toy model; an exception that escapes fails the test."""

    def call(*arguments: object, model: Path | str | None = toy_model) -> Result:
        texts = [str(argument) for argument in arguments]
        if model is not None and texts[0] in ("score", "triage", "explain"):
            texts += ["--model", str(model)]
        result = CliRunner().invoke(main, texts)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return call


@dataclass(frozen=True)
class Ran:
    """A finished process."""

    status: int
    stdout: str
    stderr: str


@pytest.fixture
def process(toy_model: Path) -> Callable[..., Ran]:
    """Run ``python ARGUMENTS`` in a process of its own where any use of the network is fatal."""

    def call(*arguments: object, cwd: Path | None = None, **environment: str) -> Ran:
        search = os.pathsep.join(filter(None, (str(OFFLINE), os.environ.get("PYTHONPATH"))))
        run = subprocess.run(
            [sys.executable, *map(str, arguments)],
            capture_output=True,
            cwd=cwd,
            env={**os.environ, "PYTHONPATH": search, "COLUMNS": "120", **environment},
            timeout=120,
        )
        return Ran(run.returncode, run.stdout.decode("utf-8", "replace"), run.stderr.decode("utf-8", "replace"))

    return call


@pytest.fixture(scope="session")
def prose() -> str:
    """A plain article of this project's own, long enough to judge."""
    return (
        "Walking after a meal\n\n"
        "By Ines Halvorsen\n\n"
        "A short walk after dinner is a small habit, and many people find it easy to keep. It asks for shoes and a "
        "quarter of an hour. The muscles take up sugar from the blood while they work, so the rise that follows a "
        "meal is lower. How much lower differs from person to person.\n\n"
        "Studies show that walking lowers blood sugar. In a trial of 41 adults with type 2 diabetes, ten minutes after "
        "each meal did more than thirty minutes at another time of day (Reynolds et al., 2016). The effect may be "
        "smaller in people who already move a lot.\n\n"
        "Talk to your doctor before you change your tablets. A walk does not replace them.\n"
    )
