"""Makes vaults to measure with: any number of notes of about 4 kB that link to each other, the same ones for the same seed.

Run: `python benchmarks/vault.py FOLDER --notes 10000`. A note has front matter, headings, paragraphs, lists and links: to other
notes, to headings of theirs, to the web. About one in fifty has a defect of each of a few kinds: a link to a note that is not
there, to a heading that is not there, an address that is malformed. With `--git`, the folder becomes a repository whose notes
are committed.
"""

import argparse
import random
import subprocess
from collections.abc import Iterator
from pathlib import Path

_PER_FOLDER = 200
_SYLLABLES = [consonant + vowel for consonant in "bdfklmnprst" for vowel in "aeiou"]
_PARAGRAPHS = 9
_DEFECT = 0.02


def path_of(number: int) -> str:
    """The path of the note of this number."""
    return f"area-{number // _PER_FOLDER:03}/note-{number:06}.md"


def headings(number: int, seed: int = 1) -> list[str]:
    """The headings of a note, without the first."""
    dice = random.Random(f"{seed}/{number}/headings")  # noqa: S311 - nothing is kept secret by it
    return [f"{_word(dice).title()} {_word(dice)} {place}" for place in range(_PARAGRAPHS)]


def content(number: int, notes: int, seed: int = 1) -> str:
    """The text of the note of this number in a vault of so many notes."""
    dice = random.Random(f"{seed}/{number}")  # noqa: S311 - as above
    return "\n".join(_lines(number, notes, seed, dice)) + "\n"


def make(folder: Path, notes: int, seed: int = 1) -> None:
    """Write a vault."""
    for number in range(notes):
        place = folder / path_of(number)
        if number % _PER_FOLDER == 0:
            place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(content(number, notes, seed), encoding="utf-8", newline="\n")


def commit(folder: Path) -> None:
    """Make the folder a repository with everything in it committed."""
    for command in (
        ["init", "-q", "-b", "main"],
        ["add", "."],
        ["-c", "user.name=Ada", "-c", "user.email=ada@example.org", "commit", "-q", "-m", "Notes"],
    ):
        subprocess.run(["git", "-C", folder, *command], check=True)


def _lines(number: int, notes: int, seed: int, dice: random.Random) -> Iterator[str]:
    yield from (
        "---",
        f"title: {_words(dice, 3)} {number}",
        f"tags: [{_word(dice)}, {_word(dice)}]",
        "date: 2024-03-01",
        "---",
        "",
    )
    yield f"# {_words(dice, 3).title()} {number}"
    for heading in headings(number, seed):
        yield from ("", f"## {heading}", "")
        yield f"{_sentences(dice)} {_link(number, notes, seed, dice)} {_sentences(dice)}"
        yield ""
        for _ in range(dice.randrange(2, 5)):
            yield f"- {_words(dice, 6)} {_link(number, notes, seed, dice) if dice.random() < 0.3 else ''}".rstrip()


def _link(number: int, notes: int, seed: int, dice: random.Random) -> str:
    other = dice.randrange(notes)
    up = "" if other // _PER_FOLDER == number // _PER_FOLDER else "../"
    place = path_of(other) if up else path_of(other).rpartition("/")[2]
    text = _words(dice, 2)
    kind = dice.random()
    if kind < _DEFECT / 10:
        return f"[{text}]({up}{place.replace('note-', 'not-')})"
    if kind < _DEFECT / 5:
        return f"[{text}]({up}{place}#{_word(dice)}-{_word(dice)})"
    if kind < _DEFECT / 3:
        return f"[{text}](http:/example.org/{_word(dice)})"
    if kind < 0.4:
        name = dice.choice(headings(other, seed)).lower().replace(" ", "-")
        return f"[{text}]({up}{place}#{name})"
    return f"[{text}]({up}{place})" if kind < 0.8 else f"[{text}](https://www.python.org/{_word(dice)}/{_word(dice)})"


def _sentences(dice: random.Random) -> str:
    return " ".join(f"{_words(dice, dice.randrange(8, 14)).capitalize()}." for _ in range(2))


def _words(dice: random.Random, count: int) -> str:
    return " ".join(_word(dice) for _ in range(count))


def _word(dice: random.Random) -> str:
    return "".join(dice.choices(_SYLLABLES, k=dice.randrange(2, 4)))


def main() -> None:
    """Make the vault that the command line asks for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--notes", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--git", action="store_true", help="commit them to a new repository")
    asked = parser.parse_args()
    make(asked.folder, asked.notes, asked.seed)
    if asked.git:
        commit(asked.folder)


if __name__ == "__main__":
    main()
