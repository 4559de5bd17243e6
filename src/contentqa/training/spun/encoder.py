"""Train the encoder that sees which words a spinner put in, and guesses the words that stood there.

A MiniLM encoder (Apache-2.0) reads a window of running text. One head gives each word piece the probability that a
spinner put it there; a second head, whose table begins as the word embeddings, predicts the word that stood there, so
that both learn from the same spun windows. The word embeddings that are read stay as they were pretrained: words never
seen in a swap keep their meaning beside those seen, and a step costs less. About half of the windows are clean, of many
genres, so that rare or metaphorical words alone do not read as replaced.

    python -m contentqa.training.spun.encoder DATA_DIR --sources SOURCES_DIR --base MINILM_DIR --out models/spun-1.0

``MINILM_DIR`` holds the base weights (config.json, model.safetensors, tokenizer.json), ``SOURCES_DIR`` the thesauri.
Runs on a GPU where there is one, else on the CPU, for ``--minutes`` or a fixed number of ``--steps``. The recipe
follows replaced-token detection (Clark et al. 2020, ELECTRA, ICLR) with a spinner in place of the generator.
"""

from __future__ import annotations

import argparse
import collections
import functools
import itertools
import json
import re
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ...signals.spun.encoder import BATCH
from .examples import IGNORED, PIECES, Example, Labeller, batches, corpus_texts, written
from .material import read_sources
from .sources import unigrams

if TYPE_CHECKING:
    import torch
    from tokenizers import Tokenizer

