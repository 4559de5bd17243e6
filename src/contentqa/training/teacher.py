"""A teacher for small models: an encoder fine-tuned on labelled sentences, which then labels many more.

A linear model that must answer in microseconds learns more from a hundred thousand sentences labelled by a good teacher
than from the few thousand that people labelled (knowledge distillation: Hinton, Vinyals & Dean 2015, arXiv:1503.02531;
from an encoder to a small model: Tang et al. 2019, arXiv:1903.12136). The teacher is MiniLM (Apache-2.0); it needs
PyTorch and transformers, trains in minutes on a CPU, and is not shipped.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import torch

_PIECES = 96
_BATCH = 32
_RATE = 2e-4
_WARM_UP = 30
# Batches of equal length are cut from this many at a time, so that little is spent on padding.
_SORTED_TOGETHER = 20

Floats = npt.NDArray[np.float64]


class Answers(NamedTuple):
    """What teachers say, one trained on each training part of a cross-validation.

    ``own``: probabilities of the labelled texts by the teacher that did not see them, a row a text, a column a class.
    ``pool``: those of the unlabelled texts by every teacher, teachers first.
    """

    own: Floats
    pool: Floats


class Lesson(NamedTuple):
    """What teachers are trained on and asked: labelled texts in folds, and texts that nobody labelled."""

    texts: Sequence[str]
    labels: Sequence[int]
    splits: Sequence[tuple[npt.NDArray[np.int_], npt.NDArray[np.int_]]]
    pool: Sequence[str]
    classes: int

    def fingerprint(self) -> str:
        """Return a hash of all that the answers depend on."""
        parts = (*self.texts, repr(list(self.labels)), repr([test.tolist() for _, test in self.splits]), *self.pool)
        return hashlib.sha256("\0".join(parts).encode("utf-8")).hexdigest()


def ask(lesson: Lesson, base: Path, kept: Path | None = None, seed: int = 0) -> Answers:
    """Train a teacher for each fold and return their answers.

    ``kept`` is a file that keeps the answers: where it holds those of this very lesson no teacher is trained.
    """
    name = lesson.fingerprint()
    if kept is not None and kept.is_file():
        with np.load(kept, allow_pickle=False) as stored:
            if str(stored["lesson"]) == name:
                return Answers(stored["own"].astype(float), stored["pool"].astype(float))
    own: Floats = np.zeros((len(lesson.texts), lesson.classes))
    pool: Floats = np.zeros((len(lesson.splits), len(lesson.pool), lesson.classes))
    for fold, (train, test) in enumerate(lesson.splits):
        teacher = Teacher(base, lesson.classes, seed + fold)
        teacher.fit([lesson.texts[i] for i in train], [lesson.labels[i] for i in train])
        own[test] = teacher.probabilities([lesson.texts[i] for i in test])
        pool[fold] = teacher.probabilities(lesson.pool)
        print(f"teacher {fold + 1} of {len(lesson.splits)} has answered", flush=True)
    if kept is not None:
        np.savez_compressed(kept, lesson=np.array(name), own=own.astype(np.float32), pool=pool.astype(np.float32))
    return Answers(own, pool)


class Teacher:
    """An encoder with one output a class, read from the folder of the base weights; :meth:`fit`, then ask."""

    def __init__(self, base: Path, classes: int, seed: int = 0, threads: int = 1) -> None:
        import torch
        from tokenizers import Tokenizer
        from transformers import AutoModel

        torch.manual_seed(seed)
        torch.set_num_threads(threads)
        self._random = random.Random(seed)
        self._tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(_PIECES)
        self._encoder: Any = AutoModel.from_pretrained(base, add_pooling_layer=False, attn_implementation="eager")
        self._encoder.embeddings.word_embeddings.weight.requires_grad_(False)
        self._head = torch.nn.Linear(self._encoder.config.hidden_size, classes)

    def fit(self, texts: Sequence[str], labels: Sequence[int], epochs: int = 3) -> Teacher:
        """Fine-tune on ``texts``; returns the teacher itself."""
        import torch

        pieces = self._pieces(texts)
        wanted = torch.tensor(list(labels))
        weights = [p for p in [*self._encoder.parameters(), *self._head.parameters()] if p.requires_grad]
        optimiser = torch.optim.AdamW(weights, lr=_RATE, weight_decay=0.01, fused=True)
        self._encoder.train()
        step, steps = 0, epochs * len(texts) / _BATCH
        for _ in range(epochs):
            for rows in self._batches(pieces, shuffled=True):
                step += 1
                for group in optimiser.param_groups:
                    group["lr"] = _RATE * min(1.0, step / _WARM_UP) * max(0.05, 1 - step / steps)
                with torch.autocast("cpu", dtype=torch.bfloat16):
                    scores = self._scores([pieces[i] for i in rows])
                loss = torch.nn.functional.cross_entropy(scores.float(), wanted[rows])
                optimiser.zero_grad(set_to_none=True)
                loss.backward()
                torch.nn.utils.clip_grad_norm_(weights, 1.0)
                optimiser.step()
        return self

    def probabilities(self, texts: Sequence[str]) -> Floats:
        """Return one probability a class for every text."""
        import torch

        pieces = self._pieces(texts)
        found: Floats = np.zeros((len(texts), self._head.out_features))
        self._encoder.eval()
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            for rows in self._batches(pieces, shuffled=False):
                found[rows] = torch.softmax(self._scores([pieces[i] for i in rows]).float(), dim=1).numpy()
        return found

    def _pieces(self, texts: Sequence[str]) -> list[list[int]]:
        return [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts))]

    def _batches(self, pieces: Sequence[Sequence[int]], shuffled: bool) -> Iterator[list[int]]:
        order = list(range(len(pieces)))
        if shuffled:
            self._random.shuffle(order)
        for begin in range(0, len(order), _BATCH * _SORTED_TOGETHER):
            part = sorted(order[begin : begin + _BATCH * _SORTED_TOGETHER], key=lambda i: len(pieces[i]))
            cut = [part[k : k + _BATCH] for k in range(0, len(part), _BATCH)]
            if shuffled:
                self._random.shuffle(cut)
            yield from cut

    def _scores(self, pieces: Sequence[Sequence[int]]) -> torch.Tensor:
        import torch

        width = max(map(len, pieces))
        ids = torch.zeros(len(pieces), width, dtype=torch.long)
        mask = torch.zeros(len(pieces), width, dtype=torch.long)
        for row, own in enumerate(pieces):
            ids[row, : len(own)] = torch.tensor(own)
            mask[row, : len(own)] = 1
        hidden = self._encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        kept = mask.unsqueeze(-1)
        return self._head((hidden * kept).sum(1) / kept.sum(1))
