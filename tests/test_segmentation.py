"""Where sentences, words and blocks begin and end."""

from __future__ import annotations

import textwrap

import pytest

from contentqa.segmentation import segment
from contentqa.types import Article, Block, BlockKind, Document, Span

PARAGRAPH, HEADING, ITEM = BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.LIST_ITEM


def read(text: str) -> Document:
    return segment(Article("a", text))


def marked_up(text: str) -> Document:
    return segment(Article("a", text, blocks=(Block(PARAGRAPH, Span(0, len(text))),)))


def sentences(document: Document) -> list[str]:
    return [document.quote(sentence.span) for sentence in document.sentences]


def words(text: str) -> list[str]:
    document = read(text)
    return [document.quote(span) for span in document.words]


def blocks(text: str) -> list[tuple[BlockKind, str]]:
    document = read(text)
    return [(block.kind, document.quote(block.span)) for block in document.blocks]


ONE = (
    "Dr. Okafor saw the patient on Monday.",
    "We met Prof. Lindqvist and Mrs. Ames at St. Mary's.",
    "Smith et al. found the same in 2019.",
    "Use a simple analgesic, e.g. paracetamol, for two days.",
    "Use a simple analgesic (e.g. Paracetamol) for two days.",
    "The first drug, i.e. Metformin, is taken with food.",
    "Take approx. 20 mg of it.",
    "The curve is flat (Fig. 2) and stays so.",
    "The curve is flat (see Figs. 2 and 3) and stays so.",
    "Item No. 5 is the one to read.",
    "The dose was 3.5 mg twice a day.",
    "It fell by 0.5 per cent vs. Placebo in the second arm.",
    "The U.S. Food and Drug Administration approved it.",
    "It is sold in the U.S. and in the U.K. without a prescription.",
    "J. R. R. Tolkien was never asked about statins.",
    "The work of C. S. Lewis is not medical.",
    "It lasted from 8 a.m. to 5 p.m. on most days.",
    "He waited ... and then he left.",
    "“Is it safe?” she asked the nurse.",
    "“It is safe!” said the nurse.",
    "The trial (n = 41) ran for 12 weeks, i.v. and p.o. doses alike.",
    "Visit www.example.org/a.b for more.",
    "Is the ratio 1:2.5 or 1:3?",
    "The H. pylori test was negative.",
)

TWO = (
    ("He took 3.5 mg.", "She took none."),
    ("He took it at 5 mg.", "The rest came later."),
    ("It helps the bones, as does vitamin D.", "It is made in the skin."),
    ("The liver was inflamed by hepatitis C.", "Treatment took twelve weeks."),
    ("She has diabetes type 2.", "It was found late."),
    ("This was shown before.[1]", "Later work agreed."),
    ("This was shown before.[1,2]", "Later work agreed."),
    ("This was shown before. [3–5]", "Later work agreed."),
    ("This was shown before [3].", "Later work agreed."),
    ("This was shown before.12", "Later work agreed."),
    ("This was shown before.¹²", "Later work agreed."),
    ("This was shown before (Smith et al., 2019).", "Later work agreed."),
    ("He was seen by the doctor.", "“Is it safe?” she asked."),
    ("“It is safe.”", "“You are sure of it.”"),
    ("She said, “It is safe.”", "Nobody agreed."),
    ("(It was late.)", "Nobody agreed."),
    ("Is it safe?", "It is."),
    ("Stop!", "It is hot."),
    ("He waited…", "She left."),
    ("He waited...", "Then she left."),
    ("It cost $3.50.", "That was cheap."),
    ("He moved to the U.S.", "There he slept well."),
    ("It was given at 5 p.m.", "The patient slept."),
    ("Bring pens, paper, etc.", "The nurse has forms."),
    ("Ask Dr. Okafor.", "Dr. Ames is away."),
    ("It works?!", "Nobody knows."),
)

MARKS_BEHIND = [(first, second) for first, second in TWO if "before" in first]


@pytest.mark.parametrize("text", ONE)
def test_one_sentence_stays_whole(text: str) -> None:
    assert sentences(marked_up(text)) == [text]


@pytest.mark.parametrize("text", ONE)
def test_one_sentence_stays_whole_between_others(text: str) -> None:
    before, after = "The clinic opened early.", "The rest came later."
    assert sentences(marked_up(f"{before} {text} {after}")) == [before, text, after]


@pytest.mark.parametrize("pair", TWO, ids=lambda pair: pair[0])
def test_two_sentences_are_parted(pair: tuple[str, str]) -> None:
    assert sentences(marked_up(" ".join(pair))) == list(pair)


