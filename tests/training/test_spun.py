"""The training spinner: what it changes it remembers, and what it must not touch it leaves."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contentqa.training.spun.examples import IGNORED, Labeller, batches, partly_undone, written_windows
from contentqa.training.spun.material import passages, written_manners
from contentqa.training.spun.sources import (
    WRITTEN,
    Morphology,
    Pair,
    Thesaurus,
    by_hand,
    marked,
    mined_words,
    phrases,
    tortured_pairs,
    written,
)
from contentqa.training.spun.spinner import FUNCTION_EDITS, Manner, Spinner, Spun, Swap

MORPHOLOGY = Morphology({"verb": [("gave", "give"), ("given", "give")], "noun": [("mice", "mouse")]})
SOURCE = Thesaurus(
    "test",
    {
        "heart": (("noun", ("soul", "core")),),
        "rate": (("noun", ("cost", "pace")), ("verb", ("value",))),
        "give": (("verb", ("provide",)),),
        "doctor": (("noun", ("physician",)), ("verb", ("mend",))),
        "tablet": (("", ("pill",)),),
        "early": (("adj", ("ancient",)),),
    },
    MORPHOLOGY,
)
COUNTS = dict.fromkeys(("soul", "core", "cost", "pace", "provide", "physician", "pill"), 1000)
TEXT = "The doctor gave a tablet to Heart patients. An early heart rate was taken with care, and doctors rated it."


def manner(**changes: object) -> Manner:
    values: dict[str, object] = {
        "sources": ("test",), "density": 1.0, "function": 0.0, "careful": True, "senses": None, "rarity": 0,
        "articles": 0.0, "phrases": 0.0,
    }  # fmt: skip
    return Manner(**{**values, **changes})  # type: ignore[arg-type]


def spin(text: str = TEXT, seed: int = 1, **changes: object) -> Spun:
    spinner = Spinner({"test": SOURCE}, {"test": phrases([Pair("soul cost", "heart rate")])}, COUNTS)
    return spinner.spin(text, manner(**changes), random.Random(seed))


def undone(spun: Spun) -> str:
    pieces, position = [], 0
    for swap in spun.swaps:
        pieces += [spun.text[position : swap.start], swap.original]
        position = swap.end
    return "".join([*pieces, spun.text[position:]])


@pytest.mark.parametrize("seed", range(8))
def test_swaps_undone_give_the_text_back(seed: int) -> None:
    spun = spin(seed=seed, function=0.5)
    assert spun.swaps
    assert undone(spun) == TEXT
    assert all(spun.text[s.start : s.end].lower() != s.original.lower() for s in spun.swaps)


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=200), st.integers(0, 99))
def test_any_text_can_be_spun_and_undone(text: str, seed: int) -> None:
    assert undone(spin(text, seed, function=1.0, careful=False)) == text


def test_nothing_is_replaced_at_density_nought() -> None:
    assert spin(density=0.0) == Spun(TEXT, ())


def test_names_stay_and_inflection_is_kept() -> None:
    spun = spin(density=1.0)
    assert "Heart patients" in spun.text
    assert "provided a" in spun.text
    assert "physicians" in spun.text


def test_careless_spinning_drops_the_ending() -> None:
    words = SOURCE.replacements("doctors", careful=False)
    assert "physician" in words
    assert "physicians" not in words
    assert SOURCE.replacements("doctors", careful=True) == ("physicians", "mends")


def test_a_known_phrase_is_replaced_as_a_whole() -> None:
    spun = spin(density=0.0, phrases=1.0)
    assert [(spun.text[s.start : s.end], s.original) for s in spun.swaps] == [("soul cost", "heart rate")]


def test_articles_are_mended_only_by_spinners_that_care() -> None:
    text = "It was an early sign for a tablet."
    broken, mended = spin(text), spin(text, articles=1.0)
    assert "an ancient" in broken.text
    source = Thesaurus("test", {"sign": (("", ("omen",)),)}, MORPHOLOGY)
    for articles, expected in ((0.0, "a omen"), (1.0, "an omen")):
        spun = Spinner({"test": source}, {}, {}).spin("That was a sign.", manner(articles=articles), random.Random(0))
        assert expected in spun.text
    assert "a pill" in mended.text


def test_function_words_are_edited_as_spinners_do() -> None:
    spun = spin("They came with care.", density=0.0, function=1.0)
    assert spun.text in {f"They came {wording} care." for wording in FUNCTION_EDITS["with"]}


def test_the_same_seed_gives_the_same_spin() -> None:
    assert spin(seed=5, function=0.5) == spin(seed=5, function=0.5)


@pytest.mark.parametrize(
    ("lemma", "ending", "expected"),
    [
        ("cure", "ed", "cured"), ("cure", "ing", "curing"), ("study", "s", "studies"), ("study", "ed", "studied"),
        ("stop", "ed", "stopped"), ("box", "s", "boxes"), ("give", "ed", "gave"), ("break down", "ed", "breaked down"),
        ("easy", "er", "easier"), ("see", "ing", "seeing"),
    ],
)  # fmt: skip
def test_inflection(lemma: str, ending: str, expected: str) -> None:
    assert MORPHOLOGY.inflect(lemma, ending, verb=True) == expected


def test_analyses_take_words_apart() -> None:
    assert ("give", "ed") in list(MORPHOLOGY.analyses("gave"))
    assert ("study", "s") in list(MORPHOLOGY.analyses("studies"))
    assert ("stop", "ing") in list(MORPHOLOGY.analyses("stopping"))


def test_pairs_are_mined_word_by_word() -> None:
    pairs = tortured_pairs(
        [
            {"tortured": "bosom malignancy (BC)", "expected": "breast cancer"},
            {"tortured": "bosom disease", "expected": "breast disease"},
            {"tortured": "???", "expected": "unknown"},
        ]
    )
    assert pairs == (Pair("bosom malignancy", "breast cancer"), Pair("bosom disease", "breast disease"))
    mined = mined_words(pairs, MORPHOLOGY)
    assert mined.replacements("breast", careful=True) == ("bosom",)
    assert mined.replacements("cancer", careful=True) == ("malignancy",)
    assert phrases(pairs)["breast cancer"] == ("bosom malignancy",)


def test_a_phrase_is_replaced_only_by_the_source_that_knows_it() -> None:
    other = Thesaurus("other", {"heart": (("noun", ("bosom",)),)}, MORPHOLOGY)
    spinner = Spinner({"test": SOURCE, "other": other}, {"test": {"heart rate": ("soul cost",)}}, COUNTS)
    by = {
        name: spinner.spin("a heart rate", manner(sources=(name,), phrases=1.0), random.Random(0)).text
        for name in ("test", "other")
    }
    assert by == {"test": "a soul cost", "other": "a bosom rate"}


def test_words_that_a_phrase_kept_are_no_swap() -> None:
    spinner = Spinner({"test": SOURCE}, {"test": {"high heart rate": ("high soul cost",)}}, COUNTS)
    spun = spinner.spin("A high heart rate.", manner(phrases=1.0, density=0.0), random.Random(0))
    assert [(spun.text[s.start : s.end], s.original) for s in spun.swaps] == [("soul cost", "heart rate")]


def test_a_written_table_is_read_by_manner_and_inflects() -> None:
    found = written(["give v|seo: provide, hand over|rare: bestow", "side effect p|tortured: flank result"], MORPHOLOGY)
    assert found["seo"].words.replacements("gave", careful=True) == ("provided", "handed over")
    assert found["rare"].words.replacements("gave", careful=True) == ("bestowed",)
    assert found["tortured"].phrases == {"side effect": ("flank result",), "side effects": ("flank results",)}


def test_the_written_table_has_all_three_manners() -> None:
    manners = written_manners(MORPHOLOGY)
    assert tuple(manners) == WRITTEN
    assert all(len(m.words.entries) > 1000 and m.phrases for m in manners.values())
    assert not [w for m in manners.values() for w, of in m.words.entries.items() for _, put in of if w in put]


def test_marks_become_swaps() -> None:
    text, swaps = marked("The {soul cost|heart rate} fell {along with|with} rest.")
    assert text == "The soul cost fell along with rest."
    assert [(text[a:b], old) for a, b, old in swaps] == [("soul cost", "heart rate"), ("along with", "with")]


def test_passages_are_spun_or_plain_and_their_windows_keep_the_swaps() -> None:
    found = passages()
    assert all(not set("{}|") & set(p.text) for p in found)
    assert all(p.text[s.start : s.end].strip() and s.original for p in found for s in p.swaps)
    assert any(p.swaps for p in found)
    assert any(not p.swaps for p in found)
    windows = written_windows(found)
    assert all(w.text[s.start : s.end].strip() for w in windows for s in w.swaps)
    originals = {s.original for p in found for s in p.swaps}
    assert {s.original for w in windows for s in w.swaps} <= originals


@pytest.mark.parametrize("staying", [0.0, 0.5, 1.0])
def test_swaps_partly_undone_are_consistent_with_the_text(staying: float) -> None:
    spun = spin(seed=3, function=0.5)
    part = partly_undone(spun, staying, random.Random(1))
    assert undone(part) == TEXT
    assert (part == spun, part.text == TEXT) == (staying == 1.0, staying == 0.0)


def test_pairs_made_by_hand_serve_as_a_spinner() -> None:
    pairs = [("Soul cost", "heart rate"), ("mended", "healed"), ("healed up", "healed"), ("B12", "vitamin")]
    words, garbled = by_hand(pairs, MORPHOLOGY)
    assert words.replacements("healed", careful=True) == ("mended", "healed up")
    assert garbled == {"heart rate": ("soul cost",)}
    assert not words.replacements("vitamin", careful=True)


@pytest.fixture(scope="module")
def labeller() -> Labeller:
    tokenizers = pytest.importorskip("tokenizers")
    tokenizer = tokenizers.Tokenizer.from_file(
        str(Path(__file__).parents[2] / "models" / "spun-1.0" / "tokenizer.json")
    )
    return Labeller(tokenizer, {"heart": 0, "rate": 1, "with": 2}, tokenizer.token_to_id("[MASK]"))


def test_an_example_labels_every_piece_of_a_swap_and_recalls_its_words(labeller: Labeller) -> None:
    text, swaps = marked("A {soul cost|heart rate} fell {along with|with} rest.")
    found = labeller.example(Spun(text, tuple(Swap(*swap) for swap in swaps)))
    pieces = [labeller.tokenizer.id_to_token(i) for i in found.ids]
    assert [p for p, label in zip(pieces, found.labels, strict=True) if label == 1] == ["soul", "cost", "along", "with"]
    assert [p for p, label in zip(pieces, found.labels, strict=True) if label == IGNORED] == ["[CLS]", "[SEP]"]
    assert [(pieces[k], word) for k, word in found.targets] == [("soul", 0), ("cost", 1), ("along", 2), ("with", 2)]


def test_masked_words_are_recalled_and_not_judged(labeller: Labeller) -> None:
    plain = labeller.example(Spun("heart rate " * 20, ()))
    found = labeller.masked(plain, random.Random(0))
    masked = [k for k, piece in enumerate(found.ids) if piece == labeller.mask]
    assert 0 < len(masked) < 20
    assert found.targets == [(k, 0 if plain.ids[k] == plain.ids[1] else 1) for k in masked]
    assert all((label == IGNORED) == (k in masked or k in (0, 41)) for k, label in enumerate(found.labels))


def test_batches_hold_human_windows_and_spun_ones(labeller: Labeller) -> None:
    spinner = Spinner({"test": SOURCE}, {}, COUNTS)
    stream = batches([TEXT], [Spun("A soul cost fell.", (Swap(2, 11, "heart rate"),))], spinner, labeller, 8, seed=1)
    found = [example for _ in range(16) for example in next(stream)]
    assert {1.0 in example.labels for example in found} == {True, False}
    assert all(len(e.ids) == len(e.labels) for e in found)
