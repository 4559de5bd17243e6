"""The training spinner: what it changes it remembers, and what it must not touch it leaves."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contentqa.training.spun.sources import Morphology, Pair, Thesaurus, mined_words, phrases, tortured_pairs
from contentqa.training.spun.spinner import FUNCTION_EDITS, Manner, Spinner, Spun

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
