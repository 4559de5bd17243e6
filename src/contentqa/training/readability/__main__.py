"""The command ``python -m contentqa.training.readability DATA --out FOLDER``."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.model_selection import GroupKFold

from ...segmentation import segment
from ...signals.readability import index
from ...signals.readability.inputs import ARTICLE_INPUTS, SENTENCE_INPUTS, article_inputs
from ...signals.readability.prose import lay_out, measured_sentences
from ...types import Article
from .. import corpora
from ..folder import save
from .card import render
from .company import DIMENSIONS, UNLABELLED, Company
from .figures import figures
from .fit import BLOCK_WEIGHTS, LANDMARKS, STRENGTH, Blocks, fit, level_weights, out_of_fold, word_weights
from .units import AUDIENCES, articles, audience, in_grades, sentences

Floats = npt.NDArray[np.float64]

SEED = 0
FOLDS = 5
PAIRS = 20_000
WEIGHTS = {"medreadme": 5.0, "clear_readability": 1.0, "audience": 0.3}
POPULATION = {"sondhi_pages": "text", "trec2019_pages": "text", "medcred_articles": "text", "healthstory": "text"}


def grades_of(weights: dict[str, Any], texts: Iterable[str]) -> Floats:
    """Return the health grade of each text that has prose, by the run-time index itself."""
    ready = index.Index(weights)
    grades = []
    for text in texts:
        document = segment(Article(id="", text=text))
        chosen = list(measured_sentences(document))
        if chosen:
            prose = lay_out(document, chosen)
            grades.append(ready.article_grade(article_inputs(prose), ready.word_scores(prose)))
    return np.array(grades)


def plain_before_abstract(weights: dict[str, Any], data: Path) -> dict[str, Any]:
    """Return how often a summary for patients is judged easier than an abstract for scientists, on held-out texts."""
    summaries, abstracts = (grades_of(weights, (text for _, text in audience(data, name, 1))) for name in AUDIENCES)
    rng = np.random.default_rng(SEED)
    left, right = rng.choice(summaries, PAIRS), rng.choice(abstracts, PAIRS)
    return {
        "pairs": PAIRS,
        "plain_judged_easier": round(float((left < right).mean()), 4),
        "median_grade_plain": round(float(np.median(summaries)), 2),
        "median_grade_abstract": round(float(np.median(abstracts)), 2),
    }


def train(data: Path, out: Path) -> dict[str, Any]:
    """Fit both levels, write the model folder, and return its metrics."""
    company = Company(data)
    fits, all_blocks, measured = [], [], {}
    for level, units in (("sentence", sentences(data)), ("article", articles(data))):
        blocks = Blocks(units, company, level)
        corpus = np.array([unit.corpus for unit in units])
        weight = np.array([WEIGHTS[name] if level == "article" else 1.0 for name in corpus])
        target = np.array([unit.target for unit in units]) if level == "sentence" else in_grades(units)
        splitter = GroupKFold(FOLDS, shuffle=True, random_state=SEED)
        splits = list(splitter.split(target, target, [unit.group for unit in units]))
        predicted = out_of_fold(units, blocks, target, splits, weight)
        measured[level] = figures(units, predicted, splits)
        fits.append(fit(blocks.named, target, corpus, np.arange(len(units)), weight))
        all_blocks.append(blocks)
    weights: dict[str, Any] = {
        "sentence": level_weights(fits[0], all_blocks[0]),
        "article": level_weights(fits[1], all_blocks[1]),
        **word_weights(company, fits, all_blocks),
        "population": np.zeros(1),
    }
    texts = (str(row[field]) for name, field in POPULATION.items() for row in corpora.rows(data, name))
    weights["population"] = np.quantile(grades_of(weights, texts), np.linspace(0, 1, 201))
    metrics = {
        "features": [*(f"sentence.{n}" for n in SENTENCE_INPUTS), *(f"article.{n}" for n in ARTICLE_INPUTS)],
        "seed": SEED,
        "folds": FOLDS,
        "settings": {
            "strength": STRENGTH,
            "block_weights": BLOCK_WEIGHTS,
            "vocabulary": len(company.forms),
            "dimensions": DIMENSIONS,
            "landmarks": LANDMARKS,
            "corpus_weights": WEIGHTS,
        },
        "levels": measured,
        "plain_before_abstract": plain_before_abstract(weights, data),
        "population": {
            "corpora": list(POPULATION),
            "deciles": [round(float(g), 2) for g in weights["population"][::20]],
        },
        "corpora": {
            name: {"sha256": corpora.digest(data, name)}
            for name in sorted({"medreadme", "cochrane_plain_language", *UNLABELLED})
        },
    }
    save(out, weights, metrics, render(out.name, metrics))
    return metrics


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description="Train the health-readability index.")
    parser.add_argument("data", type=Path, help="the folder of labelled corpora")
    parser.add_argument("--out", type=Path, required=True, help="the model folder to write")
    arguments = parser.parse_args()
    metrics = train(arguments.data, arguments.out)
    for level, by_corpus in metrics["levels"].items():
        for name, of in by_corpus.items():
            print(level, name, of["pearson"], of["baselines_pearson"])
    print(metrics["plain_before_abstract"], metrics["population"]["deciles"])


if __name__ == "__main__":
    main()
