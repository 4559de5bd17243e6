"""Render a triage model's card from its metrics; no figure in a card is typed."""

from __future__ import annotations

from typing import Any

_USE = """\
## Intended use

Ordering English health articles for human moderators, and explaining the order. It judges writing and sourcing, never
truth. It is not meant to remove articles unread, to rate authors, or for languages other than English.

## Limits

- Labels of quality are hard to agree on, and each corpus means something else by them: read the figures per corpus.
- Every corpus is small or old; web pages from before 2012 make up much of the main head's training.
- The probabilities are calibrated on corpora weighted to equal shares of both labels. Where few articles are of
  concern, true probabilities are lower; the order is not affected.
- A text of fewer than fifty words is refused rather than judged.
"""


def render(name: str, metrics: dict[str, Any]) -> str:
    """Return the card of the triage model ``name`` as Markdown."""
    parts = [f"# {name}\n", _opening(metrics), _USE, _corpora(metrics["corpora"])]
    for head, figures in metrics["heads"].items():
        parts.append(_head(head, figures, head == metrics["main_head"]))
    parts.append(_coefficients(metrics["coefficients"][metrics["main_head"]]))
    return "\n".join(parts)


def _opening(metrics: dict[str, Any]) -> str:
    heads = ", ".join(metrics["heads"])
    return (
        f"A linear classifier over {len(metrics['features'])} measured features: heads {heads}; the main head is "
        f"{metrics['main_head']}. Logistic regression on bounded, standardised features, Platt-calibrated on held-out "
        f"folds. An article is `needs_review` from a probability of {metrics['threshold']:.3f} on "
        f"({metrics['threshold_chosen']}), or when a priority band applies. Seed {metrics['seed']}, "
        f"{metrics['folds']} grouped folds.\n"
    )


def _corpora(corpora: dict[str, Any]) -> str:
    rows = [
        f"| {name} | {about['head']} | {about['articles']} | {about['concerned']} | {about['concern']} "
        f"| {about['split_by']} | {about['citation']} | {about['licence']} |"
        for name, about in corpora.items()
    ]
    head = "| corpus | head | articles | of concern | concern means | split by | citation | licence |"
    return "\n".join(["## Training corpora\n", head, "|---|---|---|---|---|---|---|---|", *rows, ""])


def _head(name: str, figures: dict[str, Any], main: bool) -> str:
    title = f"## Head: {name}" + (" (main)" if main else "")
    head = (
        "| corpus | AUC (95 % interval) | average precision | Brier | calibration error | length alone | best single "
        "feature | TF-IDF + LR |"
    )
    rows = []
    for corpus, of in figures["corpora"].items():
        base = of["baselines_auc"]
        rows.append(
            f"| {corpus} | {_interval(of['auc'])} | {_interval(of['average_precision'])} | {of['brier']:.3f} "
            f"| {of['calibration_error']:.3f} | {base['length alone']:.3f} | {base['best single feature']:.3f} "
            f"| {base['TF-IDF + logistic regression']:.3f} |"
        )
    lines = [
        title,
        "",
        "Out of fold, groups kept together; the three last columns are baselines' AUC on the same folds.",
    ]
    lines += ["", head, "|---|---|---|---|---|---|---|---|", *rows, "", "AUC without one signal:", ""]
    signals = list(next(iter(figures["corpora"].values()))["auc_without"])
    lines += ["| corpus | " + " | ".join(signals) + " |", "|---" * (len(signals) + 1) + "|"]
    for corpus, of in figures["corpora"].items():
        lines.append(f"| {corpus} | " + " | ".join(f"{of['auc_without'][s]:.3f}" for s in signals) + " |")
    at = figures["at_threshold"]
    lines += [
        "",
        f"At a threshold of {at['threshold']:.3f}: {at['true_positives']} of concern found, "
        f"{at['false_negatives']} missed, "
        f"{at['false_positives']} flagged without concern, {at['true_negatives']} rightly passed "
        f"(precision {at['precision']:.2f}, recall {at['recall']:.2f}).",
        "",
    ]
    return "\n".join(lines)


def _coefficients(coefficients: dict[str, float]) -> str:
    ranked = sorted(coefficients.items(), key=lambda item: -abs(item[1]))
    rows = [f"| {name} | {value:+.2f} |" for name, value in ranked]
    head = ["## What moves the main head", "", "Log-odds for half the width of a feature's range in training.", ""]
    return "\n".join([*head, "| feature | log-odds |", "|---|---|", *rows])


def _interval(figure: dict[str, float]) -> str:
    return f"{figure['value']:.3f} ({figure['low']:.3f}–{figure['high']:.3f})"
