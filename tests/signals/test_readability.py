"""Behaviour of the readability signal."""

from __future__ import annotations

import math
import re
import subprocess
import sys
import textwrap

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contentqa import lexicon, model
from contentqa.segmentation import segment
from contentqa.signals.readability import (
    FEATURES,
    SIGNAL,
    forms,
    formulas,
    index,
    inputs,
    measure,
    prose,
    sentence_readability,
    tables,
    terms,
)
from contentqa.signals.readability.formulas import Counts
from contentqa.signals.readability.syllables import syllables
from contentqa.signals.readability.words import describe, is_familiar
from contentqa.types import Article, Block, BlockKind, Measurement, Span

PLAIN = (
    "Your heart pumps blood to every part of your body. If a tube that feeds it gets blocked, part of the heart can "
    "die. Doctors call this a heart attack. Call for help at once if your chest hurts for more than five minutes. "
    "Do not drive to the hospital yourself. Chew one aspirin while you wait, unless you are allergic to it. "
    "Some people feel sick or short of breath instead of having pain. Women often feel very tired for days before. "
    "The sooner you get care, the more of your heart can be saved. After you go home, take your pills every day. "
    "Eat less salt and walk a little more each week. Ask your nurse what is safe for you."
)
DENSE = (
    "Pharmacological modulation of hypothalamic neurotransmission attenuates glucocorticoid hypersecretion among "
    "individuals presenting with refractory depressive symptomatology. Contemporaneous administration of hepatotoxic "
    "chemotherapeutic agents necessitates comprehensive biochemical surveillance, incorporating transaminases and "
    "coagulation parameters. Retrospective multivariable analyses demonstrated statistically significant associations "
    "between perioperative hyperglycaemia and cardiovascular complications, although residual confounding attributable "
    "to unmeasured socioeconomic characteristics remains conceivable. Subsequent randomised investigations evaluating "
    "intensive insulin administration protocols nevertheless encountered unacceptable hypoglycaemic complications. "
    "Consequently, contemporary international recommendations advocate individualised therapeutic thresholds. "
    "Institutional implementation of multidisciplinary perioperative programmes additionally facilitates reductions in "
    "hospitalisation duration, postoperative morbidity and pharmaceutical expenditure among vulnerable populations."
)
LONG_DENSE = f"{DENSE} {DENSE}"


def measured(text: str, **fields: object) -> Measurement:
    return measure(segment(Article(id="t", text=text, **fields)))  # type: ignore[arg-type]


def value(measurement: Measurement, name: str) -> float:
    found = measurement.values[f"readability.{name}"]
    assert found is not None
    return found


class TestFormulas:
    """Each formula against arithmetic done by hand on round counts."""

    counts = Counts(
        sentences=5,
        words=100,
        syllables=150,
        letters=450,
        characters=460,
        polysyllables=12,
        monosyllables=65,
        long_words=20,
        difficult_words=10,
        complex_words=10,
    )

    @pytest.mark.parametrize(
        ("formula", "by_hand"),
        [
            (formulas.flesch_reading_ease, 206.835 - 20.3 - 126.9),
            (formulas.flesch_kincaid, 7.8 + 17.7 - 15.59),
            (formulas.smog, 1.0430 * math.sqrt(72) + 3.1291),
            (formulas.gunning_fog, 0.4 * (20 + 10)),
            (formulas.coleman_liau, 26.46 - 1.48 - 15.8),
            (formulas.automated_readability, 21.666 + 10 - 21.43),
            (formulas.dale_chall, 1.579 + 0.992 + 3.6365),
            (formulas.forcast, 20 - 9.75),
            (formulas.lix, 20 + 20),
        ],
    )
    def test_published_constants(self, formula, by_hand):
        assert formula(self.counts) == pytest.approx(by_hand, abs=1e-9)

    def test_smog_of_thirty_sentences_is_mclaughlins_rule_of_thumb_within_a_grade(self):
        for root in range(3, 12):
            counts = Counts(30, 600, 900, 2700, 2700, root * root, 400, 100, 50, 50)
            assert formulas.smog(counts) == pytest.approx(3 + root, abs=1.0)

    def test_coleman_liau_published_worked_example(self):
        # The abstract of the 1975 paper, as Wikipedia works it out: 537 letters and 4.20 sentences per 100 words.
        counts = Counts(42, 1000, 1700, 5370, 5370, 100, 600, 200, 200, 100)
        assert formulas.coleman_liau(counts) == pytest.approx(14.5, abs=0.1)

    @pytest.mark.parametrize(("score", "grade"), [(4.0, 3), (5.5, 5.5), (7.0, 8.5), (9.5, 14), (30, 16), (0, 3)])
    def test_dale_chall_scores_fall_in_the_grades_of_the_table(self, score, grade):
        assert formulas.dale_chall_grade(score) == pytest.approx(grade)


