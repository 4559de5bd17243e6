"""The command ``python -m contentqa.training.criteria DATA_DIR --out FOLDER``."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import numpy as np

from ...criteria import QUESTIONS
from ..corpora import digest
from ..folder import save
from .card import render
from .figures import evaluate
from .fit import NONE, SEED, STRENGTH, arrays, calibration
from .releases import FOLDS, RATED, UNRATED_WEIGHT, Releases, Table


def train(data: Path, out: Path) -> dict[str, Any]:
    """Fit on all of ``data``, write the model folder ``out``, and return its metrics."""
    releases = Releases(data)
    tables = [Table(releases, name) for name in QUESTIONS]
    figures = {name: evaluate(table) for name, table in zip(QUESTIONS, tables, strict=True)}
    metrics = {
        "kind": "criteria",
        "labels": list(QUESTIONS),
        "features": ["terms, near terms and items of contentqa.criteria.features"],
        "seed": SEED,
        "folds": FOLDS,
        "penalty": {"C": STRENGTH},
        "split": "stratified folds by releasing institution; releases a criterion does not apply to are left out of it",
        "corpora": {
            RATED: {
                "citation": "FakeHealth; Dai, Sun & Wang, ICWSM 2020; ratings by HealthNewsReview.org",
                "licence": "none stated",
                "releases": len(releases.rated),
                "institutions": len({releases.groups[k] for k in releases.rated}),
                "sha256": digest(data, RATED),
            },
            **{
                corpus: {"judged": count, "sha256": digest(data, corpus)}
                for corpus in UNRATED_WEIGHT
                if (count := sum(group.startswith(f"{corpus}:") for group in releases.groups))
            },
        },
        "judged_releases": int((~np.isnan(releases.judged[releases.rated]).all(axis=1)).sum()),
        "figures": figures,
    }
    save(out, arrays(tables, [calibration(table) for table in tables], NONE), metrics, render(out.name, metrics))
    return metrics


def main() -> None:
    """Run the training command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path, default=Path("models/criteria-1.0"))
    arguments = parser.parse_args()
    for name, of in train(arguments.data, arguments.out)["figures"].items():
        print(f"{name:<26} AUC {of['auc']:.3f} {of['auc_of_other_shuffles']} {of['baselines_auc']}")


if __name__ == "__main__":
    main()
