"""What is spun and with what: human articles, which of them no training step sees, and the spinners.

Both parts of the spun-text signal train on this material: the screen (:mod:`.screen`) and the encoder
(:mod:`.encoder`).
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import NamedTuple

from ...segmentation import segment
from ...types import Article, Document
from ..corpora import rows
from . import sources
from .spinner import Spinner, Spun, Swap

CORPORA: Mapping[str, str] = {
    "recovery": "body_text",
    "healthstory": "text",
    "healthrelease": "text",
    "insciout_news": "text",
    "insciout_press_releases": "text",
    "abstracts_plain_text": "text",
    "cochrane_plain_language": "text",
    "human_texts_varied": "text",
    "sondhi_pages": "text",
    "trec2019_pages": "text",
    "medcred_articles": "text",
}
TEST_ONLY = "healthstory"
UNSEEN_SOURCE = "vectors"
SEED = 11
_LONGEST = 5000
_LEAST_WORDS = 80
_PER_CORPUS = 220


class Text(NamedTuple):
    """A human article: its genre and its text."""

    genre: str
    text: str


@dataclass(frozen=True)
class Sources:
    """The spinner for training, and one spinner per source for testing."""

    training: Spinner
    single: Mapping[str, Spinner]


def held_out(text: str, share: float = 0.25) -> bool:
    """Say whether an article belongs to the part that no training step sees (decided by its content)."""
    return int(hashlib.sha256(text[:400].encode()).hexdigest()[:8], 16) / 2**32 < share


def read_sources(folder: Path, data: Path) -> Sources:
    """Read the thesauri; phrase pairs whose meaning is held out are left out of what is trained on."""
    dictionary, morphology = sources.wordnet(folder / "wordnet")
    counts = sources.unigrams(next(folder.glob("symspellpy*.whl")))
    pairs = [p for p in sources.tortured_pairs(rows(data, "tortured_phrases")) if not held_out(p.meant)]
    known = {
        "wordnet": dictionary,
        "moby": sources.moby(folder / "moby.txt", morphology),
        "oewn": sources.word_list(next(folder.glob("denckring*.whl")), morphology),
        "mined": sources.mined_words(pairs, morphology),
    }
    known["agreed"] = sources.agreed(list(known.values()), morphology, counts)
    manners = written_manners(morphology) | {sources.HAND: _by_hand(morphology)}
    known |= {name: manner.words for name, manner in manners.items()}
    phrases = {"mined": sources.phrases(pairs)} | {name: manner.phrases for name, manner in manners.items()}
    common = sorted(counts, key=lambda word: (-counts[word], word))[:30_000]
    near = sources.vectors(folder / UNSEEN_SOURCE, common, morphology)
    single = {name: Spinner({name: source}, {}, counts) for name, source in {**known, UNSEEN_SOURCE: near}.items()}
    return Sources(Spinner(known, phrases, counts, favoured=(*sources.WRITTEN, sources.HAND)), single)


def human_texts(data: Path) -> tuple[list[Text], list[Text]]:
    """Return human articles to train on and those held out, at most a fixed number of each genre."""
    rng = random.Random(SEED)
    seen: list[Text] = []
    unseen: list[Text] = []
    for name, column in CORPORA.items():
        by_genre: dict[str, list[Text]] = {}
        for row in rows(data, name):
            text = row.get(column)
            if isinstance(text, str) and len(text.split()) >= _LEAST_WORDS:
                genre = f"{name}/{row['genre']}" if "genre" in row else name
                by_genre.setdefault(genre, []).append(Text(genre, text[:_LONGEST]))
        for texts in by_genre.values():
            rng.shuffle(texts)
            test = [t for t in texts if held_out(t.text)] if name != TEST_ONLY else texts
            unseen += test[:_PER_CORPUS]
            seen += [t for t in texts if not held_out(t.text)][:_PER_CORPUS] if name != TEST_ONLY else []
    return seen, unseen


def written_manners(morphology: sources.Morphology) -> dict[str, sources.Written]:
    """Return the spinners whose replacements were written for this project, by manner."""
    return sources.written(_written("spinner.txt").splitlines(), morphology)


def _by_hand(morphology: sources.Morphology) -> sources.Written:
    """Return what was replaced by what in the written passages that are trained on."""
    pairs = [(p.text[swap.start : swap.end], swap.original) for p in passages(unseen=False) for swap in p.swaps]
    return sources.by_hand(pairs, morphology)


def passages(unseen: bool | None = None) -> list[Spun]:
    """Return the passages written for this project: spun by hand in three styles, or unusual and unspun.

    ``unseen``: only those that are held out, or only the others.
    """
    text = _written("passages.txt")
    found = []
    for line in text.splitlines():
        spun, swaps = sources.marked(line)
        if unseen is None or held_out(spun) == unseen:
            found.append(Spun(spun, tuple(Swap(*swap) for swap in swaps)))
    return found


def traps() -> list[str]:
    """Return unspun passages that no encoder is trained on: they keep the weights of an article from flagging such."""
    return _written("traps.txt").splitlines()


def _written(name: str) -> str:
    return resources.files("contentqa").joinpath("training", "data", name).read_text(encoding="utf-8")


def document(text: str) -> Document:
    """Cut up a text as the pipeline does."""
    return segment(Article("", text))
