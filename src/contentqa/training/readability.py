"""Train the health-readability index: ``python -m contentqa.training.readability DATA --out models/readability-1.0``.

Two levels are fitted by ridge regression on the same kinds of inputs: sentences on the human ratings of MedReadMe
(Jiang & Xu 2024, EMNLP), articles on the human easiness of CLEAR (Crossley et al. 2022) together with the mean ratings
of MedReadMe's passages and, at a low weight, texts known by their audience alone (Cochrane's summaries for patients,
abstracts for scientists). All targets are put on the scale of school grades by giving them, corpus by corpus, the mean
and spread of the consensus of the classic formulas on the same texts. The article level is fitted within corpora (each
corpus has its own intercept), so that being about medicine is not by itself a difficulty.

What the words' company is comes from unlabelled text: co-occurrence vectors (positive pointwise mutual information,
truncated SVD: Levy & Goldberg 2014) and frequencies by register. Everything that is linear in the words is collapsed
into one score per word and level.
"""

from __future__ import annotations

import argparse
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.sparse as sparse
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LinearRegression, Ridge
from sklearn.model_selection import GroupKFold
from sklearn.pipeline import make_pipeline

from ..segmentation import segment
from ..signals.readability import formulas, index
from ..signals.readability.inputs import ARTICLE_INPUTS, SENTENCE_INPUTS, article_inputs, sentence_inputs
from ..signals.readability.prose import Prose, lay_out, measured_sentences
from ..signals.readability.words import plain
from ..types import Article, Sentence
from . import corpora
from .folder import save
from .readability_card import render

Floats = npt.NDArray[np.float64]
Split = tuple[npt.NDArray[np.int_], npt.NDArray[np.int_]]

SEED = 0
FOLDS = 5
VOCABULARY = 40_000
SEEN_AT_LEAST = 3
WINDOW = 5
DIMENSIONS = 150
LANDMARKS = 150
STRENGTH = 2.0
BLOCK_WEIGHTS = {"linear": 1.0, "bumps": 0.6, "company": 0.5, "registers": 0.3, "affixes": 0.4}
AFFIX_ROWS = {"sentence": 3, "article": 15}
PASSAGE_SENTENCES = 5
WEIGHTS = {"medreadme": 5.0, "clear_readability": 1.0, "audience": 0.3}
AUDIENCES = {"cochrane_plain_language": 0.0, "abstracts_plain_text": 1.0}
AUDIENCE_TEXTS = 445
AUDIENCE_WORDS = 30
SET_ASIDE = 1_000
PAIRS = 20_000
RESAMPLES = 500
UNLABELLED = {
    "abstracts_plain_text": ("text",),
    "healthstory": ("text",),
    "healthrelease": ("text",),
    "recovery": ("body_text",),
    "medcred_articles": ("text",),
    "human_texts_varied": ("text",),
    "sondhi_pages": ("text",),
    "clear_readability": ("Excerpt",),
    "insciout_press_releases": ("text",),
    "insciout_news": ("text",),
    "trec2019_pages": ("text",),
}
REGISTERS = (
    "abstracts_plain_text",
    "healthstory",
    "recovery",
    "trec2019_pages",
    "news-ele",
    "mixed-spok",
    "mixed-fic",
    "public-health-journal",
)
POPULATION = {"sondhi_pages": "text", "trec2019_pages": "text", "medcred_articles": "text", "healthstory": "text"}
_TOKEN = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")


@dataclass(frozen=True)
class Unit:
    """A labelled text: its inputs, its word forms with their shares, target, corpus, and the group never to split."""

    inputs: Floats
    forms: Counter[str]
    words: int
    target: float
    corpus: str
    group: str
    text: str
    formulas: dict[str, float]