class TestTextstatAsPeer:
    """textstat's own functions, given our syllables, agree where it follows the papers."""

    @pytest.fixture
    def peer(self, monkeypatch):
        textstat = pytest.importorskip("textstat")
        from textstat.backend.counts import _count_syllables

        monkeypatch.setattr(_count_syllables, "get_cmudict", lambda lang: Phones())
        return textstat.textstat

    @pytest.mark.parametrize("text", [PLAIN, LONG_DENSE, f"{PLAIN} {DENSE}"])
    def test_flesch_kincaid_smog(self, peer, text):
        ours = measured(text)
        assert value(ours, "flesch_reading_ease") == pytest.approx(peer.flesch_reading_ease(text), abs=1e-9)
        assert value(ours, "flesch_kincaid_grade") == pytest.approx(peer.flesch_kincaid_grade(text), abs=1e-9)
        assert value(ours, "smog_grade") == pytest.approx(peer.smog_index(text), abs=1e-9)


class Phones(dict):
    """Stands in for the CMUdict that textstat would download: as many stressed phones as we count syllables."""

    def __missing__(self, word: str) -> list[list[str]]:
        return [["A1"] * syllables(word)]


class TestSyllables:
    @pytest.mark.parametrize(
        ("word", "count"),
        [
            ("azithromycin", 5),
            ("semaglutide", 4),
            ("tirzepatide", 4),
            ("atorvastatin", 5),
            ("hydroxychloroquine", 6),
            ("well-being", 3),
            ("2024", 1),
            ("mri's", 3),
            ("the", 1),
            ("hyperlipidemia", 7),
        ],
    )
    def test_counts(self, word, count):
        assert syllables(word) == count

    @given(st.text(min_size=1, max_size=40))
    def test_any_token_has_at_least_one(self, token):
        assert syllables(token) >= 1


