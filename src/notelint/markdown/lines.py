"""What the lines of a note say, as digests: what copies are found by.

Lines are made from the source, all of a note at once: a digest for each must cost next to nothing while reading.
"""

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable
from functools import cache
from itertools import accumulate
from typing import NamedTuple, TypeAlias
from zlib import crc32

from notelint.note import Lines
from notelint.pattern import late_pattern

SECTION, ITEM = 1, 2
"""What begins on a line, in its shape."""

# The deepest block that a shape can tell; what is deeper counts as being there.
_DEEPEST = 63
_FENCE = late_pattern(r"`{3,}[^`]*\Z|~{3,}")
# Whatever stands for emphasis goes; that `a_b` is then as `ab` does no harm where whole lines are compared. NUL is no text.
_DROPPED = b"*_~\0"
_SPACES = bytes.maketrans(b"\t\v\f\r\x1c\x1d\x1e\x1f", b" " * 8)
_ASCII = bytes(range(128))
_NO_BLANKS = bytes(set(range(256)) - set(b"\n "))
# What lines are looked through for only in notes where it is.
_SIGNS = (b"#", b"<", b"}", b" ^", b"](#")
_BLANK = late_pattern(r"\s")
_LETTER = late_pattern(r"\w")
# `1.`, `2.3`, `4)` before the text, as written by hand.
_NUMBERING = late_pattern(rb"(?:[0-9]{1,3}[.)]|[0-9]{1,3}(?:\.[0-9]{1,3})+[.)]?)\s+(?=\S)")
# Tags that lead nowhere and comments; `{#id}` of a heading and `^id` of a block name a place and are no text.
_TAG = late_pattern(rb"<!--.*?(?:-->|$)|</?[A-Za-z](?![^<>]*(?:href|src|:/|@))[^<>]*>")
_NAME = late_pattern(rb"(?:\{:?\s?#[^{}]*\}|(?<=\s)\^[A-Za-z0-9-]+)\s*$")
# A line of a table of contents.
_CONTENTS = late_pattern("(?:\\[[^\\[\\]]*\\]\\(#[^()]*\\)(?:[\\s|.,:/-]|\u2022|\u00b7)*)+".encode())
# Scripts that part words by no blanks: about two characters make a word. With all four ranges in one set, or in two that the
# compiler joins, it takes 6 ms to compile, more than to read twenty notes.
_UNSPACED = late_pattern(r"[\u0e00-\u0eff\u1780-\u17ff]{1}|[\u3040-\u30ff\u3400-\u9fff]{1}")
# `archive.org` has a stem of `archived` in it, and many links lead there.
_NOT_THE_ARCHIVE = rb"(?!e\.org)"

Leaf: TypeAlias = tuple[int, int, int, int]
"""Where a paragraph, heading, cell, code or HTML starts and ends, how many blocks are around it, and what begins with it."""


def pack(content: str, leaves: Iterable[Leaf], references: Iterable[tuple[int, str]]) -> Lines:
    """The lines of all leaves which come in order.

    References are the offsets of links whose targets stand elsewhere in the note, with these targets.
    """
    if "\r" in content:
        content = re.sub("\r(?!\n)", "\n", content)
    lines = _lines(content, leaves)
    return _packed(lines, references) if lines.texts else Lines()


class _Found(NamedTuple):
    """Where each line starts, its source, and its shape."""

    starts: list[int]
    texts: list[str]
    shapes: bytearray


def _lines(content: str, leaves: Iterable[Leaf]) -> _Found:
    """The lines of all leaves; the cells of a row are one line."""
    lines = _Found([], [], bytearray())
    starts, texts, shapes = lines
    find = content.find
    reached = 0
    for start, end, depth, begins in leaves:
        if start < reached:
            start = reached
        elif reached and not begins and find("\n", reached, start) < 0:
            texts[-1] += " " + content[start:end]
            reached = end
            continue
        shape = 4 * (depth if depth < _DEEPEST else _DEEPEST) + begins
        if find("\n", start, end) >= 0:
            _add_longer(lines, content, start, end, shape)
        elif start < end:
            starts.append(start)
            texts.append(content[start:end])
            shapes.append(shape)
        if end > reached:
            reached = end
    return lines


def _add_longer(lines: _Found, content: str, start: int, end: int, shape: int) -> None:
    """The lines of a longer leaf that say something, each from its first character; fences and comments say nothing."""
    if content.startswith("<!--", start):
        closed = content.find("-->", start, end)
        start = closed + 3 if closed >= 0 else end
    is_code = content.startswith(("```", "~~~"), start)
    for source in content[start:end].split("\n"):
        line = source.lstrip(" \t>")
        start += len(source) + 1
        if line and not line.isspace() and not (is_code and _FENCE.match(line)):
            lines.starts.append(start - 1 - len(line))
            lines.texts.append(line)
            lines.shapes.append(shape)
            shape &= ~3