class Company:
    """Vectors and register frequencies of word forms, from unlabelled text."""

    def __init__(self, data: Path) -> None:
        texts: list[list[str]] = []
        registers: dict[str, Counter[str]] = {name: Counter() for name in REGISTERS}
        for register, words in _unlabelled(data):
            texts.append(words)
            if register in registers:
                registers[register].update(words)
        seen = Counter(word for words in texts for word in set(words))
        ranked = sorted((word for word, n in seen.items() if n >= SEEN_AT_LEAST), key=lambda word: (-seen[word], word))
        self.forms = ranked[:VOCABULARY]
        self.position = {form: k for k, form in enumerate(self.forms)}
        self.vectors = _vectors(texts, self.position)
        totals = {name: sum(counts.values()) for name, counts in registers.items()}
        self.registers = np.array(
            [[np.log10((registers[r][form] + 0.5) / totals[r] * 1e6) for r in REGISTERS] for form in self.forms]
        )
        self.unseen = np.array([np.log10(0.5 / totals[r] * 1e6) for r in REGISTERS])

    def of(self, form: str) -> tuple[Floats, Floats]:
        """Return the vector and the register frequencies of ``form``, as the index looks words up."""
        if form in self.position:
            k = self.position[form]
            return self.vectors[k], self.registers[k]
        parts = [self.position[part] for part in form.split("-") if part in self.position] if "-" in form else []
        if not parts:
            return np.zeros(self.vectors.shape[1]), self.unseen
        return self.vectors[parts].mean(axis=0), self.registers[parts].mean(axis=0)


