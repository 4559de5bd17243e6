"""Fit what stands on the encoder: originals of suspect words, and the probability of an article; measure it all.

    python -m contentqa.training.spun.judge DATA_DIR --sources SOURCES_DIR --model models/spun-1.0

The folder holds the encoder as :mod:`contentqa.training.spun.encoder` wrote it; this adds metrics.json and card.md.
Only articles and passages that the encoder was not trained on are used: one half of them fits the weights, the other
half and all of healthstory give the figures. Deterministic for a given encoder.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from ...signals import spun as signal
from ...signals.spun import judge
from ...signals.spun.encoder import Reader, Reading, open_reader, windows
from ...signals.spun.recall import RECALL, Known, Ranker, options, originals, recalls
from ...signals.spun.restore import Weights, restorations
from ...types import Document
from ..corpora import digest, rows
from ..folder import write_metrics
from .material import (
    CORPORA,
    SEED,
    TEST_ONLY,
    UNSEEN_SOURCE,
    Sources,
    Text,
    document,
    held_out,
    human_texts,
    passages,
    read_sources,
    traps,
)
from .screen import DENSITIES, titled
from .sources import tortured_pairs
from .spinner import Spinner, Spun, learner

_CHARACTERS = 2600
_FIT_PER_GENRE = 45
_TEST_PER_GENRE = 60
_STORIES = 60
_NEWS = 300
_PREVALENCE = 0.15
_DOUBT = -3.0
_EVEN = 0.5
_LIGHT = (0.06, 0.1, 0.15, 0.25)
# Passages joined to an article, which must have words enough to be judged.
_JOINED = 5
# How much an article of unusual manner counts beside one of the corpora.
_TRAP_WEIGHT = 10
_CARRIER = "The report says that {} was studied in several hospitals."


def main() -> None:
    """Read the arguments, fit, measure, and complete the model folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--sources", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--share", type=float, default=1.0, help="share of the articles to use, for a quick look")
    options_ = parser.parse_args()
    spinners = read_sources(options_.sources, options_.data)
    fit, test = halves(options_.data, options_.share)
    encoder = open_reader(options_.model)
    rng = random.Random(SEED + 5)
    recall = fit_recall(fit, spinners.training, encoder, rng)
    article = fit_article(fit, spinners.training, encoder, recall, rng)
    look = fit_look(fit, spinners.training, encoder, recall, rng)
    trained = json.loads((options_.model / "training.json").read_text(encoding="utf-8"))
    metrics: dict[str, Any] = {
        "features": list(judge.READ),
        "labels": ["human", "spun"],
        "threshold": 0.5,
        "assumed_prevalence": _PREVALENCE,
        "corpora": {name: digest(options_.data, name) for name in CORPORA},
        "encoder": trained,
        "article": numbers(article),
        "look": numbers(look),
        "recall": {
            "weights": [round(w, 5) for w in recall.weights],
            "intercept": round(recall.intercept, 5),
            "slope": round(recall.slope, 5),
            "features": list(RECALL),
        },
    }
    complete(options_.model, metrics)
    metrics["held_out"] = {
        **evaluate(test, spinners, encoder, recall, article, options_.share),
        "phrases": phrases(test, spinners, options_.share),
        "written": written(),
        "tortured_top_1": tortured(options_.data, encoder, recall),
        "examples": examples(options_.data),
    }
    complete(options_.model, metrics)


def complete(folder: Path, metrics: dict[str, Any]) -> None:
    """Write metrics.json and card.md."""
    write_metrics(folder, folder / "model.onnx", metrics, card(metrics))


def numbers(weights: Weights) -> dict[str, Any]:
    """Return weights as they stand in metrics.json."""
    return {"weights": [round(w, 5) for w in weights.weights], "intercept": round(weights.intercept, 5)}


