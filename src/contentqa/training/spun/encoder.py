"""Train the encoder that sees which words a spinner put in, and guesses the words that stood there.

A MiniLM encoder (Apache-2.0) reads a window of running text. One head gives each word piece the probability that a
spinner put it there; a second head, tied to the word embeddings, predicts the word that stood there, so that both learn
from the same spun windows. Word embeddings stay as they were pretrained: words never seen in a swap keep their meaning
beside those seen, and a step costs less. About half of the windows are clean, of many genres, so that rare or
metaphorical words alone do not read as replaced.

    python -m contentqa.training.spun.encoder DATA_DIR --sources SOURCES_DIR --base MINILM_DIR --out models/spun-1.0

``MINILM_DIR`` holds the base weights (config.json, model.safetensors, tokenizer.json), ``SOURCES_DIR`` the thesauri.
Runs on a GPU where there is one, else on the CPU, for ``--minutes`` or a fixed number of ``--steps``. The recipe
follows replaced-token detection (Clark et al. 2020, ELECTRA, ICLR) with a spinner in place of the generator.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ..corpora import rows
from .material import held_out, passages, read_sources
from .sources import unigrams
from .spinner import Spinner, Spun, Swap, learner

if TYPE_CHECKING:
    import torch
    from tokenizers import Encoding, Tokenizer

CORPORA = (
    ("recovery", "body_text"),
    ("healthrelease", "text"),
    ("insciout_news", "text"),
    ("insciout_press_releases", "text"),
    ("abstracts_plain_text", "text"),
    ("cochrane_plain_language", "text"),
    ("human_texts_varied", "text"),
    ("sondhi_pages", "text"),
    ("trec2019_pages", "text"),
    ("medcred_articles", "text"),
    ("clear_readability", "Excerpt"),
)
PIECES = 64
SEED = 7
_BATCH = 48
# Shares of windows left as they are, and of those given the errors of learners: human both.
_CLEAN, _LEARNER = 0.42, 0.04
# Share of passages spun by hand; they are few, and more of them would be learned by heart.
_WRITTEN = 0.15
_SHORTEST, _LONGEST = 25, 600
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"“])")
_WINDOW_WORDS = 44
_IGNORED = -1.0
# Weight of the restoration loss beside that of detection.
_RESTORING = 0.15
# One product of matrices stays in 32 bits: its inputs have outliers, which make it a third of all that rounding costs.
_IN_FULL = "/encoder/encoder/layer.0/output/dense/MatMul"


def main() -> None:
    """Read the arguments, train, and write the encoder."""
    import torch
    from tokenizers import Tokenizer

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--sources", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=70.0)
    parser.add_argument("--steps", type=int)
    parser.add_argument("--rate", type=float, default=3e-4, help="highest learning rate")
    parser.add_argument("--start", type=Path, help="folder of an earlier run to go on from")
    parser.add_argument("--average", action="store_true", help="average the weights with those of --start at the end")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    if options.average and not options.start:
        parser.error("--average needs --start")
    torch.set_num_threads(options.threads)
    torch.manual_seed(SEED)
    tokenizer = Tokenizer.from_file(str(options.base / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(PIECES)
    restorable = vocabulary(tokenizer, unigrams(next(options.sources.glob("symspellpy*.whl"))))
    words = {word: i for i, word in enumerate(restorable)}
    known = tokenizer.get_vocab()
    model = build(options.base, [known[word] for word in restorable])
    spinner = read_sources(options.sources, options.data).training
    earlier: list[dict[str, Any]] = []
    started: dict[str, torch.Tensor] = {}
    if options.start:
        started = torch.load(options.start / "checkpoint.pt", weights_only=True)
        model.load_state_dict(started)
        earlier = json.loads((options.start / "training.json").read_text(encoding="utf-8"))["runs"]
    stream = batches(training_windows(options.data), spinner, tokenizer, words, _BATCH, SEED + len(earlier))
    options.out.mkdir(parents=True, exist_ok=True)
    figures = train(model, stream, options.minutes, options.out / "checkpoint.pt", options.rate, steps=options.steps)
    if options.average:
        model.load_state_dict(averaged(started, model.cpu().state_dict()))
        torch.save(model.state_dict(), options.out / "checkpoint.pt")
    export(model, tokenizer, restorable, options.out)
    run = {
        "machine": "one GPU" if torch.cuda.is_available() else f"CPU, {options.threads} threads",
        "written_passages": len(written_windows()),
        **figures,
        "averaged_with_the_run_before": options.average,
    }
    described = {
        "base": "all-MiniLM-L6-v2",
        "base_licence": "Apache-2.0",
        "sources": list(spinner.sources),
        "runs": [*earlier, run],
    }
    (options.out / "training.json").write_text(json.dumps(described, indent=1) + "\n", encoding="utf-8")


def averaged(one: dict[str, torch.Tensor], other: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """Return the mean of two states; it errs less on kinds of text that they saw little of (Izmailov et al. 2018)."""
    return {name: (one[name] + value) / 2 if value.is_floating_point() else value for name, value in other.items()}


def training_windows(data: Path) -> list[str]:
    """Return the windows of all human articles to train on, in a fixed order."""
    rng = random.Random(SEED)
    found: dict[str, None] = {}
    for name, column in CORPORA:
        for row in rows(data, name):
            text = row.get(column)
            if isinstance(text, str) and text and not held_out(text):
                found.update(dict.fromkeys(w for w in windows(text, rng) if _SHORTEST < len(w) < _LONGEST))
    return list(found)


class Example(NamedTuple):
    """Token ids of a window, the label of every piece (1 put there, 0 not, -1 ignored), (piece, word id) targets."""

    ids: list[int]
    labels: list[float]
    targets: list[tuple[int, int]]


def windows(text: str, rng: random.Random) -> Iterator[str]:
    """Yield runs of whole neighbouring sentences of one paragraph, of varying length."""
    for paragraph in text.split("\n"):
        run: list[str] = []
        size = 0
        limit = rng.choice((14, 30, _WINDOW_WORDS, _WINDOW_WORDS))
        for sentence in _SENTENCE.split(paragraph.strip()):
            length = len(sentence.split())
            if run and size + length > limit:
                yield " ".join(run)
                run, size = [], 0
                limit = rng.choice((14, 30, _WINDOW_WORDS, _WINDOW_WORDS))
            run.append(sentence)
            size += length
        if size >= 4:
            yield " ".join(run)


def written_windows() -> list[Spun]:
    """Return the written passages that are not held out, cut into runs of sentences as short as the other windows."""
    found = []
    for passage in passages():
        if held_out(passage.text):
            continue
        ends = [*(match.end() for match in _SENTENCE.finditer(passage.text)), len(passage.text)]
        begin = 0
        for k, end in enumerate(ends):
            if k + 1 < len(ends) and len(passage.text[begin : ends[k + 1]].split()) <= _WINDOW_WORDS:
                continue
            inside = [s for s in passage.swaps if begin <= s.start and s.end <= end]
            swaps = tuple(Swap(s.start - begin, s.end - begin, s.original) for s in inside)
            found.append(Spun(passage.text[begin:end], swaps))
            begin = end
    return found


def example(spun: Spun, tokenizer: Tokenizer, words: dict[str, int]) -> Example:
    """Tokenise a spun window and label its pieces; ``words`` maps each restorable word to its id."""
    encoding = tokenizer.encode(spun.text)
    labels = [_IGNORED if end == start else 0.0 for start, end in encoding.offsets]
    targets: list[tuple[int, int]] = []
    for swap in spun.swaps:
        inside = [
            k for k, (start, end) in enumerate(encoding.offsets) if start < end and swap.start <= start < swap.end
        ]
        for k in inside:
            labels[k] = 1.0
        targets.extend(_aligned(spun.text[swap.start : swap.end], swap.original, inside, encoding, words))
    return Example(list(encoding.ids), labels, targets)


def _aligned(
    new: str, original: str, inside: Sequence[int], encoding: Encoding, words: dict[str, int]
) -> Iterator[tuple[int, int]]:
    """Yield (piece, original word) pairs, as far as it is plain which word stands for which.

    Word by word where the counts agree; every word of a longer replacement recalls the one word that it stands for;
    else the first recalls the first and the last the last.
    """
    starts: dict[int | None, int] = {}
    for k in inside:
        starts.setdefault(encoding.word_ids[k], k)
    pieces = list(starts.values())
    wanted = original.lower().split()
    if not pieces or not wanted:
        return
    if len(wanted) == 1:
        wanted = wanted * len(pieces)
    elif len(pieces) == 1:
        wanted = wanted[-1:]
    elif len(pieces) != len(wanted):
        pieces, wanted = [pieces[0], pieces[-1]], [wanted[0], wanted[-1]]
    for piece, word in zip(pieces, wanted, strict=True):
        if word in words:
            yield piece, words[word]


def vocabulary(tokenizer: Tokenizer, counts: dict[str, int], size: int = 14_000) -> list[str]:
    """Return the commonest words that are one piece of the tokenizer: those that the second head can restore."""
    known = tokenizer.get_vocab()
    whole = [word for word in counts if word in known and word.isalpha() and (len(word) > 1 or word in "ai")]
    return sorted(whole, key=lambda word: (-counts[word], word))[:size]


def build(base: Path, restorable: Sequence[int], layers: int | None = None) -> torch.nn.Module:
    """Return the encoder with its two heads, from the folder of the base weights; ``layers`` keeps the first ones."""
    import torch
    from transformers import AutoModel

    class SpunEncoder(torch.nn.Module):
        """Encoder, a head that detects, and a head that restores."""

        def __init__(self) -> None:
            super().__init__()
            # No dropout: no window is spun the same way twice, and drawing it takes a third of a step on a CPU.
            self.encoder = AutoModel.from_pretrained(
                base,
                add_pooling_layer=False,
                attn_implementation="eager",
                hidden_dropout_prob=0.0,
                attention_probs_dropout_prob=0.0,
            )
            if layers is not None:
                self.encoder.encoder.layer = self.encoder.encoder.layer[:layers]
            width = self.encoder.config.hidden_size
            self.detect = torch.nn.Sequential(
                torch.nn.Linear(width, width), torch.nn.GELU(), torch.nn.LayerNorm(width), torch.nn.Linear(width, 1)
            )
            self.recall = torch.nn.Sequential(torch.nn.Linear(width, width), torch.nn.GELU(), torch.nn.LayerNorm(width))
            self.bias = torch.nn.Parameter(torch.zeros(len(restorable)))
            self.register_buffer("restorable", torch.tensor(list(restorable)))
            self.encoder.embeddings.word_embeddings.weight.requires_grad_(False)

        def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
            """Return per piece the log-odds that it was put there, and the vector that recalls the original word."""
            hidden = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
            return self.detect(hidden).squeeze(-1), self.recall(hidden)

        def words(self, recalled: torch.Tensor) -> torch.Tensor:
            """Return log-odds over the restorable words for vectors of ``recall``."""
            table = self.encoder.embeddings.word_embeddings.weight[self.restorable]
            return recalled @ (table / table.norm(dim=1, keepdim=True)).T + self.bias

    return SpunEncoder()


def batches(
    texts: Sequence[str], spinner: Spinner, tokenizer: Tokenizer, words: dict[str, int], size: int, seed: int
) -> Iterator[list[Example]]:
    """Yield batches without end: nearly half of the windows human, the others spun each in a manner of its own.

    A share of them are the passages written for this project, which were spun by hand.
    """
    rng = random.Random(seed)
    written = written_windows()
    pool: list[Example] = []
    while True:
        order = list(range(len(texts)))
        rng.shuffle(order)
        for i in order:
            text = texts[i]
            chance = rng.random()
            if rng.random() < _WRITTEN:
                spun = rng.choice(written)
            elif chance < _CLEAN:
                spun = Spun(text, ())
            elif chance < _CLEAN + _LEARNER:
                spun = Spun(learner(text, rng), ())
            else:
                spun = spinner.spin(text, spinner.manner(rng), rng)
            pool.append(example(spun, tokenizer, words))
            if len(pool) == size * 16:
                pool.sort(key=lambda e: len(e.ids))
                cut = [pool[k : k + size] for k in range(0, len(pool), size)]
                rng.shuffle(cut)
                yield from cut
                pool = []


def collate(part: Sequence[Example]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
    """Pad a batch: ids, mask, labels, flat positions of the restoration targets, and the target words."""
    import torch

    width = max(len(e.ids) for e in part)
    ids = torch.zeros(len(part), width, dtype=torch.long)
    mask = torch.zeros(len(part), width, dtype=torch.long)
    labels = torch.full((len(part), width), _IGNORED)
    places, wanted = [], []
    for row, e in enumerate(part):
        ids[row, : len(e.ids)] = torch.tensor(e.ids)
        mask[row, : len(e.ids)] = 1
        labels[row, : len(e.ids)] = torch.tensor(e.labels)
        places += [row * width + piece for piece, _ in e.targets]
        wanted += [word for _, word in e.targets]
    return ids, mask, labels, torch.tensor(places, dtype=torch.long), torch.tensor(wanted, dtype=torch.long)


def train(
    model: torch.nn.Module,
    stream: Iterator[list[Example]],
    minutes: float,
    checkpoint: Path,
    rate: float = 3e-4,
    report: int = 50,
    steps: int | None = None,
) -> dict[str, float]:
    """Train for ``minutes`` of wall clock or for ``steps``; saves the state every ``report`` steps."""
    import torch
    from torch.nn import functional

    device = "cuda" if torch.cuda.is_available() else "cpu"
    model.to(device).train()
    parameters = [p for p in model.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(parameters, lr=rate, weight_decay=0.01, betas=(0.9, 0.98), fused=True)
    start, seen, step, losses = time.time(), 0, 0, []
    while True:
        done = step / steps if steps else (time.time() - start) / (minutes * 60)
        if done >= 1:
            break
        part = next(stream)
        ids, mask, labels, places, wanted = (t.to(device) for t in collate(part))
        for group in optimiser.param_groups:
            group["lr"] = rate * min(1.0, (step + 1) / 200) * max(0.02, 1 - done)
        with torch.autocast(device, dtype=torch.bfloat16):
            found, recalled = model(ids, mask)
            keep = labels >= 0
            detection = functional.binary_cross_entropy_with_logits(found[keep].float(), labels[keep])
            loss = detection
            restoration = None
            if len(places):
                scores = model.words(recalled.reshape(-1, recalled.shape[-1])[places])
                restoration = functional.cross_entropy(scores.float(), wanted)
                loss = loss + _RESTORING * restoration
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimiser.step()
        step += 1
        seen += len(part)
        losses.append(
            (float(detection.detach()), float(restoration.detach()) if restoration is not None else float("nan"))
        )
        if step % report == 0:
            recent = losses[-report:]
            line = {
                "step": step,
                "seconds": round(time.time() - start),
                "windows": seen,
                "detection": round(sum(d for d, _ in recent) / len(recent), 4),
                "restoration": round(sum(r for _, r in recent if r == r) / max(1, sum(r == r for _, r in recent)), 3),
            }
            print(json.dumps(line), flush=True)
            torch.save(model.state_dict(), checkpoint)
    torch.save(model.state_dict(), checkpoint)
    return {"steps": step, "windows": seen, "seconds": round(time.time() - start)}


def export(model: torch.nn.Module, tokenizer: Tokenizer, vocabulary: Sequence[str], folder: Path) -> None:
    """Write model.onnx (8-bit weights but for one layer), tokenizer.json and words.npz (what recalls originals)."""
    import numpy as np
    import torch
    from onnxruntime.quantization import QuantType, quantize_dynamic

    folder.mkdir(parents=True, exist_ok=True)
    model.eval()
    full = folder / "full.onnx"
    axes = {0: "batch", 1: "piece"}
    torch.onnx.export(
        model,
        (torch.ones(2, 8, dtype=torch.long), torch.ones(2, 8, dtype=torch.long)),
        str(full),
        input_names=["ids", "mask"],
        output_names=["log_odds", "recall"],
        dynamic_axes={"ids": axes, "mask": axes, "log_odds": axes, "recall": axes},
        opset_version=17,
        dynamo=False,
    )
    quantize_dynamic(
        full, folder / "model.onnx", weight_type=QuantType.QInt8, per_channel=True, nodes_to_exclude=[_IN_FULL]
    )
    full.unlink()
    tokenizer.save(str(folder / "tokenizer.json"))
    with torch.no_grad():
        table = model.encoder.embeddings.word_embeddings.weight[model.restorable]
        table = (table / table.norm(dim=1, keepdim=True)).numpy()
        bias = model.bias.numpy()
    scale = np.abs(table).max(axis=1, keepdims=True) / 127
    np.savez_compressed(
        folder / "words.npz",
        table=np.round(table / scale).astype(np.int8),
        scale=scale.astype(np.float16),
        bias=bias.astype(np.float16),
        words=np.array(list(vocabulary)),
    )


if __name__ == "__main__":
    main()
