"""The features that the readability signal declares."""

from __future__ import annotations

from ...types import Feature

LONG_SENTENCE = 25

FEATURES: tuple[Feature, ...] = (
    Feature("readability.flesch_reading_ease", "score", "Flesch Reading Ease, higher is easier; None below 100 words"),
    Feature("readability.flesch_kincaid_grade", "grade", "Flesch–Kincaid; None below 100 words"),
    Feature("readability.smog_grade", "grade", "SMOG scaled to its 30-sentence norm; None below 10 sentences"),
    Feature("readability.gunning_fog_grade", "grade", "Gunning fog index; None below 100 words"),
    Feature("readability.coleman_liau_grade", "grade", "Coleman–Liau index; None below 100 words"),
    Feature("readability.automated_readability_grade", "grade", "Automated Readability Index; None below 100 words"),
    Feature("readability.dale_chall_score", "score", "Dale–Chall raw score, higher is harder; None below 100 words"),
    Feature("readability.forcast_grade", "grade", "FORCAST, made for prose without sentences; None below 100 words"),
    Feature("readability.lix_score", "score", "LIX, higher is harder; None below 100 words"),
    Feature("readability.consensus_grade", "grade", "median of the grade formulas that are valid here"),
    Feature("readability.grade_spread", "grades", "highest less lowest of the grade formulas that are valid here"),
    Feature("readability.grades_above_advice", "grades", "consensus above grade 8, the most that AMA and NIH advise"),
    Feature("readability.health_grade", "grade", "the health index as a school grade; None below 20 words"),
    Feature("readability.hard_sentences_per_100_sentences", "%", "sentences that the health index rates hard"),
    Feature("readability.words_per_sentence", "words", "mean length of the sentences measured"),
    Feature("readability.long_sentences_per_100_sentences", "%", f"sentences of more than {LONG_SENTENCE} words"),
    Feature("readability.syllables_per_word", "syllables", "mean over the words measured"),
    Feature("readability.letters_per_word", "letters", "mean over the words measured"),
    Feature("readability.polysyllables_per_100_words", "%", "words of three or more syllables"),
    Feature("readability.difficult_words_per_100_words", "%", "words that Dale and Chall's rules call unfamiliar"),
    Feature(
        "readability.health_percentile", "%", "health articles that are easier by the health index; None as for it"
    ),
    Feature("readability.sentence_rating", "1 to 6", "mean rating of the sentences by the health index"),
    Feature("readability.rare_words_per_100_words", "%", "words outside the 20,000 commonest"),
    Feature("readability.lexical_density_per_100_words", "%", "content words (not articles, pronouns, prepositions …)"),
    Feature("readability.lexical_diversity", "ratio", "different words in a moving window of 50; None below 50 words"),
    Feature("readability.medical_terms_per_100_words", "%", "uses of medical terms that are left unexplained"),
    Feature("readability.formal_words_per_100_words", "%", "uses of formal words that have an everyday equivalent"),
    Feature("readability.undefined_abbreviations_per_1000_words", "‰", "uses of abbreviations never spelled out"),
    Feature("readability.passives_per_100_sentences", "%", "passive verbs for each 100 sentences"),
    Feature("readability.hidden_verbs_per_1000_words", "‰", "nouns that hide a verb (nominalisations)"),
    Feature("readability.nested_sentences_per_100_sentences", "%", "sentences with several subordinate clauses"),
    Feature("readability.headings_per_1000_words", "‰", "headings of the article, for each 1,000 words measured"),
    Feature("readability.list_items_per_1000_words", "‰", "list items of the article, for each 1,000 words measured"),
)
