"""Made-up languages: words, sentences and pages of text in several scripts, for pages that no list of phrases knows."""

from random import Random
from typing import NamedTuple


class Language(NamedTuple):
    """Syllables, and what stands between words."""

    syllables: tuple[str, ...]
    blank: str = " "


# Latin, with and without accents; then, by code points, Cyrillic, Greek, Arabic, and signs that are set without blanks.
LANGUAGES = (
    Language(tuple(a + b for a in "bcdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "er"))),
    Language(tuple(a + b for a in "bdfghklmnrstvwzß" for b in ("ä", "ö", "ü", "ei", "au", "en", "ich"))),
    Language(tuple(chr(a) + chr(b) for a in range(0x43A, 0x444) for b in (0x430, 0x435, 0x438, 0x43E, 0x443))),
    Language(tuple(chr(a) + chr(b) for a in range(0x3BA, 0x3BE) for b in (0x3B1, 0x3B5, 0x3B9, 0x3BF, 0x3C5))),
    Language(tuple(chr(a) + chr(b) for a in range(0x641, 0x646) for b in (0x627, 0x648, 0x64A))),
    Language(tuple(chr(a) for a in (*range(0x304B, 0x3080), *range(0x6587, 0x6597))), ""),
)


def seeded(seed: str) -> Random:
    """A source of chance that gives the same again."""
    return Random(seed)  # noqa: S311  # a corpus has no secrets


class Writer:
    """Writes in one language, at random; the words of one writer are a vocabulary of its own."""

    def __init__(self, random: Random, vocabulary: int = 400) -> None:
        self.random = random
        self.language = random.choice(LANGUAGES)
        self.words = [self._word() for _ in range(vocabulary)]

    def _word(self) -> str:
        return "".join(self.random.choice(self.language.syllables) for _ in range(self.random.randint(2, 4)))

    def phrase(self, count: int, random: Random | None = None) -> str:
        """So many words."""
        chosen = random or self.random
        return self.language.blank.join(chosen.choice(self.words) for _ in range(count))

    def text(self, count: int, random: Random | None = None) -> str:
        """So many words, in sentences."""
        chosen = random or self.random
        sentences = []
        while count > 0:
            length = min(count, chosen.randint(4, 12))
            sentences.append(self.phrase(length, chosen) + ".")
            count -= length
        return " ".join(sentences)
