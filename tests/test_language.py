"""English or not."""

from __future__ import annotations

import pytest

from contentqa.language import foreign_language
from contentqa.segmentation import segment
from contentqa.types import Article


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Ein kurzer Spaziergang nach dem Essen ist eine gute Gewohnheit.", "German"),
        ("Une courte marche après le repas est une bonne habitude pour tous.", "French"),
        ("Una breve caminata después de la cena es una buena costumbre.", "Spanish"),
        ("Krótki spacer po kolacji to dobry nawyk dla większości ludzi.", "Polish"),
        ("夕食後の短い散歩は良い習慣です。", "Japanese"),
        ("A short walk after dinner is a good habit for most people.", None),
        ("Short walk after dinner good habit. Keeps sugar down, doctors say.", None),
        ("I am eating much vegetable since two year and my sugar are become better.", None),
        ("", None),
    ],
)
def test_the_language_is_named_unless_it_is_english(text: str, language: str | None) -> None:
    assert foreign_language(segment(Article("a", text * 4))) == language