def halves(data: Path, share: float) -> tuple[list[Text], list[Text]]:
    """Return the articles that the encoder never saw: those to fit on, those to test on."""
    _, unseen = human_texts(data)
    fit: list[Text] = []
    test: list[Text] = []
    used: dict[tuple[str, bool], int] = {}
    for text in unseen:
        testing = text.genre == TEST_ONLY or held_out(text.text[::-1], 0.5)
        limit = (_NEWS if text.genre == TEST_ONLY else _TEST_PER_GENRE) if testing else _FIT_PER_GENRE
        used[text.genre, testing] = used.get((text.genre, testing), 0) + 1
        if used[text.genre, testing] <= max(4, limit * share):
            (test if testing else fit).append(Text(text.genre, cut(text.text)))
    return fit, test


def cut(text: str) -> str:
    """Return the beginning of a text up to the end of a sentence."""
    if len(text) <= _CHARACTERS:
        return text
    end = max(text.rfind(mark, 0, _CHARACTERS) for mark in (". ", ".\n", "! ", "? "))
    return text[: end + 1] if end > _CHARACTERS // 2 else text[:_CHARACTERS]


def written_half(testing: bool) -> list[Spun]:
    """Return half of the written passages that the encoder never saw: those to fit on, or those to test on."""
    return [p for p in passages(unseen=True) if held_out(p.text[::-1], 0.5) == testing]


def fit_recall(texts: Sequence[Text], spinner: Spinner, encoder: Reader, rng: random.Random) -> Ranker:
    """Learn which of the recalled words stood where the encoder doubts one, false alarms included."""
    cases: list[tuple[float, Any, int]] = []
    made = [spinner.spin(t.text, spinner.manner(rng, rng.choice((0.1, 0.2, 0.3))), rng) for t in texts[::2]]
    for spun in [*made, *written_half(testing=False)]:
        doc = document(spun.text)
        stood = {(swap.start, swap.end): swap.original.lower() for swap in spun.swaps}
        readings = encoder.read(doc, windows(doc))
        places = [i for i, reading in readings.items() if reading.log_odds >= _DOUBT]
        recalled = recalls(doc, encoder, readings, places, {})
        for index in places:
            word = doc.words[index]
            right = stood.get((word.start, word.end))
            # One word of a longer replacement has no single original to learn from.
            if right is None and any(start <= word.start < end for start, end in stood):
                continue
            found = options(doc, index, recalled[index], {})
            if found:
                names = [wording for wording, _ in found]
                rows_ = np.array([row for _, row in found])
                cases.append((readings[index].log_odds, rows_, names.index(right) if right in names else -1))
    return conditional_logit(cases)


def conditional_logit(cases: Sequence[tuple[float, Any, int]], penalty: float = 1e-3) -> Ranker:
    """Fit a ranker to (suspicion, rows of quantities, index of the right row or -1 for none of them)."""
    every = np.vstack([rows_ for _, rows_, _ in cases])
    centre, scale = every.mean(axis=0), every.std(axis=0) + 1e-9
    prepared = [(suspicion, (rows_ - centre) / scale, right) for suspicion, rows_, right in cases]
    width = every.shape[1]

    def loss(point: Any) -> tuple[float, Any]:
        total, gradient = 0.0, np.zeros_like(point)
        for suspicion, rows_, right in prepared:
            utilities = np.append(rows_ @ point[:width], point[width] + point[width + 1] * suspicion)
            shares = np.exp(utilities - utilities.max())
            shares /= shares.sum()
            total -= np.log(shares[right] + 1e-12)
            shares[right] -= 1
            gradient[:width] += shares[:-1] @ rows_
            gradient[width] += shares[-1]
            gradient[width + 1] += shares[-1] * suspicion
        weights = point[:width]
        gradient /= len(prepared)
        gradient[:width] += 2 * penalty * weights
        return total / len(prepared) + penalty * float(weights @ weights), gradient

    point = minimize(loss, np.zeros(width + 2), jac=True, method="L-BFGS-B", options={"maxiter": 150}).x
    weights = point[:width] / scale
    return Ranker(tuple(weights.tolist()), float(point[width] + centre @ weights), float(point[width + 1]))


