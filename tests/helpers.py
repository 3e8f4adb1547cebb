"""What many tests need: notes and vaults made from strings."""

from notelint.markdown import Dialect, read_note
from notelint.note import Note
from notelint.text import Text
from notelint.vault import Vault, VaultSettings


def note(content: str, path: str = "note.md", dialect: Dialect = Dialect()) -> Note:
    """The note that a string is."""
    return read_note(path, Text(content), dialect)


def vault(notes: dict[str, str], *files: str, settings: VaultSettings = VaultSettings(), dialect: Dialect = Dialect()) -> Vault:
    """A vault of notes given as path → content, with other files by path."""
    return Vault([note(content, path, dialect) for path, content in notes.items()], files, settings)
