"""Render the model card of the criteria from its metrics."""

from __future__ import annotations

from typing import Any

from .figures import BASELINES
from .releases import RATED


def render(name: str, metrics: dict[str, Any]) -> str:
    """Return the text of card.md."""
    table = [
        f"| {criterion} | {of['not_satisfied']} of {of['releases']} | {of['auc']:.3f} "
        f"({of['auc_interval'][0]:.3f}–{of['auc_interval'][1]:.3f}) | "
        + ", ".join(f"{value:.3f}" for value in of["auc_of_other_shuffles"])
        + (" | – | " if of["judgements_auc"] is None else f" | {of['judgements_auc']:.3f} | ")
        + " | ".join(f"{of['baselines_auc'][what]:.3f}" for what in BASELINES)
        + f" | {of['brier']:.3f} | {of['brier_of_the_share']:.3f} |"
        for criterion, of in metrics["figures"].items()
    ]
    about = metrics["corpora"][RATED]
    return "\n".join(
        [
            f"# {name}: the ten questions of HealthNewsReview",
            "",
            f"Ten linear models over stems, stems near findings, and counts of findings. Logistic regression, "
            f"C = {metrics['penalty']['C']}, Platt calibration on held-out folds, seed {metrics['seed']}.",
            "",
            "## Intended use",
            "",
            "Showing which questions an article about a treatment or test probably leaves open. Measured on press "
            "releases alone: on other kinds of text the probabilities are a guide. Where the AUC is near one half the "
            "text does not tell, and the probability is little more than the share among releases.",
            "",
            "## Figures",
            "",
            f"Out of fold ({metrics['folds']} folds; {metrics['split']}). AUC with 95 % interval, institutions "
            "resampled; the last column is the Brier score of always answering the share. The judgements are those of "
            "language models that read the release: the ceiling of what the model could learn from them.",
            "",
            "| criterion | not satisfied | AUC | other shuffles | judgements | "
            + " | ".join(BASELINES)
            + " | Brier | Brier of the share |",
            "|---" * (7 + len(BASELINES)) + "|",
            *table,
            "",
            "## Training data",
            "",
            f"{RATED}: {about['releases']} releases of {about['institutions']} institutions; {about['citation']}; "
            f"licence {about['licence']}. Judged by language models, by their text alone: "
            f"{metrics['judged_releases']} of these, and "
            + ", ".join(f"{of['judged']} texts of {name}" for name, of in metrics["corpora"].items() if "judged" in of)
            + ".",
        ]
    )