def for_alone(examples_: Sequence[tuple[Sequence[float], bool]]) -> Weights:
    """Fit a logistic regression whose weights are all at least 0: a finding never speaks against spinning.

    Weighted to the assumed prevalence, with a unit penalty on the squares of the weights.
    """
    values = np.array([row for row, _ in examples_])
    labels = np.array([label for _, label in examples_])
    share = np.where(labels, _PREVALENCE, 1 - _PREVALENCE)

    def loss(point: Any) -> tuple[float, Any]:
        log_odds = values @ point[:-1] + point[-1]
        errors = share * (1 / (1 + np.exp(-log_odds)) - labels)
        total = float((share * np.logaddexp(0, np.where(labels, -log_odds, log_odds))).sum())
        gradient = np.append(values.T @ errors + point[:-1], errors.sum())
        return total + 0.5 * float(point[:-1] @ point[:-1]), gradient

    width = values.shape[1]
    bounds = [(0, None)] * width + [(None, None)]
    point = minimize(loss, np.zeros(width + 1), jac=True, method="L-BFGS-B", bounds=bounds).x
    return Weights(tuple(point[:-1].tolist()), float(point[-1]))


def row(text: str, encoder: Reader, ranker: Ranker) -> tuple[float, ...]:
    """Return the quantities of an article that is read whole."""
    doc = document(text)
    tried = restorations(doc, judge.single_weights(), None, judge.LEAST_TRIED)
    readings = encoder.read(doc, windows(doc))
    return signal.quantities_read(doc, encoder, readings, tried, signal.tell(doc), ranker, {})


def fit_article(
    texts: Sequence[Text], spinner: Spinner, encoder: Reader, ranker: Ranker, rng: random.Random
) -> Weights:
    """Learn how the findings of an article add up; weighted to the assumed prevalence."""
    examples_: list[tuple[Sequence[float], bool]] = []
    for k, text in enumerate(texts):
        examples_.append((row(learner(text.text, rng) if k % 5 == 0 else text.text, encoder, ranker), False))
        spun = spinner.spin(text.text, spinner.manner(rng, rng.choice((0.08, 0.15, 0.25, 0.35))), rng)
        examples_.append((row(titled(spun.text, rng), encoder, ranker), True))
    by_hand = written_half(testing=False)
    for doc, _ in _joined([Spun(text, ()) for text in traps()[::2]] + [p for p in by_hand if not p.swaps]):
        examples_ += [(row(doc.text, encoder, ranker), False)] * _TRAP_WEIGHT
    for doc, _ in _joined([p for p in by_hand if p.swaps]):
        examples_.append((row(titled(doc.text, rng), encoder, ranker), True))
    return for_alone(examples_)


def fit_look(texts: Sequence[Text], spinner: Spinner, encoder: Reader, ranker: Ranker, rng: random.Random) -> Weights:
    """Learn what the words read so far say of the whole, look by look, of light spinning above all."""
    rows_: list[tuple[float, ...]] = []
    labels: list[bool] = []
    spun = [spinner.spin(t.text, spinner.manner(rng, rng.choice(_LIGHT)), rng).text for t in texts for _ in range(2)]
    unspun = [text.text for text in texts] + [doc.text for doc, _ in _joined([Spun(t, ()) for t in traps()[::2]])]
    for label, some in ((True, spun), (False, unspun)):
        for doc in map(document, some):
            tried = restorations(doc, judge.single_weights(), None, judge.LEAST_TRIED)
            told = signal.tell(doc)
            screen = judge.article_log_odds(judge.quantities(doc, tried, told))
            readings: dict[int, Reading] = {}
            known: Known = {}
            for look in signal.looks(doc, windows(doc), tried):
                readings |= encoder.read(doc, look)
                quantities = signal.quantities_read(doc, encoder, readings, tried, told, ranker, known)
                rows_.append((*quantities, screen, math.log(len(readings))))
                labels.append(label)
    fitted = LogisticRegression(class_weight="balanced", max_iter=2000).fit(rows_, labels)
    return Weights(tuple(fitted.coef_[0].tolist()), float(fitted.intercept_[0]))


