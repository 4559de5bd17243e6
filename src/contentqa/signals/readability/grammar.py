"""Find passives, verbs hidden in nouns, and nested sentences, by word forms alone."""

from __future__ import annotations

import functools

from ...types import Document, Sentence, Span
from .words import depth

AUXILIARIES = frozenset("is are was were be been being am isn't aren't wasn't weren't i'm you're we're they're".split())
OPENERS = frozenset(
    "which who whose whom whereby because although though while whereas if when unless since until whether after "
    "before".split()
)
_BETWEEN = frozenset("not never also often then still just already now usually always sometimes well being".split())
_IRREGULAR = frozenset(
    "begun bitten blown born borne bought bound broken brought built burnt caught chosen cut dealt done drawn driven "
    "drunk eaten fed felt fought forbidden forgotten found frozen given ground grown heard held hidden hit hurt kept "
    "known laid led left lent lost made meant met paid proven put read rewritten ridden run said seen sent set shaken "
    "shot shown shut sold sought spent spoken spread stolen struck sworn taken taught thought thrown told torn "
    "understood undertaken undergone upheld withdrawn withheld won worn woven written overcome overseen misunderstood "
    "outdone retold resold rebuilt redone mistaken sewn sown spun stuck swept swollen".split()
)
_STATIVE = frozenset(
    "accustomed addicted advanced aged alarmed amazed annoyed ashamed associated aware based bored certified committed "
    "complicated concerned confused connected convinced crowded dedicated delighted depressed designed detailed "
    "determined devoted disappointed educated embarrassed engaged equipped excited exhausted experienced faced "
    "frightened frustrated gone gifted impressed inclined interested involved isolated left limited linked located "
    "made married mistaken motivated needed opposed organized overweight packed pleased prepared qualified related "
    "relaxed relieved retired rooted satisfied scared scheduled set shocked situated skilled stressed supposed "
    "surprised talented thrilled tired unchanged unexplained unlimited unrelated unwanted upset used varied worn "
    "worried".split()
)
_NOT_PARTICIPLES = frozenset(
    "need needs red bed bled bred fed hundred indeed exceed proceed succeed speed seed feed weed deed greed breed "
    "embed sacred naked wicked ragged rugged wretched beloved infrared shed led sled unmet".split()
)
_LIGHT = frozenset(
    "make makes made making conduct conducts conducted conducting perform performs performed performing carry carries "
    "carried carrying undertake undertakes undertook undertaking give gives gave giving provide provides provided "
    "providing have has had having do does did doing take takes took taking reach reaches reached achieve achieves "
    "achieved".split()
)
_ARTICLES = frozenset("a an the".split())
_HIDDEN = (
    ("ization", "ize"),
    ("isation", "ise"),
    ("ification", "ify"),
    ("ication", "icate"),
    ("istration", "ister"),
    ("ation", "ate"),
    ("ation", "e"),
    ("ation", ""),
    ("ction", "ct"),
    ("uction", "uce"),
    ("ption", "pt"),
    ("ution", "ute"),
    ("etion", "ete"),
    ("ition", "it"),
    ("ition", "e"),
    ("ssion", "ss"),
    ("mission", "mit"),
    ("usion", "ude"),
    ("usion", "use"),
    ("sion", "de"),
    ("sion", "d"),
    ("ment", ""),
    ("ance", ""),
    ("ance", "e"),
    ("ence", ""),
    ("ence", "e"),
)
_COMMON_DEPTH = 4.8
_LEXICAL = frozenset(
    "action addition ambition attention caution commission competition compliment condition department disposition "
    "document edition element environment equation essence evidence exhibition experience fiction fraction function "
    "government independence instance institution instrument intention judgment junction location motion nation "
    "nutrition occasion option organization organisation partition passion population portion position potion "
    "profession proportion proposition question region religion repetition science season section sentence session "
    "silence situation station substance television tradition transition treatment version vision moment comment "
    "apartment basement garment torment sediment ligament fragment segment pigment filament audience influence "
    "difference presence absence sequence consequence importance significance distance circumstance balance ambulance "
    "finance violence intelligence competence confidence patience analysis paralysis information medication generation "
    "application operation relation foundation education vaccination legislation association combination concentration "
    "complication corporation temptation sensation duration ration dimension tension mansion pension mission "
    "permission session depression impression recession obsession compassion infection section direction election "
    "fiction reaction fraction affection connection collection construction instruction production introduction "
    "reduction deduction convention invention dementia insurance maintenance guidance resistance tolerance entrance "
    "appearance performance assistance development movement management improvement statement agreement argument "
    "investment equipment requirement appointment payment shipment supplement achievement advertisement announcement "
    "environment pregnancy conference reference preference sentence prevalence progression succession selection "
    "infusion indication expression composition formation".split()
)


def passive(document: Document, word: int, last: int) -> int | None:
    """Return the index of the participle that makes the form of *be* at ``word`` a passive, None where there is none.

    Adjectives that look like participles (*is interested*, *are related*) count only before *by*. ``last`` is the index
    behind the sentence.
    """
    lower, spans, text = document.lower, document.words, document.text
    at = word + 1
    while at < last - 1 and at < word + 4 and (lower[at] in _BETWEEN or lower[at].endswith("ly")):
        at += 1
    if at >= last or not is_participle(lower[at]):
        return None
    by = at + 1 < last and lower[at + 1] == "by"
    between = text[spans[word].end : spans[at].start]
    if (lower[at] in _STATIVE and not by) or "," in between or "." in between:
        return None
    return at


@functools.lru_cache(maxsize=50_000)
def is_participle(word: str) -> bool:
    """Say whether ``word`` has the form of a past participle."""
    if word in _IRREGULAR:
        return True
    return len(word) > 3 and word.endswith("ed") and word not in _NOT_PARTICIPLES and "-" not in word


def hidden_verb(document: Document, word: int, sentence: Sentence) -> Span | None:
    """Return the words that make a noun from a verb a hidden verb (*perform an assessment*, *the administration of*).

    None where the noun at ``word`` stands otherwise.
    """
    lower, spans = document.lower, document.words
    article = word > sentence.first and lower[word - 1] in _ARTICLES
    before = word - 2 if article else word - 1
    if before >= sentence.first and lower[before] in _LIGHT:
        return Span(spans[before].start, spans[word].end)
    if article and word + 1 < sentence.last and lower[word + 1] == "of":
        return Span(spans[word - 1].start, spans[word + 1].end)
    return None


@functools.lru_cache(maxsize=50_000)
def verb_inside(noun: str) -> str | None:
    """Return the verb that a noun is made from; None where it is not in common use or the noun is a word of its own.

    >>> verb_inside("administration"), verb_inside("assessment"), verb_inside("nation")
    ('administer', 'assess', None)
    """
    if noun in _LEXICAL or len(noun) < 7 or "-" in noun:
        return None
    for ending, restored in _HIDDEN:
        if noun.endswith(ending):
            verb = noun[: -len(ending)] + restored
            past = verb + ("d" if verb.endswith("e") else "ed")
            if len(verb) > 3 and depth(verb) <= _COMMON_DEPTH and depth(past) <= _COMMON_DEPTH:
                return verb
    return None