def _packed(lines: _Found, references: Iterable[tuple[int, str]]) -> Lines:
    starts, shapes = lines.starts, lines.shapes
    normal, signs, others = _normal(lines.texts)
    _strip(normal, shapes, signs)
    _strip_markers(normal, shapes, english=not _LETTER.search(others))
    words = _words(normal, signs, others)
    for start, target in references:
        normal[max(0, bisect_right(starts, start) - 1)] += _bytes(f"\0{target}")
    if not all(normal):
        # Nothing was there but a comment or a tag.
        kept = [number for number, line in enumerate(normal) if line]
        normal, starts = [normal[number] for number in kept], [starts[number] for number in kept]
        shapes, words = bytearray(shapes[number] for number in kept), bytes(words[number] for number in kept)
    # Two lines in four billion that differ have the same digest; copies are several lines long.
    digests = array("I", map(crc32, normal))
    if 0 in digests:
        digests = array("I", [digest or 1 for digest in digests])
    return Lines(digests.tobytes(), array("I", starts).tobytes(), bytes(shapes), words)


def _normal(texts: list[str]) -> tuple[list[bytes], frozenset[bytes], str]:
    """The lines without emphasis and with one space for any blanks; which signs they hold, and all in them that is not ASCII.

    As bytes, of which those of ASCII are dropped or replaced in a whole note at once.
    """
    joined = "\n".join(texts)
    raw = _bytes(joined)
    others = "" if joined.isascii() else raw.translate(None, _ASCII).decode("utf-8", "surrogatepass")
    if _BLANK.search(others):
        raw = _bytes("\n".join([" ".join(text.split()) for text in texts]))
    raw = raw.translate(_SPACES, _DROPPED)
    lines = [b" ".join(line.split()) if b"  " in line else line.strip() for line in raw.split(b"\n")]
    return lines, frozenset(sign for sign in _SIGNS if sign in raw), others


def _words(lines: list[bytes], signs: frozenset[bytes], others: str) -> bytes:
    # Of each line only its blanks, and one more: as many as it has words.
    words = list(map(len, (b" " + b"\n ".join(lines)).translate(None, _NO_BLANKS).split(b"\n")))
    if _UNSPACED.search(others):
        for number in [number for number, line in enumerate(lines) if not line.isascii()]:
            words[number] += len(_UNSPACED.findall(_text(lines[number]))) // 2
    if b"](#" in signs:
        for number in [number for number, line in enumerate(lines) if b"](#" in line and _CONTENTS.fullmatch(line)]:
            words[number] = 0
    return bytes(words) if max(words) < 256 else bytes([min(255, count) for count in words])


def _strip(lines: list[bytes], shapes: bytearray, signs: frozenset[bytes]) -> None:
    """Take off, in place, what makes no other line: the signs of a heading, tags, numbers, names."""
    if b"#" in signs:
        for number in [number for number, shape in enumerate(shapes) if shape & SECTION]:
            lines[number] = lines[number].lstrip(b"# ")
    if b"<" in signs:
        for number in [number for number, line in enumerate(lines) if b"<" in line]:
            lines[number] = b" ".join(_TAG.sub(b"", lines[number]).split())
    for number in [number for number, line in enumerate(lines) if line[:1].isdigit()]:
        lines[number] = _NUMBERING.sub(b"", lines[number], count=1)
    if b"}" in signs or b" ^" in signs:
        for number in [number for number, line in enumerate(lines) if line.endswith(b"}") or b" ^" in line]:
            lines[number] = _NAME.sub(b"", lines[number]).rstrip()


def _strip_markers(lines: list[bytes], shapes: bytearray, *, english: bool) -> None:
    firsts = [number for number, shape in enumerate(shapes) if shape & 3]
    lowered = b"\n".join([lines[number] for number in firsts]).lower()
    stems = _stems_in(lowered, english=english)
    if not stems:
        return
    from notelint.markers import without_marker

    ends = list(accumulate(len(lines[number]) + 1 for number in firsts))
    marked = (match.start() for stem in stems for match in re.finditer(re.escape(stem) + _NOT_THE_ARCHIVE, lowered))
    for place in {bisect_right(ends, start) for start in marked}:
        lines[firsts[place]] = _bytes(without_marker(_text(lines[firsts[place]])))


def _stems_in(lowered: bytes, *, english: bool) -> list[bytes]:
    """The stems of markers that stand in the text. Most are searched for in vain, so each is searched where it is short."""
    others = lowered.translate(None, _ASCII)
    return [stem for stem, other in _stems(english=english) if (not other or other in others) and stem in lowered]


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _text(line: bytes) -> str:
    return line.decode("utf-8", "surrogatepass")


@cache
def _stems(*, english: bool) -> tuple[tuple[bytes, bytes], ...]:
    """The stems in lower case, each with what of it is not ASCII."""
    from notelint.markers import VOCABULARIES  # loaded with the first note

    # Other languages hardly ever fill a note without a letter outside of ASCII, and to look for all takes its time.
    chosen = [VOCABULARIES["en"]] if english else VOCABULARIES.values()
    stems = {stem for vocabulary in chosen for stem in vocabulary.stems if stem.strip() == stem} | {"seded by ", "laced by "}
    # Bytes have no other case than that of ASCII.
    forms = {_bytes(form) for stem in stems for form in ((stem,) if stem.isascii() else (stem, stem.upper()))}
    return tuple((form, form.translate(None, _ASCII)) for form in forms)