@pytest.mark.parametrize("pair", TWO, ids=lambda pair: pair[0])
def test_a_line_end_parts_them_as_a_space_does(pair: tuple[str, str]) -> None:
    assert sentences(marked_up("\n".join(pair))) == list(pair)


@pytest.mark.parametrize("pair", MARKS_BEHIND, ids=lambda pair: pair[0])
def test_reference_marks_belong_to_the_sentence_before(pair: tuple[str, str]) -> None:
    assert sentences(marked_up(" ".join(pair)))[0] == pair[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Well-being isn’t free.", ["Well-being", "isn’t", "free"]),
        ("It costs 3.5 mg/kg, or 1,200 mg.", ["It", "costs", "3.5", "mg", "kg", "or", "1,200", "mg"]),
        ("Take 75-125 mg.", ["Take", "75-125", "mg"]),
        ("Take 75mg at 10:30.", ["Take", "75mg", "at", "10:30"]),
        ("The café’s naïve β-carotene.", ["The", "café’s", "naïve", "β-carotene"]),
        ("See https://example.org/a-b?c=d and www.example.org now.", ["See", "and", "now"]),
        ("See 10.1000/xyz123 now.", ["See", "now"]),
        ("snake_case — and *stars*", ["snake", "case", "and", "stars"]),
        ("“Quoted” (bracketed) words", ["Quoted", "bracketed", "words"]),
        ("’tis the patients’ choice", ["tis", "the", "patients", "choice"]),
        ("!!! — … ***", []),
        ("", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_lower_case_forms_have_straight_apostrophes() -> None:
    document = read("It ISN’T Well‑Being that COUNTS.")
    assert document.lower == ("it", "isn't", "well-being", "that", "counts")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A Heading\n\nA paragraph that ends.", [(HEADING, "A Heading"), (PARAGRAPH, "A paragraph that ends.")]),
        ("A Heading\nA paragraph that ends.", [(HEADING, "A Heading"), (PARAGRAPH, "A paragraph that ends.")]),
        ("What Is Sleep?\n\nIt is rest.", [(HEADING, "What Is Sleep?"), (PARAGRAPH, "It is rest.")]),
        ("- one thing\n- two things", [(ITEM, "one thing"), (ITEM, "two things")]),
        ("* One thing.\n* Two things.", [(ITEM, "One thing."), (ITEM, "Two things.")]),
        ("• one\n• two\n\nThe end.", [(ITEM, "one"), (ITEM, "two"), (PARAGRAPH, "The end.")]),
        ("1. Rest now.\n2. Drink tea.", [(ITEM, "Rest now."), (ITEM, "Drink tea.")]),
        ("1) Rest\n2) Drink", [(ITEM, "Rest"), (ITEM, "Drink")]),
        ("a) Rest\nb) Drink", [(ITEM, "Rest"), (ITEM, "Drink")]),
        (
            "1. Background\n\nSleep is rest. It heals.",
            [(HEADING, "Background"), (PARAGRAPH, "Sleep is rest. It heals.")],
        ),
        ("# Title\n\nIt is rest.", [(HEADING, "Title"), (PARAGRAPH, "It is rest.")]),
        ("One line.\nAnother line.", [(PARAGRAPH, "One line."), (PARAGRAPH, "Another line.")]),
        ("   \n\n\t\n", []),
        ("", []),
    ],
)
def test_blocks_of_plain_text(text: str, expected: list[tuple[BlockKind, str]]) -> None:
    assert blocks(text) == expected


def test_a_list_without_punctuation_is_no_sentence() -> None:
    text = "warm socks\na good book\nsome water\na torch\n\nPack the bag early. Then go to bed."
    document = read(text)
    assert sentences(document) == [
        "warm socks",
        "a good book",
        "some water",
        "a torch",
        "Pack the bag early.",
        "Then go to bed.",
    ]
    assert [block.kind for block in document.blocks[2:]] == [ITEM, ITEM, PARAGRAPH]


def test_a_list_item_holds_its_sentences() -> None:
    document = read("- Rest for a day. Drink water.\n- Call Dr. Ames.")
    assert [(s.block, document.quote(s.span)) for s in document.sentences] == [
        (0, "Rest for a day."),
        (0, "Drink water."),
        (1, "Call Dr. Ames."),
    ]


PROSE = (
    "A short walk after dinner is a small habit, and many people find it easy to keep, as Dr. Okafor says. It asks for "
    "shoes and a quarter of an hour. The muscles take up sugar from the blood while they work, so the rise that "
    "follows a meal is lower (Reynolds et al., 2016). How much lower differs from person to person, and the effect may "
    "well be smaller in people who already move a lot during the day."
)
SECOND = (
    "Nobody has to walk fast for this to work, and nobody has to walk far. A slow stroll around the block is what most "
    "of the trials have tested. Those who cannot walk may do as well with some other light movement of the large "
    "muscles, although fewer trials have looked at that."
)


