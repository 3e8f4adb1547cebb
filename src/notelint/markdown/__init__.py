"""Reading: the text of a note → its facts."""

from notelint.markdown.dialect import Dialect, ParserName
from notelint.note import Note
from notelint.text import Text


def read_note(path: str, text: Text, dialect: Dialect = Dialect(), parser: ParserName = "pulldown") -> Note:
    """The note with all its facts. Pure; raises nothing for any text. The parser is imported when first used.

    Front matter is split off first and read on its own; MyST notes are always read with markdown-it-py.
    """
    ...
