"""Reading: the text of a note → its facts."""

import re

from notelint.markdown.dialect import Dialect, ParserName
from notelint.markdown.front_matter import split
from notelint.markdown.gather import Gatherer
from notelint.note import FrontMatter, Note
from notelint.text import Text

__all__ = ["Dialect", "ParserName", "body_of", "read_note"]

_PLAIN_DIALECT = Dialect()


def read_note(
    path: str,
    text: Text,
    dialect: Dialect = _PLAIN_DIALECT,
    parser: ParserName = "pulldown",
    front_matter: FrontMatter | None = None,
) -> Note:
    """The note with all its facts. Pure; raises nothing for any text. The parser is imported when first used.

    Front matter is split off first and read on its own, unless it is known already; MyST notes are always read with
    markdown-it-py.
    """
    front_matter = front_matter or split(text.content, late=dialect.late_front_matter)
    body = _without(text.content, front_matter)
    gatherer = Gatherer(body, dialect)
    if parser == "markdown-it" or dialect.myst:
        from notelint.markdown import markdown_it

        markdown_it.drive(body, gatherer, dialect)
    else:
        from notelint.markdown import pulldown

        pulldown.drive(body, gatherer)
    return Note(path, text, *gatherer.facts(front_matter))


def body_of(content: str) -> str:
    """What the Markdown parser is given of a note's content: its front matter is blanked, so that offsets stay."""
    return _without(content, split(content))


def _without(content: str, front_matter: FrontMatter | None) -> str:
    """The content with its front matter blanked, so that offsets stay and no parser sees it."""
    if front_matter is None:
        return content
    end = front_matter.span.end
    return re.sub(r"[^\r\n]", " ", content[:end]) + content[end:]