@pytest.mark.parametrize("width", [50, 64, 72, 80, 100])
def test_hard_wrapped_text_reads_as_if_it_were_not(width: int) -> None:
    wrapped = "\n\n".join(textwrap.fill(paragraph, width) for paragraph in (PROSE, SECOND))
    flowing = read(f"{PROSE}\n\n{SECOND}")
    document = read(wrapped)
    assert [" ".join(text.split()) for text in sentences(document)] == sentences(flowing)
    assert [block.kind for block in document.blocks] == [PARAGRAPH, PARAGRAPH]


def test_short_lines_on_top_do_not_hide_that_the_rest_is_wrapped() -> None:
    head = "Walking after a meal\n\nBy Ines Halvorsen, RN\n12 March 2023\n\n"
    document = read(head + textwrap.fill(PROSE, 100) + "\n\n- good shoes\n- a coat\n\n" + textwrap.fill(SECOND, 100))
    paragraphs = [document.quote(block.span) for block in document.blocks if block.kind is PARAGRAPH]
    assert [" ".join(text.split()) for text in paragraphs] == [PROSE, SECOND]


def test_verse_of_long_lines_is_not_taken_for_wrapped_prose() -> None:
    lines = ["The night was long and the kettle on the stove was cold"] * 3 + [
        "and nobody in the house slept well at all"
    ] * 3
    assert len(read("\n".join(lines)).blocks) == 6


def test_hard_wrapped_list_items_keep_their_second_lines() -> None:
    text = textwrap.fill(PROSE, 70) + "\n\n" + textwrap.fill(SECOND, 70, initial_indent="- ", subsequent_indent="  ")
    document = read(text)
    assert [block.kind for block in document.blocks] == [PARAGRAPH, ITEM]
    assert " ".join(document.quote(document.blocks[1].span).split()) == SECOND


def test_verse_is_not_taken_for_wrapped_prose() -> None:
    text = (
        "The night was long,\nthe kettle cold,\nand no one slept.\nThe morning came,\nas mornings do,\nand no one wept."
    )
    assert len(read(text).blocks) == 6


@pytest.mark.parametrize("ending", ["", "\n", "\n\n\n", "   ", " \n\t\n "])
def test_white_space_around_the_text_changes_nothing(ending: str) -> None:
    plain, padded = read(f"{PROSE}\n\n{SECOND}"), read(f"{PROSE}\n\n{SECOND}{ending}")
    assert padded.sentences == plain.sentences
    assert padded.blocks == plain.blocks


def test_a_later_paragraph_leaves_the_earlier_sentences_alone() -> None:
    alone, followed = read(PROSE), read(f"{PROSE}\n\n{SECOND}")
    assert followed.sentences[: len(alone.sentences)] == alone.sentences


def test_blank_lines_between_paragraphs_do_not_count() -> None:
    near, far = read(f"{PROSE}\n\n{SECOND}"), read(f"{PROSE}\n\n\n\n\n{SECOND}")
    assert sentences(near) == sentences(far)


def test_blocks_of_the_markup_are_kept_and_sentences_never_cross_them() -> None:
    text = "The heading is a sentence. Here it ends\n\nand this goes on in lower case. It ends."
    cut = text.index("\n\n")
    given = (Block(HEADING, Span(0, cut)), Block(PARAGRAPH, Span(cut + 2, len(text))))
    document = segment(Article("a", text, blocks=given))
    assert document.blocks == given
    assert sentences(document) == [text[:cut], "and this goes on in lower case.", "It ends."]


def test_a_short_unpunctuated_paragraph_of_the_markup_heads_what_follows() -> None:
    text = "Getting started\n\nRest is the first step. Sleep is the second."
    given = (Block(PARAGRAPH, Span(0, 15)), Block(PARAGRAPH, Span(17, len(text))))
    assert [block.kind for block in segment(Article("a", text, blocks=given)).blocks] == [HEADING, PARAGRAPH]


@pytest.mark.parametrize(
    "text",
    [
        "a" * 200_000,
        "word " * 60_000,
        "1.2.3." * 40_000,
        "[1]" * 60_000,
        ".\n" * 60_000,
        "(" * 100_000,
        "A. " * 30_000,
        "." * 200_000,
        ".)" * 100_000,
    ],
    ids=lambda text: text[:6].strip(),
)
def test_long_monotonous_text_takes_linear_time(text: str) -> None:
    import time

    started = time.process_time()
    read(text)
    assert time.process_time() - started < 8