def _unlabelled(data: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield (register, words) of unlabelled texts, without the abstracts that the audience check may draw on."""
    for name, fields in UNLABELLED.items():
        for number, row in enumerate(corpora.rows(data, name)):
            if name in AUDIENCES and number < SET_ASIDE:
                continue
            words = _TOKEN.findall(plain(" ".join(str(row[field] or "") for field in fields)))
            if len(words) > 20:
                register = str(row["genre"]) if name == "human_texts_varied" else name
                yield register, [index.base_form(word) for word in words]


def _vectors(texts: Sequence[Sequence[str]], position: dict[str, int]) -> Floats:
    """Return one unit vector per form, from windowed co-occurrence weighted by 1/distance."""
    size = len(position)
    encoded = [np.array([position.get(word, -1) for word in words]) for words in texts]
    counts = sparse.csr_matrix((size, size), dtype=np.float32)
    for distance in range(1, WINDOW + 1):
        left = np.concatenate([ids[:-distance] for ids in encoded])
        right = np.concatenate([ids[distance:] for ids in encoded])
        known = (left >= 0) & (right >= 0)
        weights = np.full(int(known.sum()), 1 / distance, dtype=np.float32)
        counts = counts + sparse.csr_matrix((weights, (left[known], right[known])), shape=(size, size))
    counts = (counts + counts.T).tocoo()
    kept = counts.data >= 0.5
    rows, columns, data = counts.row[kept], counts.col[kept], counts.data[kept]
    frequency = np.bincount(rows, data, size) + 1e-9
    context = frequency**0.75 / (frequency**0.75).sum()
    information = np.maximum(np.log(data / (frequency[rows] * context[columns])), 0.0)
    association = sparse.csr_matrix((information, (rows, columns)), shape=(size, size))
    svd = TruncatedSVD(DIMENSIONS, n_iter=4, random_state=SEED)
    vectors = svd.fit_transform(association) / np.sqrt(svd.singular_values_)
    unit: Floats = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6)
    return unit


def sentences(data: Path) -> list[Unit]:
    """Return MedReadMe's rated sentences; a group is one document (its technical and its plain version)."""
    units = []
    for group, _, row in _medreadme(data):
        document = segment(Article(id="", text=row["Sentence"]))
        whole = Sentence(document.blocks[0].span, 0, 0, len(document.words))
        prose = lay_out(document, [whole])
        units.append(_unit(prose, sentence_inputs(prose)[0], float(row["Readability"]), "medreadme", group))
    return units


def articles(data: Path) -> list[Unit]:
    """Return CLEAR's excerpts (grouped by author), MedReadMe's passages with their mean rating, and unrated texts.

    The unrated ones are known by their audience alone: summaries for patients (0) and abstracts for scientists (1).
    """
    units = []
    for row in corpora.rows(data, "clear_readability"):
        many = row["Author"] in ("?", "wikipedia", "simple wiki")
        group = f"clear {row['ID'] if many else row['Author']}"
        units.append(_article(row["Excerpt"], -float(row["BT_easiness"]), "clear_readability", group))
    passages: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for group, side, row in _medreadme(data):
        passages.setdefault((group, side), []).append(row)
    for (group, _), rows in passages.items():
        if len(rows) >= PASSAGE_SENTENCES:
            rating = sum(float(row["Readability"]) for row in rows) / len(rows)
            units.append(_article(" ".join(row["Sentence"] for row in rows), rating, "medreadme", group))
    for name, target in AUDIENCES.items():
        units += [_article(text, target, "audience", f"{name} {n}") for n, text in _audience(data, name, 0)]
    return units


def _audience(data: Path, name: str, remainder: int) -> Iterator[tuple[int, str]]:
    """Yield texts written for one audience: those with ``remainder`` 0 are learned from, those with 1 are judged."""
    texts = [row["text"] for row in corpora.rows(data, name)]
    kept = [text for text in texts if len(text.split()) >= AUDIENCE_WORDS][: 2 * AUDIENCE_TEXTS]
    yield from ((n, text) for n, text in enumerate(kept) if n % 2 == remainder)


def _medreadme(data: Path) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield (document, side, row): a document is a run of complex sentences with the run of simple ones after it."""
    number, before = 0, ("", "")
    for row in corpora.rows(data, "medreadme"):
        here = (row["Source"], row["Side"])
        if here != before and here != (before[0], "simple"):
            number += 1
        before = here
        yield f"medreadme {number}", row["Side"], row


def _article(text: str, target: float, corpus: str, group: str) -> Unit:
    prose = _prose(text)
    return _unit(prose, article_inputs(prose), target, corpus, group)


def _prose(text: str) -> Prose:
    document = segment(Article(id="", text=text))
    return lay_out(document, list(measured_sentences(document)) or list(document.sentences))


def _unit(prose: Prose, inputs: Floats, target: float, corpus: str, group: str) -> Unit:
    lower = prose.document.lower
    counts = prose.counts
    single = {
        "Flesch-Kincaid": formulas.flesch_kincaid(counts),
        "SMOG": formulas.smog(counts),
        "Dale-Chall": formulas.dale_chall(counts),
        "consensus": formulas.median(list(formulas.grades(counts).values())),
    }
    forms = Counter(index.base_form(lower[w]) for w in prose.words)
    return Unit(inputs, forms, len(prose.words), target, corpus, group, prose.document.text, single)


class Blocks:
    """The explicit features of units, block by block, for one level."""

    def __init__(self, units: Sequence[Unit], company: Company, level: str) -> None:
        self.inputs = np.array([unit.inputs for unit in units])
        known: dict[str, tuple[Floats, Floats]] = {}
        for unit in units:
            for form in unit.forms:
                if form not in known:
                    known[form] = company.of(form)
        self.company = np.array([_mean(unit, {f: known[f][0] for f in unit.forms}) for unit in units])
        self.registers = np.array([_mean(unit, {f: known[f][1] for f in unit.forms}) for unit in units])
        self.affix_names, self.rarity, self.affixes = _affix_matrix(units, AFFIX_ROWS[level])
        self.center = self.inputs.mean(axis=0)
        self.scale = np.maximum(self.inputs.std(axis=0), 1e-9)
        self.standard = index.standardised(self.inputs, self.center, self.scale)
        self.width = 0.5 / self.inputs.shape[1]
        order = np.argsort(self.standard[:, 0], kind="stable")
        self.landmarks = self.standard[order[:: max(1, len(order) // LANDMARKS)][:LANDMARKS]]
        between = np.exp(-self.width * index.squared_distances(self.landmarks, self.landmarks))
        values, axes = np.linalg.eigh(between + 1e-4 * np.eye(len(between)))
        self.whitening = axes / np.sqrt(values)
        self.bumps = np.exp(-self.width * index.squared_distances(self.standard, self.landmarks)) @ self.whitening

    @property
    def named(self) -> dict[str, Any]:
        """The blocks by name, each with one row per unit."""
        return {
            "linear": self.standard,
            "bumps": self.bumps,
            "company": self.company,
            "registers": self.registers,
            "affixes": self.affixes,
        }


def _mean(unit: Unit, vectors: dict[str, Floats]) -> Floats:
    total: Floats = np.sum([n * vectors[form] for form, n in unit.forms.items()], axis=0)
    return total / unit.words


def _affix_matrix(units: Sequence[Unit], rows_at_least: int) -> tuple[list[str], Floats, sparse.csr_matrix]:
    """Return the affixes that enough units hold, their rarity, and their mean share in each unit times rarity."""
    per_form = {form: index.affixes(form) for unit in units for form in unit.forms}
    rows: list[dict[str, float]] = []
    for unit in units:
        row: dict[str, float] = {}
        for form, n in unit.forms.items():
            for name in per_form[form]:
                row[name] = row.get(name, 0.0) + n / unit.words * len(per_form[form]) ** -0.5
        rows.append(row)
    held = Counter(name for row in rows for name in row)
    names = sorted(name for name, n in held.items() if n >= rows_at_least)
    position = {name: k for k, name in enumerate(names)}
    cells = [
        (i, position[name], share) for i, row in enumerate(rows) for name, share in row.items() if name in position
    ]
    at, columns, shares = (np.array(column) for column in zip(*cells, strict=True))
    rarity = np.log(len(units) / np.array([held[name] for name in names]))
    return names, rarity, sparse.csr_matrix((shares * rarity[columns], (at, columns)), shape=(len(rows), len(names)))


@dataclass(frozen=True)
class Fit:
    """Weights per block and the bias."""

    weights: dict[str, Floats]
    bias: float

    def predict(self, blocks: dict[str, Any], rows: npt.NDArray[np.int_]) -> Floats:
        """Return the predictions for ``rows`` of the blocks."""
        total = np.full(len(rows), self.bias)
        for name, matrix in blocks.items():
            total += np.asarray(matrix[rows] @ self.weights[name])
        return total


def fit(
    blocks: dict[str, Any], target: Floats, corpus: npt.NDArray[np.str_], rows: npt.NDArray[np.int_], weight: Floats
) -> Fit:
    """Return the ridge fit on ``rows`` in its dual form, with one free intercept per corpus.

    Each block is scaled so that its centred rows have the mean square that ``BLOCK_WEIGHTS`` says.
    """
    masks = [corpus[rows] == name for name in np.unique(corpus[rows])]
    scales: dict[str, float] = {}
    gram = np.zeros((len(rows), len(rows)))
    for name, matrix in blocks.items():
        part = matrix[rows]
        inner = np.asarray((part @ part.T).todense() if sparse.issparse(part) else part @ part.T)
        for mask in masks:
            inner[mask] -= inner[mask].mean(axis=0)
            inner[:, mask] -= inner[:, mask].mean(axis=1, keepdims=True)
        scales[name] = BLOCK_WEIGHTS[name] / float(np.mean(np.diag(inner)))
        gram += scales[name] * inner
    centred = target[rows].copy()
    for mask in masks:
        centred[mask] -= centred[mask].mean()
    dual = np.linalg.solve(gram + np.diag(STRENGTH / weight[rows]), centred)
    for mask in masks:
        dual[mask] -= dual[mask].mean()
    weights = {name: scales[name] * np.asarray(matrix[rows].T @ dual).ravel() for name, matrix in blocks.items()}
    fitted = Fit(weights, 0.0)
    residual = target[rows] - fitted.predict(blocks, rows)
    return Fit(weights, float(np.mean([residual[mask].mean() for mask in masks])))


def in_grades(units: Sequence[Unit]) -> Floats:
    """Return the targets on the scale of school grades: per corpus, the mean and spread of the formulas' consensus."""
    grades = np.empty(len(units))
    for name in {unit.corpus for unit in units}:
        at = [k for k, unit in enumerate(units) if unit.corpus == name]
        target = np.array([units[k].target for k in at])
        consensus = np.array([units[k].formulas["consensus"] for k in at])
        grades[at] = consensus.mean() + (target - target.mean()) / target.std() * consensus.std()
    return grades


def out_of_fold(
    units: Sequence[Unit], blocks: Blocks, target: Floats, splits: Sequence[Split], weight: Floats
) -> Floats:
    """Return predictions by fits that never saw the unit's group."""
    corpus = np.array([unit.corpus for unit in units])
    predicted = np.empty(len(units))
    for train, test in splits:
        predicted[test] = fit(blocks.named, target, corpus, train, weight).predict(blocks.named, test)
    return predicted


def figures(units: Sequence[Unit], predicted: Floats, splits: Sequence[Split]) -> dict[str, Any]:
    """Return per corpus: Pearson's r with the human target and its interval, beside the baselines on the same folds."""
    target = np.array([unit.target for unit in units])
    inputs = np.array([unit.inputs for unit in units])
    result = {}
    for name in sorted({unit.corpus for unit in units}):
        at = np.array([k for k, unit in enumerate(units) if unit.corpus == name])
        inside = [(np.intersect1d(train, at), np.intersect1d(test, at)) for train, test in splits]
        groups = np.array([units[k].group for k in at])
        baselines = {
            "length alone": _correlation(
                _linear(np.log([[unit.words] for unit in units]), target, inside, len(units))[at], target[at]
            ),
            "best single input": _correlation(_best(inputs, target, inside)[at], target[at]),
            "TF-IDF + ridge regression": _correlation(_bag([u.text for u in units], target, inside)[at], target[at]),
        }
        for formula in units[0].formulas:
            baselines[formula] = _correlation(np.array([units[k].formulas[formula] for k in at]), target[at])
        result[name] = {
            "units": len(at),
            "groups": len(set(groups)),
            "pearson": _with_interval(predicted[at], target[at], groups),
            "baselines_pearson": {key: round(value, 4) for key, value in baselines.items()},
        }
    return result


def _correlation(a: Floats, b: Floats) -> float:
    return float(np.corrcoef(a, b)[0, 1])


def _with_interval(predicted: Floats, target: Floats, groups: npt.NDArray[np.str_]) -> list[float]:
    """Return r and its 95 % interval from a bootstrap over groups."""
    rng = np.random.default_rng(SEED)
    members = [np.flatnonzero(groups == name) for name in np.unique(groups)]
    drawn = []
    for _ in range(RESAMPLES):
        rows = np.concatenate([members[k] for k in rng.integers(len(members), size=len(members))])
        drawn.append(_correlation(predicted[rows], target[rows]))
    low, high = np.quantile(drawn, [0.025, 0.975])
    return [round(_correlation(predicted, target), 4), round(float(low), 4), round(float(high), 4)]


def _linear(columns: Floats, target: Floats, splits: Sequence[Split], size: int) -> Floats:
    predicted = np.zeros(size)
    for train, test in splits:
        predicted[test] = LinearRegression().fit(columns[train], target[train]).predict(columns[test])
    return predicted


def _best(inputs: Floats, target: Floats, splits: Sequence[Split]) -> Floats:
    predicted = np.zeros(len(inputs))
    for train, test in splits:
        strengths = [
            abs(np.corrcoef(column, target[train])[0, 1]) if column.std() else 0.0 for column in inputs[train].T
        ]
        best = inputs[:, [int(np.argmax(strengths))]]
        predicted[test] = LinearRegression().fit(best[train], target[train]).predict(best[test])
    return predicted


def _bag(texts: Sequence[str], target: Floats, splits: Sequence[Split]) -> Floats:
    predicted = np.zeros(len(texts))
    for train, test in splits:
        bag = make_pipeline(TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True), Ridge(1.0))
        predicted[test] = bag.fit([texts[k] for k in train], target[train]).predict([texts[k] for k in test])
    return predicted