SEED = 7
_WORD = re.compile(r"[a-z]+")
# Weight of the restoration loss beside that of detection.
_RESTORING = 0.15
# One product of matrices stays in 32 bits: its inputs have outliers, which make it a third of all that rounding costs.
_IN_FULL = "encoder.encoder.layer.0.output.dense"
_IN_FULL_NODE = "/encoder/encoder/layer.0/output/dense/MatMul"
# From this part of the training on the products are rounded to 8 bits.
_ROUNDED_FROM = 0.7
_WARMING = 300
_REPORTS = 12


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
    parser.add_argument("--batch", type=int, default=48, help="windows a step; 512 suits a GPU")
    parser.add_argument("--dropout", type=float, default=0.0, help="0.1 for a run of more than ten times round")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--workers", type=int, default=0, help="processes that spin windows beside the training")
    options = parser.parse_args()
    if options.average and not options.start:
        parser.error("--average needs --start")
    torch.set_num_threads(options.threads)
    torch.manual_seed(SEED)
    tokenizer = Tokenizer.from_file(str(options.base / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(PIECES)
    texts, hand_spun, unseen = corpus_texts(options.data, unseen=False), written(unseen=False), written(unseen=True)
    restorable = vocabulary(texts, unigrams(next(options.sources.glob("symspellpy*.whl"))))
    labeller = Labeller(tokenizer, {word: i for i, word in enumerate(restorable)}, tokenizer.get_vocab()["[MASK]"])
    model = build(options.base, [pieces(tokenizer, word) for word in restorable], options.dropout)
    spinner = read_sources(options.sources, options.data).training
    earlier: list[dict[str, Any]] = []
    started: dict[str, torch.Tensor] = {}
    if options.start:
        started = torch.load(options.start / "checkpoint.pt", weights_only=True)
        model.load_state_dict(started)
        earlier = json.loads((options.start / "training.json").read_text(encoding="utf-8"))["runs"]
    seed = SEED + 1000 * len(earlier)
    stream = batch_stream(
        lambda worker: batches(texts, hand_spun, spinner, labeller, options.batch, seed + worker), options.workers
    )
    checks = {
        "corpora": drawn(batches(corpus_texts(options.data, unseen=True), unseen, spinner, labeller, 64, SEED), 8),
        "written": [collate([labeller.example(spun) for spun in unseen[::6]])],
    }
    options.out.mkdir(parents=True, exist_ok=True)
    figures = train(model, stream, checks, options.minutes, options.out / "checkpoint.pt", options.rate, options.steps)
    if options.average:
        model.load_state_dict(averaged(started, model.cpu().state_dict()))
        torch.save(model.state_dict(), options.out / "checkpoint.pt")
    export(model, tokenizer, restorable, options.out)
    run = {
        "machine": "one GPU" if torch.cuda.is_available() else f"CPU, {options.threads} threads",
        "written_windows": len(hand_spun),
        **figures,
        "batch": options.batch,
        "rate": options.rate,
        "dropout": options.dropout,
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


def vocabulary(texts: Iterable[str], dictionary: Collection[str], size: int = 18_000) -> list[str]:
    """Return the commonest words of the texts that the dictionary has too: those that the second head can restore."""
    counts = collections.Counter(word for text in texts for word in _WORD.findall(text.lower()))
    known = [word for word in counts if word in dictionary and (len(word) > 1 or word in "ai")]
    return sorted(known, key=lambda word: (-counts[word], word))[:size]


def pieces(tokenizer: Tokenizer, word: str) -> list[int]:
    """Return the pieces that a word is made of."""
    return list(tokenizer.encode(word, add_special_tokens=False).ids)


def build(base: Path, restorable: Sequence[Sequence[int]], dropout: float = 0.0) -> torch.nn.Module:
    """Return the encoder with its two heads, from the folder of the base weights.

    ``restorable`` gives the pieces of each word that can be restored.
    """
    import torch
    from transformers import AutoModel

    class SpunEncoder(torch.nn.Module):
        """Encoder, a head that detects, and a head that restores."""

        def __init__(self) -> None:
            super().__init__()
            self.encoder = AutoModel.from_pretrained(
                base,
                add_pooling_layer=False,
                hidden_dropout_prob=dropout,
                attention_probs_dropout_prob=dropout,
            )
            width = self.encoder.config.hidden_size
            self.detect = torch.nn.Sequential(
                torch.nn.Linear(width, width), torch.nn.GELU(), torch.nn.LayerNorm(width), torch.nn.Linear(width, 1)
            )
            self.recall = torch.nn.Sequential(torch.nn.Linear(width, width), torch.nn.GELU(), torch.nn.LayerNorm(width))
            embeddings = self.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
            # Rounded now as the exported model rounds them, so that all else is learned on what it will read.
            scale = embeddings.abs().max() / 127
            embeddings.copy_(torch.round(embeddings / scale) * scale)
            known = torch.stack([embeddings[list(word)].mean(dim=0) for word in restorable])
            self.table = torch.nn.Parameter(known / known.norm(dim=1, keepdim=True))
            self.bias = torch.nn.Parameter(torch.zeros(len(restorable)))

        def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
            """Return per piece the log-odds that it was put there, and the vector that recalls the original word."""
            hidden = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
            return self.detect(hidden).squeeze(-1), self.recall(hidden)

        def words(self, recalled: torch.Tensor) -> torch.Tensor:
            """Return log-odds over the restorable words for vectors of ``recall``."""
            return recalled @ self.table.T + self.bias

    return SpunEncoder()


class Batch(NamedTuple):
    """Examples padded to one width: ids, mask, labels, flat positions of the words to recall, and those words."""

    ids: torch.Tensor
    mask: torch.Tensor
    labels: torch.Tensor
    places: torch.Tensor
    wanted: torch.Tensor

    def to(self, device: str) -> Batch:
        """Return the batch on a device."""
        return Batch(*(tensor.to(device, non_blocking=True) for tensor in self))


def collate(part: Sequence[Example]) -> Batch:
    """Pad examples to a batch."""
    import torch

    width = max(len(e.ids) for e in part)
    ids = torch.zeros(len(part), width, dtype=torch.long)
    mask = torch.zeros(len(part), width, dtype=torch.long)
    labels = torch.full((len(part), width), IGNORED)
    places, wanted = [], []
    for row, e in enumerate(part):
        ids[row, : len(e.ids)] = torch.tensor(e.ids)
        mask[row, : len(e.ids)] = 1
        labels[row, : len(e.ids)] = torch.tensor(e.labels)
        places += [row * width + piece for piece, _ in e.targets]
        wanted += [word for _, word in e.targets]
    return Batch(ids, mask, labels, torch.tensor(places, dtype=torch.long), torch.tensor(wanted, dtype=torch.long))


def drawn(stream: Iterator[list[Example]], count: int) -> list[Batch]:
    """Return the first batches of a stream."""
    return [collate(part) for part in itertools.islice(stream, count)]


def batch_stream(made: Callable[[int], Iterator[list[Example]]], workers: int) -> Iterator[Batch]:
    """Yield batches without end, made in this process or, with ``workers``, in others beside it."""
    import torch
    from torch.utils.data import DataLoader, IterableDataset, get_worker_info

    class Batches(IterableDataset[Batch]):
        """The batches of one process."""

        def __iter__(self) -> Iterator[Batch]:
            worker = get_worker_info()
            yield from map(collate, made(worker.id if worker else 0))

    yield from DataLoader(
        Batches(),
        batch_size=None,
        num_workers=workers,
        pin_memory=torch.cuda.is_available(),
        prefetch_factor=16 if workers else None,
    )


def train(
    model: torch.nn.Module,
    stream: Iterator[Batch],
    checks: Mapping[str, Sequence[Batch]],
    minutes: float,
    checkpoint: Path,
    rate: float = 3e-4,
    steps: int | None = None,
) -> dict[str, Any]:
    """Train for ``minutes`` of wall clock or for ``steps``.

    A dozen times on the way the losses on ``checks`` (batches never trained on) are printed and the state is saved. For
    the last part the products are rounded as the exported model rounds them, which teaches it to bear that.
    """
    import torch

    device = "cuda" if torch.cuda.is_available() else "cpu"
    model.to(device).train()
    parameters = [p for p in model.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(parameters, lr=rate, weight_decay=0.01, betas=(0.9, 0.98), fused=True)
    start, seen, step, reports, rounding = time.time(), 0, 0, 0, False
    recent: list[torch.Tensor] = []
    for batch in stream:
        done = step / steps if steps else (time.time() - start) / (minutes * 60)
        if done >= 1:
            break
        if done >= _ROUNDED_FROM and not rounding:
            rounding = True
            round_products(model)
        for group in optimiser.param_groups:
            group["lr"] = rate * min(1.0, (step + 1) / _WARMING) * max(0.02, 1 - done)
        detection, restoration = losses(model, batch.to(device))
        optimiser.zero_grad(set_to_none=True)
        (detection + _RESTORING * restoration).backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimiser.step()
        step += 1
        seen += len(batch.ids)
        recent.append(torch.stack([detection.detach(), restoration.detach()]))
        if done * _REPORTS >= reports + 1:
            reports += 1
            unseen = {name: checked(model, batches_, device) for name, batches_ in checks.items()}
            line = {"step": step, "seconds": round(time.time() - start), "windows": seen, "seen": _mean(recent)}
            print(json.dumps({**line, "unseen": unseen}), flush=True)
            torch.save(model.state_dict(), checkpoint)
            recent = []
    exact_products(model)
    unseen = {name: checked(model, batches_, device) for name, batches_ in checks.items()}
    torch.save(model.state_dict(), checkpoint)
    return {"steps": step, "windows": seen, "seconds": round(time.time() - start), "unseen": unseen}


def losses(model: torch.nn.Module, batch: Batch) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the loss of detection per piece and that of restoration per word to recall (0 where there is none)."""
    import torch
    from torch.nn import functional

    with torch.autocast(batch.ids.device.type, dtype=torch.bfloat16):
        found, recalled = model(batch.ids, batch.mask)
        keep = (batch.labels >= 0).float()
        each = functional.binary_cross_entropy_with_logits(found.float(), batch.labels.clamp(min=0), reduction="none")
        detection = (each * keep).sum() / keep.sum()
        if not len(batch.places):
            return detection, detection.new_zeros(())
        scores = model.words(recalled.reshape(-1, recalled.shape[-1])[batch.places])
        return detection, functional.cross_entropy(scores.float(), batch.wanted)


def checked(model: torch.nn.Module, batches_: Sequence[Batch], device: str) -> dict[str, float]:
    """Return the mean losses on batches, without learning from them."""
    import torch

    model.eval()
    with torch.no_grad():
        found = [torch.stack(losses(model, batch.to(device))) for batch in batches_]
    model.train()
    return _mean(found)


def _mean(found: Sequence[torch.Tensor]) -> dict[str, float]:
    import torch

    detection, restoration = torch.stack(list(found)).mean(dim=0).tolist()
    return {"detection": round(detection, 4), "restoration": round(restoration, 3)}


def round_products(model: torch.nn.Module) -> None:
    """Let every linear layer round its weights and inputs to 8 bits as the exported model does; gradients pass."""
    import torch

    for name, module in model.named_modules():
        if isinstance(module, torch.nn.Linear) and name != _IN_FULL:
            module.forward = functools.partial(_rounded_product, module)


def exact_products(model: torch.nn.Module) -> None:
    """Undo :func:`round_products`."""
    for module in model.modules():
        vars(module).pop("forward", None)


def _rounded_product(layer: torch.nn.Linear, values: torch.Tensor) -> torch.Tensor:
    """Return the product with weights rounded per row, and inputs per few windows, as a worker reads them."""
    import torch

    weight = layer.weight
    with torch.no_grad():
        scale = weight.abs().amax(dim=1, keepdim=True) / 127 + 1e-12
        weight_error = torch.round(weight / scale) * scale - weight
        full = values.detach().float()
        input_error = torch.zeros_like(full)
        count = len(full) // BATCH * BATCH
        if count:
            parts = full[:count].reshape(count // BATCH, -1)
            low, high = parts.amin(dim=1, keepdim=True).clamp(max=0), parts.amax(dim=1, keepdim=True).clamp(min=0)
            step = (high - low) / 255 + 1e-12
            rounded = torch.round((parts - low) / step) * step + low
            input_error[:count] = (rounded - parts).reshape(full[:count].shape)
    return torch.nn.functional.linear(values + input_error.to(values.dtype), weight + weight_error, layer.bias)


def export(model: torch.nn.Module, tokenizer: Tokenizer, vocabulary: Sequence[str], folder: Path) -> None:
    """Write model.onnx (8-bit weights but for one layer), tokenizer.json and words.npz (what recalls originals)."""
    import numpy as np
    import torch
    from onnxruntime.quantization import QuantType, quantize_dynamic

    folder.mkdir(parents=True, exist_ok=True)
    model.cpu().eval()
    model.encoder.set_attn_implementation("eager")
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
        full, folder / "model.onnx", weight_type=QuantType.QInt8, per_channel=True, nodes_to_exclude=[_IN_FULL_NODE]
    )
    full.unlink()
    tokenizer.save(str(folder / "tokenizer.json"))
    table, bias = model.table.detach().numpy(), model.bias.detach().numpy()
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