def evaluate(
    test: Sequence[Text], spinners: Sources, encoder: Reader, ranker: Ranker, article: Weights, share: float
) -> dict[str, Any]:
    """Measure false positives by genre, and every source at every density, on articles never trained on."""
    rng = random.Random(SEED + 6)
    scores = np.array([article.score(row(t.text, encoder, ranker)) for t in test])
    news = scores[[t.genre == TEST_ONLY for t in test]]
    limit = float(np.quantile(news, 0.99))
    genres = {}
    for genre in sorted({t.genre for t in test}):
        own = scores[[t.genre == genre for t in test]]
        genres[genre] = {
            "articles": len(own),
            "at_threshold": round(float(np.mean(own > 0)), 4),
            "at_news_1_percent": round(float(np.mean(own > limit)), 4),
        }
    caught: dict[str, Any] = {}
    stories = [t for t in test if t.genre == TEST_ONLY][: max(10, int(_STORIES * share))]
    for name, spinner in spinners.single.items():
        for density in DENSITIES:
            spun = [spinner.spin(t.text, spinner.manner(rng, density), rng).text for t in stories]
            found = np.array([article.score(row(text, encoder, ranker)) for text in spun])
            caught[f"{name} {density:.0%}"] = {
                "auc": round(float(roc_auc_score([0] * len(news) + [1] * len(found), [*news, *found])), 4),
                "caught_at_1_percent": round(float(np.mean(found > limit)), 4),
                "caught_at_threshold": round(float(np.mean(found > 0)), 4),
            }
    return {
        "false_positives": genres,
        "limit_log_odds": round(limit, 4),
        "caught": caught,
    }


def phrases(test: Sequence[Text], spinners: Sources, share: float) -> dict[str, Any]:
    """Measure phrase precision, recall and restoration on held-out articles spun at 10 to 30 %."""
    rng = random.Random(SEED + 7)
    stories = [t for t in test if t.genre == TEST_ONLY][-max(10, int(_STORIES * share)) :]
    result = {}
    for name in ("training", UNSEEN_SOURCE):
        spinner = spinners.training if name == "training" else spinners.single[name]
        tally = Tally()
        for text in stories:
            spun = spinner.spin(text.text, spinner.manner(rng, rng.choice((0.1, 0.2, 0.3))), rng)
            tally.add(document(spun.text), [(s.start, s.end, s.original) for s in spun.swaps])
        result[name] = tally.figures()
    return result


def written() -> dict[str, Any]:
    """Measure the written passages that no training step saw, each few of them joined to an article."""
    unseen = written_half(testing=True)
    tally = Tally()
    spun = [tally.add(*joined) for joined in _joined([p for p in unseen if p.swaps])]
    plain = [p for p in unseen if not p.swaps] + [Spun(text, ()) for text in traps()[1::2]]
    unspun = [Tally().add(*joined) for joined in _joined(plain)]
    return {
        "spun_articles": len(spun),
        "spun_flagged": round(float(np.mean([p is not None and p >= _EVEN for p in spun])), 4),
        "unspun_articles": len(unspun),
        "unspun_flagged": round(float(np.mean([p is not None and p >= _EVEN for p in unspun])), 4),
        "phrases": tally.figures(),
    }


def _joined(passages_: Sequence[Spun]) -> Iterator[tuple[Document, list[tuple[int, int, str]]]]:
    """Yield articles of several passages in file order (so of one style), with the swaps of all."""
    for begin in range(0, len(passages_), _JOINED):
        text, swaps = "", []
        for passage in passages_[begin : begin + _JOINED]:
            swaps += [(len(text) + s.start, len(text) + s.end, s.original) for s in passage.swaps]
            text += passage.text + "\n\n"
        yield document(text.rstrip()), swaps


