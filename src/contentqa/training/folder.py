"""Write a model folder: weights, metrics with their hash, and the card rendered from the metrics."""

from __future__ import annotations

import hashlib
import json
import platform
import zipfile
from importlib import metadata
from pathlib import Path
from typing import Any

LIBRARIES = ("scikit-learn", "numpy", "skops", "nltk", "textstat")


def save(folder: Path, estimator: Any, metrics: dict[str, Any], card: str) -> None:
    """Write ``estimator`` as model.skops into ``folder`` with metrics.json and card.md beside it.

    ``metrics`` must hold ``features``; the hash of the weights and the library versions are added to it.
    """
    import skops.io

    folder.mkdir(parents=True, exist_ok=True)
    weights = folder / "model.skops"
    skops.io.dump(estimator, weights, compression=zipfile.ZIP_DEFLATED)
    write_metrics(folder, weights, metrics, card)


def write_metrics(folder: Path, weights: Path, metrics: dict[str, Any], card: str) -> None:
    """Write metrics.json and card.md for weights that already lie in ``folder``."""
    complete = {
        **metrics,
        "sha256": hashlib.sha256(weights.read_bytes()).hexdigest(),
        "libraries": {"python": platform.python_version(), **{name: metadata.version(name) for name in LIBRARIES}},
    }
    text = json.dumps(complete, indent=1, ensure_ascii=False, sort_keys=False, allow_nan=False)
    (folder / "metrics.json").write_text(text + "\n", encoding="utf-8")
    (folder / "card.md").write_text(card.rstrip("\n") + "\n", encoding="utf-8")
