"""What spinner software leaves beside its swaps: filler, broken grammar, template titles, pasted text, misfit acronyms.

Each function yields evidence of the rules named in lexicons/spun.toml; most terms are listed there, and what needs
computing (sound of the article, repeated titles, initials, units) is computed here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...lexicon import Lexicon
from ...types import BlockKind, Document, Evidence, Sentence, Span
from .tables import FUNCTION_WORDS, candidates, followers, word_levels

_VOWELS = frozenset("aeiou")
# Spelling and sound part ways here: "an hour", "a one-off", "a European", "a useful", "a unit".
_SILENT_H = ("hour", "honest", "honour", "honor", "heir", "herb", "homage", "historic", "hallucin", "hotel", "hypoth")
_CONSONANT_SOUND = (
    "one",
    "once",
    "uni",
    "use",
    "usa",
    "usu",
    "usi",
    "uti",
    "uto",
    "eu",
    "ewe",
    "ub",
    "ur",
    "uk",
    "ufo",
)
_VOWEL_U = ("unin", "unim", "urg", "urt", "urn", "urch", "urb", "unid", "ush")
_TITLES = 3
_LEAST_TITLE_WORDS = 4
_INJECTED = re.compile(
    r"(?<=[a-z,])[ \u00a0]{2,3}((?:[A-Z0-9][\w’'&-]*[:,]?|of|to|and|the|for|in|on|a|an|from|with|by)(?: |$)){4,14}"
)
_ACRONYM = re.compile(r"\(([A-Z]{3,6})s?\)")
_EXPANSION_WORD = re.compile(r"[A-Za-z]+")
_UNITS = {
    "minute": "minutes",
    "minutes": "minutes",
    "hour": "hours",
    "hours": "hours",
    "seconds": "seconds",
    "weeks": "weeks",
    "months": "months",
    "percent": "percent",
    "milligrams": "milligrams",
}
# Countable things of everyday writing that a thesaurus also lists beside a unit: "12 times", "3 points", "24 periods".
_COUNTED = frozenset(
    "decades centuries fortnights generations times time points point periods period degrees degree days day "
    "nights years year parts part others thirds quarters "
    "terms term records record notes note proceedings seasons season stages stage ages age spells spell marks mark "
    "reports report transactions transaction memos memo moons moon minutes hours seconds weeks months percent "
    "milligrams "
    "halves half thousandths rates rate bits bit cycles classes class courses sessions session stretches supports "
    "supporters helpers hours' grams gram helpings".split()
)
_PLAINER = (
    ("can easily likewise", "can also"),
    ("can easily also", "can also"),
    ("along with", "with"),
    ("together with", "with"),
    ("coming from", "from"),
    ("right into", "into"),
    ("a lot more", "more"),
    ("at that point", "then"),
    ("cause why", "reason why"),
    ("causes why", "reasons why"),
    ("therefore", "so"),
    ("brand-new", "new"),
    ("hrs", "hours"),
    ("mins", "minutes"),
    ("helps make", "makes"),
    ("help make", "make"),
    ("makes use of", "uses"),
    ("make use of", "use"),
    ("made use of", "used"),
    ("making use of", "using"),
    ("can easily", "can"),
    ("likewise", "also"),
    ("additionally", "also"),
    ("assists", "helps"),
    ("assist", "help"),
)
_BEFORE_UNIT = frozenset(
    "within for after about around every last lasts lasted in over per approximately between to".split()
)


def lexical(document: Document, lexicon: Lexicon) -> Iterator[Evidence]:
    """Yield filler and grammar terms anywhere, and title templates in the title alone."""
    title_end = max((s.span.end for s in _headlines(document)), default=0)
    for match in lexicon.find(document):
        if match.rule.id == "spun.template-title" and match.span.end > title_end:
            continue
        wording = plainer(document.quote(match.span)) if match.rule.id == "spun.filler" else None
        yield _evidence(lexicon, match.rule.id, document, match.span, wording)


def plainer(phrase: str) -> str | None:
    """Return ``phrase`` with the padding of spinner software undone, None when there is none to undo.

    >>> plainer("suffering coming from")
    'suffering from'
    """
    for padded, plain in _PLAINER:
        at = phrase.lower().find(padded)
        if at >= 0:
            return phrase[:at] + plain + phrase[at + len(padded) :]
    return None


def articles(document: Document, lexicon: Lexicon) -> Iterator[Evidence]:
    """Yield every a or an that does not suit the sound of the next word, with the right one as suggestion."""
    lower, words, text = document.lower, document.words, document.text
    levels = word_levels()
    for sentence in document.sentences:
        for i in range(sentence.first, sentence.last - 1):
            article = lower[i]
            if article not in ("a", "an") or words[i + 1].start - words[i].end != 1 or text[words[i].end] != " ":
                continue
            following = text[words[i + 1].start : words[i + 1].end]
            if not following.islower() or len(following) < 3 or following not in levels:
                continue
            if text[words[i].start] == "A" and i > sentence.first:
                continue
            wanted = right_article(following)
            if wanted is None or wanted == article:
                continue
            last, wording = i + 1, f"{wanted} {following}"
            if following == "even" and i + 2 < sentence.last and lower[i + 2] in ("more", "less", "better", "greater"):
                last, wording = i + 2, f"{article} {lower[i + 2]}"
            yield _evidence(lexicon, "spun.grammar", document, Span(words[i].start, words[last].end), wording)


def right_article(word: str) -> str | None:
    """Return "a" or "an" as the sound of ``word`` (lower case) wants it, None where spelling does not settle it.

    >>> right_article("apple"), right_article("useful"), right_article("hotel")
    ('an', 'a', None)
    """
    if word.startswith(_SILENT_H):
        return "an" if word.startswith(("hour", "honest", "honour", "honor", "heir")) else None
    if word[0] == "u" and word.startswith(_CONSONANT_SOUND) and not word.startswith(_VOWEL_U):
        return None if word.startswith("ub") else "a"
    if word[0] != "u" and word.startswith(_CONSONANT_SOUND):
        return "a"
    if len(word) <= 4 and not _VOWELS & set(word[:-1]):
        return None
    return "an" if word[0] in _VOWELS else "a"


def repeated_title(document: Document, lexicon: Lexicon) -> Iterator[Evidence]:
    """Yield a title that stands twice at the top of the text."""
    seen: set[str] = set()
    for sentence in _headlines(document):
        title = " ".join(document.lower[sentence.first : sentence.last])
        if title in seen and sentence.last - sentence.first >= _LEAST_TITLE_WORDS:
            yield _evidence(lexicon, "spun.link-residue", document, sentence.span)
        seen.add(title)


def injected(document: Document, lexicon: Lexicon) -> Iterator[Evidence]:
    """Yield title-case link text pasted into a sentence: after a double space, and the sentence goes on behind it."""
    for block in document.blocks:
        if block.kind is not BlockKind.PARAGRAPH:
            continue
        for match in _INJECTED.finditer(document.text, *block.span):
            span = _title_part(document.text, match.start(), match.end())
            rest = document.text[span.end : span.end + 3].lstrip(" -–")
            if span.end - span.start > 12 and rest[:1].islower():
                yield _evidence(lexicon, "spun.link-residue", document, span)


def _title_part(text: str, start: int, end: int) -> Span:
    """Trim spaces and trailing small words off a run of title words."""
    words = list(re.finditer(r"\S+", text[start:end]))
    while words and not words[-1].group()[0].isupper():
        words.pop()
    return Span(start + words[0].start(), start + words[-1].end()) if words else Span(start, start)


def acronyms(document: Document, lexicon: Lexicon) -> Iterator[Evidence]:
    """Yield an expansion that spells its abbreviation but for one word whose synonym would fit."""
    text = document.text
    for match in _ACRONYM.finditer(text):
        letters = match.group(1).lower()
        before = list(_EXPANSION_WORD.finditer(text, max(0, match.start() - 120), match.start()))[-len(letters) :]
        if len(before) < len(letters) or "\n" in text[before[0].start() : match.start()]:
            continue
        initials = [word.group()[0].lower() for word in before]
        wrong = [k for k, (one, two) in enumerate(zip(initials, letters, strict=True)) if one != two]
        if len(wrong) != 1 or wrong[0] == 0 or any(text[w.start() : w.end()].isupper() for w in before):
            continue
        k = wrong[0]
        word = before[k].group().lower()
        if word in FUNCTION_WORDS:
            continue
        fitting = [c.word for c in candidates(word) if c.word[0] == letters[k] and c.word not in FUNCTION_WORDS]
        if fitting:
            left = before[k - 1].group().lower()
            best = max(fitting, key=lambda w: (followers(left).get(w, 0), word_levels().get(w, 0)))
            span = Span(before[0].start(), match.end())
            at = before[k].start() - span.start
            quote = document.quote(span)
            wording = quote[:at] + best + quote[at + len(word) :]
            yield _evidence(lexicon, "spun.acronym-mismatch", document, span, wording)


def units(document: Document, lexicon: Lexicon) -> Iterator[Evidence]:
    """Yield a number followed by a synonym of a unit where a unit belongs: "within 20 moments"."""
    lower, words, text = document.lower, document.words, document.text
    for sentence in document.sentences:
        for i in range(sentence.first + 1, sentence.last - 1):
            if not lower[i][0].isdigit() or lower[i + 1] in _COUNTED or not lower[i + 1].endswith("s"):
                continue
            if text[words[i].end : words[i + 1].start] != " ":
                continue
            first = i
            while first > sentence.first and (
                lower[first - 1][0].isdigit()
                or (lower[first - 1] in ("to", "or", "and") and lower[first - 2][:1].isdigit())
            ):
                first -= 1
            if lower[first - 1] not in _BEFORE_UNIT:
                continue
            fitting = [
                (c.votes, word_levels().get(c.word, 0), c.word) for c in candidates(lower[i + 1]) if c.word in _UNITS
            ]
            meant = _UNITS[max(fitting)[2]] if fitting else None
            if meant is not None:
                span = Span(words[first].start, words[i + 1].end)
                yield _evidence(
                    lexicon, "spun.corrupted-term", document, span, text[span.start : words[i + 1].start] + meant
                )


def _headlines(document: Document) -> list[Sentence]:
    """Return the sentences of the short blocks at the very top: where a title may stand."""
    kinds = document.blocks[:_TITLES]
    top = [k for k, block in enumerate(kinds) if block.span.end - block.span.start <= 160]
    return [s for s in document.sentences[:6] if s.block in top]


def _evidence(
    lexicon: Lexicon, rule_id: str, document: Document, span: Span, suggestion: str | None = None
) -> Evidence:
    rule = lexicon.rule(rule_id)
    return Evidence(rule_id, span, rule.say(document.quote(span)), rule.severity, suggestion)
