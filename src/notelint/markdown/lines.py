"""What the lines of a note say, as digests: what copies are found by.

Lines are made from the source, all of a note at once: a digest for each must cost next to nothing while reading.
"""

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import TypeAlias
from zlib import crc32

from notelint.note import Lines
from notelint.pattern import late_pattern

SECTION, ITEM = 1, 2
"""What begins on a line, in its shape."""

# The deepest block that a shape can tell; what is deeper counts as being there.
_DEEPEST = 63
_FENCE = late_pattern(r"`{3,}[^`]*\Z|~{3,}")
# `1.`, `2.3`, `4)` before the text, as written by hand.
_NUMBERING = late_pattern(r"(?:[0-9]{1,3}[.)]|[0-9]{1,3}(?:\.[0-9]{1,3})+[.)]?)\s+(?=\S)")
# Tags that lead nowhere and comments; `{#id}` of a heading and `^id` of a block name a place and are no text.
_TAG = late_pattern(r"<!--.*?(?:-->|$)|</?[A-Za-z](?![^<>]*(?:href|src|:/|@))[^<>]*>")
_NAME = late_pattern(r"(?:\{:?\s?#[^{}]*\}|(?<=\s)\^[A-Za-z0-9-]+)\s*$")
# A line of a table of contents.
_CONTENTS = late_pattern(r"(?:\[[^\[\]]*\]\(#[^()]*\)[\s|·•,.:/-]*)+")
# Scripts that part words by no blanks: about two characters make a word.
_UNSPACED = late_pattern(r"[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")


Leaf: TypeAlias = tuple[int, int, int, int]
"""Where a paragraph, heading, cell, code or HTML starts and ends, how many blocks are around it, and what begins with it."""


def pack(content: str, leaves: Sequence[Leaf], references: Iterable[tuple[int, str]]) -> Lines:
    """The lines of all leaves which come in order.

    References are the offsets of links whose targets stand elsewhere in the note, with these targets.
    """
    if "\r" in content:
        content = re.sub("\r(?!\n)", "\n", content)
    starts: list[int] = []
    texts: list[str] = []
    shapes = bytearray()
    for start, text, shape in _lines(content, leaves):
        if shape < 0:
            texts[-1] += " " + text
        else:
            starts.append(start)
            texts.append(text)
            shapes.append(shape)
    return _packed(starts, texts, shapes, references) if texts else Lines()


def _lines(content: str, leaves: Sequence[Leaf]) -> Iterator[tuple[int, str, int]]:
    """Where each line starts, its source, and its shape: -1 when it is a further cell of the row before."""
    reached = 0
    find = content.find
    for start, end, depth, begins in leaves:
        if start < reached:
            start = reached
        elif reached and not begins and find("\n", reached, start) < 0:
            yield start, content[start:end], -1
            reached = end
            continue
        shape = 4 * min(depth, _DEEPEST) + begins
        if find("\n", start, end) < 0:
            if start < end:
                yield start, content[start:end], shape
                reached = end
            continue
        for at, line in _source(content, start, end):
            yield at, line, shape
            shape &= ~3
        reached = max(reached, end)


def _source(content: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """The lines of a longer leaf that say something, each from its first character; fences and comments say nothing."""
    if content.startswith("<!--", start):
        closed = content.find("-->", start, end)
        start = closed + 3 if closed >= 0 else end
    is_code = content.startswith(("```", "~~~"), start)
    while start < end:
        stop = content.find("\n", start, end)
        stop = end if stop < 0 else stop
        line = content[start:stop].lstrip(" \t>")
        if line.strip() and not (is_code and _FENCE.match(line)):
            yield stop - len(line), line
        start = stop + 1


def _packed(starts: list[int], texts: list[str], shapes: bytearray, references: Iterable[tuple[int, str]]) -> Lines:
    # Whatever stands for emphasis goes; that `a_b` is then as `ab` does no harm where whole lines are compared.
    joined = "\0\n".join(texts).replace("*", "").replace("_", "").replace("~", "").replace("\0", "")
    normal = [" ".join(text.split()) for text in joined.split("\n")]
    _strip(normal, shapes, joined)
    words = bytes([min(255, text.count(" ") + 1) if text else 0 for text in normal])
    if not joined.isascii() and _UNSPACED.search(joined):
        words = bytes([min(255, count + len(_UNSPACED.findall(text)) // 2) for count, text in zip(words, normal, strict=True)])
    if "](#" in joined:
        words = bytes([0 if "](#" in text and _CONTENTS.fullmatch(text) else words[at] for at, text in enumerate(normal)])
    for start, target in references:
        normal[max(0, bisect_right(starts, start) - 1)] += f"\0{target}"
    if not all(normal):
        # Nothing was there but a comment or a tag.
        kept = [number for number, text in enumerate(normal) if text]
        normal, starts = [normal[number] for number in kept], [starts[number] for number in kept]
        shapes, words = bytearray(shapes[number] for number in kept), bytes(words[number] for number in kept)
    # Two lines in four billion that differ have the same digest; copies are several lines long.
    digests = [crc32(text.encode("utf-8", "surrogatepass")) or 1 for text in normal]
    return Lines(array("I", digests).tobytes(), array("I", starts).tobytes(), bytes(shapes), words)


def _strip(texts: list[str], shapes: bytearray, joined: str) -> None:
    """Take off, in place, what makes no other line: numbers and deprecation markers, tags, names."""
    if "#" in joined:
        for number in [number for number, text in enumerate(texts) if shapes[number] & SECTION]:
            texts[number] = texts[number].lstrip("# ")
    if "<" in joined:
        for number in [number for number, text in enumerate(texts) if "<" in text]:
            texts[number] = " ".join(_TAG.sub("", texts[number]).split())
    for number in [number for number, text in enumerate(texts) if text[:1].isdigit()]:
        texts[number] = _NUMBERING.sub("", texts[number], count=1)
    if "{" in joined or "^" in joined:
        for number in [number for number, text in enumerate(texts) if text[-1:] == "}" or " ^" in text]:
            texts[number] = _NAME.sub("", texts[number]).rstrip()
    _strip_markers(texts, shapes, english=joined.isascii())


def _strip_markers(texts: list[str], shapes: bytearray, *, english: bool) -> None:
    firsts = [number for number, shape in enumerate(shapes) if shape & 3]
    lowered = "\n".join([texts[number] for number in firsts]).encode("utf-8", "surrogatepass").lower()
    stems = [stem for stem in _stems(english=english) if stem in lowered]
    if not stems:
        return
    from notelint.markers import without_marker

    for number, line in zip(firsts, lowered.split(b"\n"), strict=True):
        if any(stem in line for stem in stems):
            texts[number] = without_marker(texts[number])


@cache
def _stems(*, english: bool) -> tuple[bytes, ...]:
    from notelint.markers import VOCABULARIES  # loaded with the first note

    # Other languages hardly ever fill a note without a letter outside of ASCII, and to look for all takes its time.
    chosen = [VOCABULARIES["en"]] if english else VOCABULARIES.values()
    stems = {stem for vocabulary in chosen for stem in vocabulary.stems if stem.strip() == stem} | {"seded by ", "laced by "}
    # Bytes have no other case than that of ASCII.
    return tuple({form.encode() for stem in stems for form in ((stem,) if stem.isascii() else (stem, stem.upper()))})
