"""Whether a note itself says that something is not current, or is too old to know."""

import re
from collections.abc import Iterable, Iterator

from notelint.markers import mentions_retirement
from notelint.note import Block, Note
from notelint.pattern import late_pattern
from notelint.text import Span
from notelint.vault import top_level

_FARTHEST = 2000
_YEAR = late_pattern(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_BLANK_LINE = late_pattern(r"(?:\r\n|\n|\r(?!\n))[ \t>]*(?:\r\n|\n|\r)")

_LINE_END = late_pattern(r"\r\n|\n|\r")

# What a writer says who knows that a tool is not current, in a heading above it as well as beside it. Generous: a tool that is
# passed over costs less than one that is reported in a history.
_TOLD = late_pattern(
    r"(?i)(?<!\w)(?:former|formerly|originally|was|were|had been|used to|previous|previously|retir(?:e[sd]?|ing|ement)|renam\w+"
    r"|legacy|predecessors?|successors?|supersed\w+|replac\w+|archiv\w+|deprecat\w+|obsolet\w+|unmaintained|abandon\w+|discontinu\w+"
    r"|defunct|dead|died|eol|end[ -]of[ -](?:life|support|service)|sunset\w*|shut(?:ting)?[ -]?down|no longer|not maintained"
    r"|old|older|outdated|ancient|history|historical|historically|change ?log|release notes|also rans?|in the past"
    r"|migrat\w+|moved|switched|instead|forks?|forked|dropped|remov\w+|stopped|goodbye|graveyard)(?!\w)"
)


def is_older(path: str, since: str) -> bool:
    """Whether the note is a record of a year, by its path, in which the tool was alive, if only for a part of it.

    Nobody knows that of any year where it is not known since when the tool is retired: then every year will do.
    """
    return any(not since or year <= since[:4] for year in _YEAR.findall(path))


def is_told_somewhere(note: Note, names: Iterable[str]) -> bool:
    """Whether a line of the note names one of these and says of something that it is retired: `Karma is deprecated`."""
    named = names_any(names)
    return any(named.search(line) and mentions_retirement(line) for line in _LINE_END.split(note.text.content))


def names_any(names: Iterable[str]) -> re.Pattern[str]:
    """What finds one of these names as whole words, in any case."""
    return re.compile(rf"(?i)(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)")


def is_told(note: Note, span: Span) -> bool:
    """Whether the note says, beside the span or above it, that this is not current."""
    around = list(_around(note.blocks, span.start))
    beside = _beside(note.text.content, span, around)
    title = top_level(note).get("title")
    texts = [
        beside,
        re.sub(r"[-_./]+", " ", note.path),
        *(note.own_source(block) if block.kind == "item" else block.title for block in around),
    ]
    if title and isinstance(title.value, str):
        texts.append(title.value)
    return "~~" in beside or any(_TOLD.search(text) or mentions_retirement(text) for text in texts)


def _around(blocks: tuple[Block, ...], offset: int) -> Iterator[Block]:
    """The sections and items that an offset lies in, the outermost first."""
    for block in blocks:
        if block.span.start <= offset < block.span.end:
            yield block
            yield from _around(block.children, offset)


def _beside(content: str, span: Span, around: list[Block]) -> str:
    """What stands around a span as written: the item without those in it, else all between blank lines."""
    if around and around[-1].kind == "item":
        item = around[-1]
        return content[item.span.start : item.children[0].span.start if item.children else item.span.end]
    start = 0
    for match in _BLANK_LINE.finditer(content, max(0, span.start - _FARTHEST), span.start):
        start = match.end()
    end = _BLANK_LINE.search(content, span.end)
    return content[start : end.start() if end else len(content)]