class Tally:
    """Counts of findings against annotated swaps."""

    def __init__(self) -> None:
        self.found = self.true = self.swaps = self.hit = self.suggested = self.right = self.restored = 0

    def add(self, doc: Document, swaps: Sequence[tuple[int, int, str]]) -> float | None:
        """Measure a document, count, and return its probability."""
        measurement = signal.measure(doc)
        kinds = (*signal.PHRASE_RULES, *signal.TELL_RULES)
        evidence = [e for e in measurement.evidence if e.rule in kinds]
        self.found += len(evidence)
        self.swaps += len(swaps)
        restored = set()
        for e in evidence:
            inside = [s for s in swaps if s[0] < e.span.end and e.span.start < s[1]]
            self.true += bool(inside)
            if e.suggestion is not None:
                self.suggested += 1
                wanted = repaired(doc.text, e.span.start, e.span.end, inside)
                good = [s for s in inside if s[2].lower() in e.suggestion.lower()]
                self.right += bool(inside) and (wanted == e.suggestion.lower() or len(good) == len(inside))
                restored.update(good)
        self.restored += len(restored)
        self.hit += sum(any(s[0] < e.span.end and e.span.start < s[1] for e in evidence) for s in swaps)
        return measurement.values["spun.probability"]

    def figures(self) -> dict[str, Any]:
        """Return precision, recall, and how often suggestions are right."""
        return {
            "findings": self.found,
            "swaps": self.swaps,
            "precision": round(self.true / max(1, self.found), 4),
            "recall": round(self.hit / max(1, self.swaps), 4),
            "suggestions_right": round(self.right / max(1, self.suggested), 4),
            "swaps_restored": round(self.restored / max(1, self.swaps), 4),
        }


def repaired(text: str, start: int, end: int, swaps: Sequence[tuple[int, int, str]]) -> str:
    """Return the stretch with its swaps undone, in lower case."""
    pieces, position = [], start
    for left, right, original in swaps:
        pieces += [text[position : max(left, position)], original]
        position = right
    return re.sub(r"\s+", " ", "".join([*pieces, text[position:end]])).lower()


def tortured(data: Path, encoder: Reader, recall: Ranker) -> dict[str, Any]:
    """Measure how often the first suggestion is the phrase that was meant, on phrases held out by meaning."""
    pairs = [p for p in tortured_pairs(rows(data, "tortured_phrases")) if held_out(p.meant)]
    right = comparable = 0
    for pair in pairs:
        got, meant = pair.garbled.split(), pair.meant.split()
        doc = document(_CARRIER.format(pair.garbled))
        at = next((i for i in range(len(doc.words)) if list(doc.lower[i : i + len(got)]) == got), None)
        if at is None:
            continue
        readings = encoder.read(doc, windows(doc))
        changed = [at + k for k in range(len(got))]
        restored = originals(doc, encoder, readings, [i for i in changed if i in readings], recall, {})
        odds = {o.place: o for o in restored}
        wording = [
            odds[i].word if i in odds and _put_there(readings[i].log_odds, odds[i].score) else doc.lower[i]
            for i in changed
        ]
        comparable += len(got) == len(meant)
        right += wording == meant
    return {
        "pairs": len(pairs),
        "same_length": comparable,
        "right": round(right / max(1, len(pairs)), 4),
        "right_of_same_length": round(right / max(1, comparable), 4),
    }


def _put_there(log_odds: float, score: float) -> bool:
    """Say whether a word of a garbled phrase is to be replaced: as probable as not, given its best original."""
    return log_odds >= -2.5 and log_odds + score >= -3.0