def level_weights(fitted: Fit, blocks: Blocks) -> dict[str, Floats]:
    """Return what ``index.Level`` reads."""
    return {
        "bias": np.array([fitted.bias]),
        "center": blocks.center,
        "scale": blocks.scale,
        "linear": fitted.weights["linear"],
        "landmarks": blocks.landmarks,
        "bumps": blocks.whitening @ fitted.weights["bumps"],
        "width": np.array([blocks.width]),
    }


def word_weights(company: Company, fits: Sequence[Fit], blocks: Sequence[Blocks]) -> dict[str, npt.NDArray[Any]]:
    """Return what ``index.WordScores`` reads: everything linear in the words, summed up per word."""
    scores = np.column_stack(
        [company.vectors @ f.weights["company"] + company.registers @ f.weights["registers"] for f in fits]
    )
    affixes: dict[str, list[float]] = {}
    for level, (fitted, block) in enumerate(zip(fits, blocks, strict=True)):
        for name, weight, rare in zip(block.affix_names, fitted.weights["affixes"], block.rarity, strict=True):
            affixes.setdefault(name, [0.0, 0.0])[level] = float(weight * rare)
    names = sorted(affixes)
    return {
        "company_names": _packed(company.forms),
        "company_weights": scores.astype(np.float32),
        "affix_names": _packed(names),
        "affix_weights": np.array([affixes[name] for name in names], dtype=np.float32),
        "unseen": np.array([company.unseen @ f.weights["registers"] for f in fits]),
    }


def _packed(names: Iterable[str]) -> npt.NDArray[np.uint8]:
    return np.frombuffer(zlib.compress("\n".join(names).encode("utf-8"), 9), dtype=np.uint8)


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
    summaries, abstracts = (grades_of(weights, (text for _, text in _audience(data, name, 1))) for name in AUDIENCES)
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
