"""Is this English? A glance at function words first, a language identifier where that glance leaves doubt."""

from __future__ import annotations

from .types import Document

_FUNCTION_WORDS = frozenset(
    "the of and to in a is that for it as was with be by on not he his but at are this have from or had an they which "
    "you were their her all she there would when if so more no what who them than been its we our can may has "
    "will".split()
)
_PLAINLY_ENGLISH = 0.3
_SAMPLE_CHARACTERS = 4_000
_NAMES = {
    "de": "German", "fr": "French", "es": "Spanish", "it": "Italian", "pt": "Portuguese", "nl": "Dutch",
    "pl": "Polish", "ru": "Russian", "sv": "Swedish", "da": "Danish", "no": "Norwegian", "nb": "Norwegian",
    "fi": "Finnish", "cs": "Czech", "tr": "Turkish", "ro": "Romanian", "hu": "Hungarian", "el": "Greek",
    "zh": "Chinese", "ja": "Japanese", "ko": "Korean", "ar": "Arabic", "hi": "Hindi", "id": "Indonesian",
    "la": "Latin", "uk": "Ukrainian", "vi": "Vietnamese", "ca": "Catalan",
}  # fmt: skip


def foreign_language(document: Document) -> str | None:
    """Return the name of the language ``document`` is written in when that is not English, else None.

    About four in ten words of running English are function words; below three in ten py3langid decides.
    """
    words = document.lower
    if not words or sum(word in _FUNCTION_WORDS for word in words) >= _PLAINLY_ENGLISH * len(words):
        return None
    from py3langid import classify

    code = str(classify(document.text[:_SAMPLE_CHARACTERS])[0])
    return None if code == "en" else _NAMES.get(code, f"language code {code}")