def examples(data: Path) -> dict[str, Any]:
    """Measure the annotated spun articles written for this project, their originals, and the traps."""
    tally = Tally()
    probabilities: dict[str, float | None] = {}
    for r in rows(data, "spun_examples"):
        if r.get("spun"):
            swaps = [(s["start"], s["end"], s["intended"]) for s in r["swaps"]]
            probabilities[f"{r['id']} spun {r['style']} {r['density']}"] = tally.add(document(r["spun"]), swaps)
            probabilities[f"{r['id']} original"] = signal.measure(document(r["original"])).values["spun.probability"]
        else:
            probabilities[f"{r['id']} {r['style']}"] = signal.measure(document(r["text"])).values["spun.probability"]
    rounded = {name: None if p is None else round(p, 4) for name, p in probabilities.items()}
    return {"probabilities": rounded, "phrases": tally.figures()}


def card(metrics: Mapping[str, Any]) -> str:
    """Render the model card from the metrics."""
    return "\n".join(_card(metrics))


def _card(metrics: Mapping[str, Any]) -> Iterator[str]:
    encoder = metrics["encoder"]
    yield from (
        "# spun-1.0",
        "",
        "An encoder that gives every word of an English text the probability that spinner software put it there, and",
        "recalls the word that stood there; with the weights that turn its readings into a probability per article.",
        "",
        f"- Base weights: {encoder['base']} ({encoder['base_licence']}); its word embeddings rounded, 8-bit ONNX.",
        *(
            f"- Trained on: {run['machine']}, {run['seconds'] / 60:.0f} minutes, {run['steps']} steps, "
            f"{run['windows']} windows, about half of them spun on purpose"
            + f", {run['written_windows']} written ones among them"
            + (". Then averaged with the run before." if run["averaged_with_the_run_before"] else ".")
            for run in encoder["runs"]
        ),
        f"- Synonym sources trained on: {', '.join(encoder['sources'])}; never trained on: {UNSEEN_SOURCE}.",
        f"- Probabilities assume that {metrics['assumed_prevalence']:.0%} of the articles are spun.",
        "- Use: to show a moderator phrases to check. Not proof of misconduct; not for text paraphrased by large",
        "  language models; English only.",
    )
    held = metrics.get("held_out")
    if held is None:
        return
    yield from ("", "All figures are on articles that neither the encoder nor the weights were fitted on.", "")
    yield from (
        "| human genre | articles | flagged at 0.5 | flagged at the 1 % threshold of news |",
        "|---|---|---|---|",
    )
    for genre, f in held["false_positives"].items():
        yield f"| {genre} | {f['articles']} | {f['at_threshold']:.1%} | {f['at_news_1_percent']:.1%} |"
    yield from ("", "| source and density | AUC | caught at 1 % of news | caught at 0.5 |", "|---|---|---|---|")
    for name, f in held["caught"].items():
        yield f"| {name} | {f['auc']:.3f} | {f['caught_at_1_percent']:.2f} | {f['caught_at_threshold']:.2f} |"
    yield ""
    written_ = held["written"]
    measured = {
        **held["phrases"],
        "annotated examples": held["examples"]["phrases"],
        "written passages never trained on": written_["phrases"],
    }
    for name, f in measured.items():
        yield (
            f"- Phrases, {name}: precision {f['precision']:.2f}, recall {f['recall']:.2f}, suggestions right "
            f"{f['suggestions_right']:.2f}, swaps restored {f['swaps_restored']:.2f}."
        )
    yield (
        f"- Articles joined from written passages never trained on: {written_['spun_flagged']:.0%} of "
        f"{written_['spun_articles']} spun ones flagged, {written_['unspun_flagged']:.0%} of "
        f"{written_['unspun_articles']} unspun ones in unusual manners."
    )
    top = held["tortured_top_1"]
    yield f"- Tortured phrases held out by meaning ({top['pairs']}): first suggestion right {top['right']:.2f}."
    yield "- Speed: benchmarks/spun.py."
    yield ""
    for name, p in held["examples"]["probabilities"].items():
        yield f"- {name}: {p}"


if __name__ == "__main__":
    main()