class TestImport:
    def test_import_loads_no_heavy_package(self):
        code = "import sys, contentqa.signals.readability; "
        code += "print(*{'numpy', 'nltk', 'textstat', 'sklearn'} & set(sys.modules))"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert done.stdout.strip() == ""

    def test_measuring_does_not_import_textstat(self):
        code = (
            "import sys; from contentqa.segmentation import segment; from contentqa.types import Article\n"
            "from contentqa.signals import readability\n"
            "readability.measure(segment(Article(id='t', text='Take one pill each day with food.')))\n"
            "print('textstat' in sys.modules)"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert done.stdout.strip() == "False"


class TestWords:
    @pytest.mark.parametrize("word", ["hospital", "stopped", "babies", "doctor's", "happiest", "75", "well-known"])
    def test_familiar(self, word):
        assert is_familiar(word)

    @pytest.mark.parametrize("word", ["amygdala", "ubiquitous", "glucose-lowering"])
    def test_unfamiliar(self, word):
        assert not is_familiar(word)

    def test_fog_leaves_out_names_compounds_and_inflected_verbs(self):
        assert [describe(w).complex for w in ("Amsterdam", "over-the-counter", "created", "medication")] == [0, 0, 0, 1]


class TestMeasure:
    def test_dense_text_is_harder_by_every_measure(self):
        easy, hard = measured(PLAIN), measured(LONG_DENSE)
        assert value(easy, "flesch_reading_ease") > value(hard, "flesch_reading_ease") + 50
        for name in ("consensus_grade", "health_grade", "dale_chall_score", "lix_score", "forcast_grade"):
            assert value(easy, name) < value(hard, name)
        assert value(easy, "grades_above_advice") == 0

    def test_hardest_sentences_are_pointed_at(self):
        text = PLAIN + " " + DENSE
        found = [e for e in measured(text).evidence if e.rule == "readability.hard-sentence"]
        assert 0 < len(found) <= 10
        assert all(e.span.start >= len(PLAIN) for e in found)

    def test_headings_bullets_and_wrapping_change_no_grade(self):
        sentences = re.findall(r"[^.]+\.", PLAIN)
        layouts = [
            PLAIN,
            "\n\n".join(s.strip() for s in sentences),
            "\n".join("- " + s.strip() for s in sentences),
            "\n".join(textwrap.wrap(PLAIN, 72)),
            "# Heart attack\n\n" + "\n".join("* " + s.strip() for s in sentences),
            "Heart attack: what to do\n\n" + PLAIN + "\n\nReferences\n\nSmith J. Heart disease. Lancet 2020; 1: 2-3.",
        ]
        grades = [
            {k: v for k, v in measured(text).values.items() if k.endswith(("_grade", "_score", "_ease"))}
            for text in layouts
        ]
        assert all(of_layout == grades[0] for of_layout in grades)

    def test_abbreviations_end_no_sentence(self):
        spelled = PLAIN.replace("Ask your nurse", "Ask Doctor Jones or Mister Hill")
        short = PLAIN.replace("Ask your nurse", "Ask Dr. Jones or Mr. Hill")
        assert value(measured(spelled), "words_per_sentence") == value(measured(short), "words_per_sentence")

    def test_reference_list_of_markup_is_left_out(self):
        text = PLAIN + "\nReferences\n" + DENSE
        at = len(PLAIN) + 1
        blocks = (
            Block(BlockKind.PARAGRAPH, Span(0, len(PLAIN))),
            Block(BlockKind.HEADING, Span(at, at + 10)),
            Block(BlockKind.PARAGRAPH, Span(at + 11, len(text))),
        )
        with_list, without = dict(measured(text, blocks=blocks).values), dict(measured(PLAIN).values)
        for values in (with_list, without):
            del values["readability.headings_per_1000_words"]
        assert with_list == without

    def test_too_short_is_none_not_zero(self):
        values = measured("Take one pill each day with food.").values
        assert values["readability.flesch_kincaid_grade"] is None
        assert values["readability.smog_grade"] is None
        assert values["readability.words_per_sentence"] == 7

    @pytest.mark.parametrize("text", ["", " \n ", "word", "123", "Heading only"])
    def test_nothing_to_measure(self, text):
        result = measured(text)
        assert result.evidence == ()
        assert set(result.values.values()) == {None}

    @settings(max_examples=60, deadline=None)
    @given(st.text(max_size=400))
    def test_every_feature_for_any_text(self, text):
        document = segment(Article(id="t", text=text))
        result = SIGNAL.measure(document)
        assert list(result.values) == [feature.name for feature in FEATURES]
        assert all(v is None or math.isfinite(v) for v in result.values.values())
        assert all(0 <= e.span.start < e.span.end <= len(text) for e in result.evidence)
        assert result == SIGNAL.measure(document)

    def test_rules_quote_what_their_examples_bracket(self):
        for rule in lexicon.load("readability").rules:
            for example, marked in [*((e, True) for e in rule.hit), *((e, False) for e in rule.miss)]:
                text = example.replace("[[", "").replace("]]", "")
                expected = re.findall(r"\[\[(.*?)\]\]", example) if marked else []
                found = [text[e.span.start : e.span.end] for e in measured(text).evidence if e.rule == rule.id]
                assert found == expected, (rule.id, example)


class TestIndex:
    def test_packaged_model_follows_human_ratings_better_than_its_baselines(self):
        metrics = model.load("readability-1.0").metrics
        for level, corpus, goal in (("sentence", "medreadme", 0.84), ("article", "clear_readability", 0.75)):
            figures = metrics["levels"][level][corpus]
            assert figures["pearson"][0] >= goal
            assert all(figures["pearson"][0] > baseline for baseline in figures["baselines_pearson"].values())
        assert metrics["plain_before_abstract"]["plain_judged_easier"] >= 0.97

    def test_percentile_rises_with_the_grade(self):
        ready = index.load()
        shares = [ready.percentile(grade) for grade in (0, 8, 10, 12, 14, 16, 30)]
        assert shares == sorted(shares)
        assert (shares[0], shares[-1]) == (0, 100)

    def test_rating_of_an_article_of_one_sentence_is_that_of_the_sentence(self):
        sentence = "Regular walks lower your blood pressure and help you sleep at night."
        assert value(measured(sentence), "sentence_rating") == pytest.approx(sentence_readability(sentence))

    def test_words_never_seen_are_scored_by_their_parts(self):
        scores = index.load().words
        assert scores.score("zorbicillinosis") != scores.score("zorbyful")
        assert scores.score("heart-lung") != scores.score("heart")

    def test_table_that_is_full_starts_afresh_and_says_the_same(self, monkeypatch):
        small = forms.FormTable(2, lambda form: (len(form), ord(form[0])))
        monkeypatch.setattr(forms, "_CACHED_FORMS", 3)
        for words in (["a", "bb", "a"], ["ccc", "a", "dddd"], ["bb", "ccc"]):
            keys, rows = small.look_up(words)
            assert rows.tolist() == [[len(w), ord(w[0])] for w in words]
            assert [keys[i] == keys[0] for i in range(len(words))] == [w == words[0] for w in words]

    def test_diversity_is_the_mean_share_of_new_words_over_all_windows(self):
        keys = np.array([k * k % 37 for k in range(200)])
        windows = [len(set(keys[i : i + 50].tolist())) / 50 for i in range(151)]
        assert inputs.diversity(keys) == pytest.approx(sum(windows) / len(windows))
        assert inputs.diversity(np.array([1, 1, 2])) == pytest.approx(2 / 3)


class TestFindings:
    def quotes(self, text: str, rule: str) -> list[str]:
        return [text[e.span.start : e.span.end] for e in measured(text).evidence if e.rule == f"readability.{rule}"]

    def test_medical_term_has_its_plain_wording_and_number_of_uses(self):
        text = "People with hypertension need care. In many adults hypertension shows no signs."
        (found,) = [e for e in measured(text).evidence if e.rule == "readability.medical-term"]
        assert found.suggestion == "high blood pressure"
        assert "Used 2 times" in found.message
        assert value(measured(text), "medical_terms_per_100_words") == pytest.approx(100 * 2 / 12)

    @pytest.mark.parametrize(
        "text",
        [
            "Some people have hypertension (high blood pressure) for years.",
            "High blood pressure is also known as hypertension by doctors.",
            "She has hypertension, which is a lasting rise of blood pressure.",
            "High blood pressure (hypertension) is common in older people.",
        ],
    )
    def test_term_that_is_explained_where_it_first_stands_is_left_alone(self, text):
        assert self.quotes(text, "medical-term") == []

    def test_a_thousand_terms_have_a_plain_wording(self):
        entries = [line.split("\t") for line in tables.lines("plain-terms.txt.gz")]
        assert sum(bool(wording) for _, _, wording in entries) >= 1000
        assert {kind for kind, _, _ in entries} == {terms.MEDICAL, terms.FORMAL}
        assert all(wording for kind, _, wording in entries if kind == terms.FORMAL)

    def test_names_are_no_medical_terms(self):
        assert self.quotes("She moved to Tacoma and then to Sonoma last year.", "medical-term") == []

    def test_plural_of_a_term_of_several_words(self):
        assert self.quotes("He had two myocardial infarctions in one year.", "medical-term") == [
            "myocardial infarctions"
        ]

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("Most people with NSCLC took the pill. NSCLC is rare.", ["NSCLC"]),
            ("Non-small cell lung cancer (NSCLC) is rare. Most people with NSCLC took the pill.", []),
            ("NSCLC (non-small cell lung cancer) is rare in young people.", []),
            ("The pill was tested in MDMA-assisted care and in other care.", ["MDMA"]),
            ("Two RCTs and one old trial looked at the pill.", ["RCT"]),
            ("The XQZ trial (the one from last year) was small and short.", ["XQZ"]),
            ("TAKE THE PILL NOW AND CALL NSCLC HELP.", []),
            ("In the US the FDA asked for an MRI scan of the head.", []),
        ],
    )
    def test_abbreviations(self, text, expected):
        assert self.quotes(text, "undefined-abbreviation") == expected

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("The pills were given to all of them.", ["were given"]),
            ("It is still being studied in two towns.", ["is still being studied"]),
            ("He was struck by a car on the way home.", ["was struck"]),
            ("We were surprised by the news this week.", ["were surprised"]),
            ("She was tired and interested in the plan.", []),
            ("The skin is red and the need is great.", []),
            ("They have taken the pills for a week.", []),
        ],
    )
    def test_passives(self, text, expected):
        assert self.quotes(text, "passive") == expected

    @settings(max_examples=50, deadline=None)
    @given(st.text(alphabet='ab ,.(;:-/%=?"“!é😀\n', max_size=200))
    def test_marks_are_counted_sentence_by_sentence(self, text):
        document = segment(Article(id="t", text=text))
        if document.sentences:
            laid = prose.lay_out(document, document.sentences)
            expected = [[text.count(mark, *s.span) for mark in prose.MARKS.values()] for s in document.sentences]
            assert laid.marks.tolist() == expected

    def test_numbers_are_counted_from_what_is_pointed_at(self):
        text = f"{PLAIN} {LONG_DENSE} The pills were given to us. The administration of pills is slow."
        result = measured(text)
        sentences = len(list(prose.measured_sentences(segment(Article(id="t", text=text)))))
        for rule, feature in (
            ("passive", "passives_per_100_sentences"),
            ("long-sentence", "long_sentences_per_100_sentences"),
            ("nested-sentence", "nested_sentences_per_100_sentences"),
        ):
            found = sum(e.rule == f"readability.{rule}" for e in result.evidence)
            assert value(result, feature) == pytest.approx(100 * found / sentences)

    def test_hardest_sentences_say_why(self):
        (found,) = [e for e in measured(DENSE.split(".")[0] + ".").evidence if e.rule == "readability.hard-sentence"]
        assert "words" in found.message
        assert "syllables" in found.message
        assert "rare words" in found.message


class TestSpread:
    def test_consensus_lies_within_the_grades_and_spread_is_their_range(self):
        result = measured(f"{PLAIN} {LONG_DENSE}")
        counted = prose.lay_out(d := segment(Article(id="t", text=f"{PLAIN} {LONG_DENSE}")), list(d.sentences)).counts
        grades = formulas.valid_grades(counted).values()
        assert value(result, "grade_spread") == pytest.approx(max(grades) - min(grades))
        assert min(grades) <= value(result, "consensus_grade") <= max(grades)

    def test_a_long_text_keeps_its_grade_when_repeated(self):
        once, thrice = measured(LONG_DENSE), measured(" ".join([LONG_DENSE] * 3))
        for name in ("consensus_grade", "health_grade", "sentence_rating", "passives_per_100_sentences"):
            assert value(once, name) == pytest.approx(value(thrice, name), abs=0.35)


class TestSentenceReadability:
    def test_harder_is_higher(self):
        assert sentence_readability("Take one pill each day.") < sentence_readability(DENSE.split(".")[0] + ".")

    def test_no_word_is_an_error(self):
        with pytest.raises(ValueError, match="no word"):
            sentence_readability(" … ")
